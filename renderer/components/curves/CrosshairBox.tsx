import type { RunDetail } from '../../../app/contract/runs.ts';
import { figure, rate } from '../figures.ts';
import { metricWords } from '../metric-words.ts';
import type { Range } from './chart-types.ts';
import type { Course } from './series.ts';
import type { Crosshair } from './use-crosshair.ts';

interface CrosshairBoxProps {
  readonly run: RunDetail;
  readonly course: Course;
  readonly crosshair: Crosshair;
  readonly metric: string;
  /** Smoothed training loss by step. */
  readonly smoothed: readonly number[];
  /** What is in sight, so that the box keeps out of the way. */
  readonly range: Range;
}

/** The figures under the crosshair, beside it; on the other side of the chart where it would cover the end. */
export function CrosshairBox({ course, crosshair, metric, smoothed, range }: CrosshairBoxProps) {
  const point = course.steps[crosshair.index];
  if (crosshair.x === null || !point) return null;
  const evaluation = course.evaluations.findLast(({ step }) => step <= point.step);
  const rows: (readonly [string, string])[] = [
    ['train', figure(smoothed[crosshair.index])],
    ['this batch', figure(point.loss)],
    ...(evaluation
      ? ([
          [`validation, ${evaluation.step}`, figure(evaluation.loss)],
          ...(evaluation.report.metrics[metric] === undefined
            ? []
            : [
                [
                  `${metricWords(metric)}, ${evaluation.step}`,
                  figure(evaluation.report.metrics[metric]),
                ] as const,
              ]),
        ] as const)
      : []),
    ['learning_rate', rate(Number(point.learning_rate.toPrecision(2)))],
    ['gradient norm', figure(point.grad_norm, 2)],
    ['tokens a second', Math.round(point.tokens / point.seconds).toLocaleString('en')],
  ];
  const title = `step ${point.step}, epoch ${point.epoch.toFixed(1)}`;
  const share = (crosshair.x - range.min) / (range.max - range.min);
  return (
    <>
      <div className={`crosshair-box${share > 0.45 ? ' left' : ''}`} aria-hidden="true">
        <b>{title}</b>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt className={name === 'learning_rate' ? 'mono' : ''}>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {crosshair.isSpoken && (
        <p className="only-read" role="status">
          {title}: {rows.map((row) => row.join(' ')).join(', ')}
        </p>
      )}
    </>
  );
}
