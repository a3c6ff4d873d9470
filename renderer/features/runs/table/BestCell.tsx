import type { RunBest } from '../../../../app/runs/best.ts';
import { figure } from '../../../components/figures.ts';
import { metricWords } from '../../../components/metric-words.ts';
import { IntervalMark } from '../../../components/run/IntervalMark.tsx';

interface BestCellProps {
  readonly best: RunBest | null | undefined;
  /** Lowest value of the scale that all rows share. */
  readonly low: number;
  readonly width: number;
  readonly color?: string | null;
  /** What is said where there is no best. */
  readonly none: string;
}

/** What a run reached at best, as a figure and on a scale with its interval. */
export function BestCell({ best, low, width, color, none }: BestCellProps) {
  return (
    <td className="best">
      {best ? (
        <span className="best-figure">
          <span className="cut" title={metricWords(best.metric)}>
            {figure(best.value)}
            {best.metric !== 'accuracy' && <span className="tertiary"> {metricWords(best.metric)}</span>}
          </span>
          {!best.isLowerBetter && (
            <IntervalMark best={best} low={low} width={width} {...(color ? { color } : {})} />
          )}
        </span>
      ) : (
        <span className="secondary">{none}</span>
      )}
    </td>
  );
}

/** Where a scale up to 1 begins that has all of these, their intervals and what always the same answer scores, if anything. */
export function scaleStart(bests: readonly (RunBest | null | undefined)[]): number {
  const lowest = bests.flatMap((best) =>
    best ? [best.interval?.[0] ?? best.value, best.baseline || 1] : [],
  );
  return Math.max(0, Math.floor(Math.min(0.9, ...lowest) * 10) / 10);
}
