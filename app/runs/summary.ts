import { mean as meanOf } from '../math/mean.ts';

/** Several figures in a few. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation, with n - 1; 0 for a single figure. */
  readonly deviation: number;
  readonly low: number;
  readonly high: number;
}

/** Of those that are numbers; null where none is. */
export function summaryOf(values: readonly (number | null | undefined)[]): Summary | null {
  const known = values.filter((value): value is number => Number.isFinite(value));
  if (known.length === 0) return null;
  const mean = meanOf(known);
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    count: known.length,
    mean,
    deviation: Math.sqrt(squares / Math.max(1, known.length - 1)),
    low: Math.min(...known),
    high: Math.max(...known),
  };
}
