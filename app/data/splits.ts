import { RandomStream } from '../random.ts';
import type { Rows } from './rows.ts';

/** How rows that come in one file are divided for evaluation: as training does it with the same seed. */
export interface Division {
  /** Of the rows that go to validation, 0 to 1. */
  readonly share: number;
  readonly seed: number;
}

/**
 * Training and validation rows of one file: stratified by the file's own labels, so that a label put right moves no row;
 * by nothing where rows have none of their own.
 */
export function divideRows(
  rows: Rows,
  { share, seed }: Division,
): { readonly train: Rows; readonly validation: Rows } {
  const { first, second } = divisionOf(rows, { share, seed });
  return { train: rows.select(first), validation: rows.select(second) };
}

/** That as indices of rows, ascending. */
export function divisionOf(rows: Rows, { share, seed }: Division): { first: Int32Array; second: Int32Array } {
  const { names, inFile } = rows.labels;
  const keys = names.map((name) => inFile?.get(name) ?? name);
  return stratifiedSplit(
    Array.from(rows.fileLabels, (id) => keys[id] ?? null),
    share,
    seed,
  );
}

/**
 * Divides rows in two so that every label keeps its share in both: rows of a label are shuffled and its share of
 * them, rounded, goes to the second part; rounding is corrected on the largest labels.
 *
 * @param labels one key a row (null where rows have none).
 * @param share of the rows that go to the second part, 0 to 1.
 * @returns row indices of both parts, ascending.
 */
export function stratifiedSplit(
  labels: readonly (string | null)[],
  share: number,
  seed: number,
): { first: Int32Array; second: Int32Array } {
  const groups = new Map<string | null, number[]>();
  for (const [row, label] of labels.entries()) {
    const group = groups.get(label);
    if (group) group.push(row);
    else groups.set(label, [row]);
  }
  const ordered = [...groups.entries()].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const quotas = apportion(
    ordered.map(([, rows]) => rows.length * share),
    Math.round(labels.length * share),
  );
  const chosen = new Set<number>();
  for (const [g, [, rows]] of ordered.entries()) {
    new RandomStream(seed, g).shuffle(rows);
    for (const row of rows.slice(0, quotas[g])) chosen.add(row);
  }
  const all = Array.from(labels.keys());
  return {
    first: Int32Array.from(all.filter((row) => !chosen.has(row))),
    second: Int32Array.from(all.filter((row) => chosen.has(row))),
  };
}

/** Rounds the shares to whole numbers that sum to `total`: largest remainders first (Hamilton's method). */
function apportion(shares: readonly number[], total: number): number[] {
  const whole = shares.map(Math.floor);
  let left = total - whole.reduce((sum, value) => sum + value, 0);
  const byRemainder = shares
    .map((share, i) => ({ i, rest: share - whole[i]! }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder) if (left-- > 0) whole[i]!++;
  return whole;
}
