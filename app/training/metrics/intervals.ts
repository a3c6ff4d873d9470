import { sum } from '../../math/sum.ts';
import type { Confusion } from './classification.ts';

/** A 95 % confidence interval: what the evaluation's size alone leaves open. */
export type Interval = readonly [low: number, high: number];

/** 97.5 % point of the normal distribution. */
const Z = 1.959963984540054;

/** Wilson's interval of a share, `part` of `whole`; good for small samples and shares near 0 or 1. */
export function wilson(part: number, whole: number): Interval {
  if (whole === 0) return [0, 1];
  const share = part / whole;
  const centre = share + (Z * Z) / (2 * whole);
  const spread = Z * Math.sqrt((share * (1 - share)) / whole + (Z * Z) / (4 * whole * whole));
  const scale = 1 + (Z * Z) / whole;
  return [Math.max(0, (centre - spread) / scale), Math.min(1, (centre + spread) / scale)];
}

/**
 * Of F1 = 2J / (1 + J), where J is the share of right ones among all that are predicted or there:
 * Wilson's interval of J, carried over.
 */
export function f1Interval(right: number, predicted: number, actual: number): Interval {
  const [low, high] = wilson(right, predicted + actual - right);
  return [(2 * low) / (1 + low), (2 * high) / (1 + high)];
}

/**
 * Of any smooth figure of a confusion matrix, by the delta method: the matrix is a multinomial sample, and
 * the figure's slope in each cell is taken numerically. Held within `bounds`.
 */
export function deltaInterval(
  matrix: Confusion,
  figure: (matrix: Confusion) => number,
  bounds: Interval,
): Interval {
  const total = sum(matrix.flat());
  const value = figure(matrix);
  if (total === 0) return bounds;
  const step = total * 1e-6;
  let mean = 0;
  let square = 0;
  matrix.forEach((row, i) => {
    row.forEach((count, j) => {
      if (count === 0) return;
      const slope = (figure(shifted(matrix, i, j, step)) - figure(shifted(matrix, i, j, -step))) / 2e-6;
      mean += (count / total) * slope;
      square += (count / total) * slope * slope;
    });
  });
  const spread = Z * Math.sqrt(Math.max(0, square - mean * mean) / total);
  return [Math.max(bounds[0], value - spread), Math.min(bounds[1], value + spread)];
}

function shifted(matrix: Confusion, row: number, column: number, by: number): number[][] {
  return matrix.map((counts, i) =>
    counts.map((count, j) => (i === row && j === column ? count + by : count)),
  );
}

/**
 * Of a correlation over `count` pairs, by Fisher's z. Spearman's varies a little more: pass 1.06 as
 * `varianceFactor` (Fieller, Hartley & Pearson 1957).
 */
export function correlationInterval(correlation: number, count: number, varianceFactor = 1): Interval {
  if (count <= 3 || Number.isNaN(correlation)) return [-1, 1];
  const z = Math.atanh(correlation);
  const spread = Z * Math.sqrt(varianceFactor / (count - 3));
  return [Math.tanh(z - spread), Math.tanh(z + spread)];
}

/** Of the mean of independent values that are 0 or more, by the normal approximation; null for fewer than two. */
export function meanInterval(values: readonly number[]): Interval | null {
  return groupedMeanInterval(values.map((mean) => ({ mean, count: 1 })));
}

/**
 * Of a mean over items known only by their groups' means and sizes (a ratio estimate over the groups), for
 * values that are 0 or more; null for fewer than two groups, which say nothing about the spread.
 */
export function groupedMeanInterval(
  groups: readonly { readonly mean: number; readonly count: number }[],
): Interval | null {
  if (groups.length < 2) return null;
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  const mean = groups.reduce((sum, group) => sum + group.mean * group.count, 0) / total;
  const squares = groups.reduce((sum, group) => sum + (group.count * (group.mean - mean)) ** 2, 0);
  const spread = (Z * Math.sqrt((squares * groups.length) / (groups.length - 1))) / total;
  return [Math.max(0, mean - spread), mean + spread];
}
