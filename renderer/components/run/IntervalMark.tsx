import type { RunBest } from '../../../app/runs/best.ts';
import { figure } from '../figures.ts';
import { metricTitle } from '../metric-words.ts';

interface IntervalMarkProps {
  readonly best: RunBest;
  /** Lowest value of the scale, which ends at 1. */
  readonly low: number;
  readonly width: number;
  readonly color?: string;
}

const HEIGHT = 32;
const MARGIN = 6;

/** A figure with its 95 % interval, and dotted what always the same answer scores, on a scale up to 1. */
export function IntervalMark({ best, low, width, color = 'var(--ink-2)' }: IntervalMarkProps) {
  const { value, interval, baseline, metric } = best;
  const place = (y: number) => MARGIN + ((y - low) / (1 - low)) * (width - 2 * MARGIN);
  if (value < low || value > 1) return null;
  const range = interval ? `, 95\u202f% interval ${figure(interval[0])} to ${figure(interval[1])}` : '';
  const fixed = baseline === null ? '' : `; always the same answer ${figure(baseline)}`;
  return (
    <svg
      className="interval-mark"
      width={width}
      height={HEIGHT}
      role="img"
      aria-label={`${metricTitle(metric)} ${figure(value)}${range}${fixed}`}
    >
      {baseline !== null && baseline >= low && (
        <path d={`M${place(baseline)} 0V${HEIGHT}`} stroke="var(--ink-3)" strokeDasharray="1.5 2.5" />
      )}
      {interval && (
        <path
          d={`M${place(Math.max(low, interval[0]))} ${HEIGHT / 2}H${place(Math.min(1, interval[1]))}`}
          stroke={color}
          strokeWidth={2}
        />
      )}
      <circle cx={place(value)} cy={HEIGHT / 2} r={4} fill="var(--paper)" stroke={color} strokeWidth={2} />
    </svg>
  );
}
