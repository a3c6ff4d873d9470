import { sum } from '../math/sum.ts';
import { RandomStream } from '../random.ts';
import { IntList } from './int-list.ts';
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
export function divisionOf(rows: Rows, division: Division): Parts {
  const { names, inFile } = rows.labels;
  const keys = names.map((name) => inFile?.get(name) ?? name);
  return stratifiedSplit(rows.length, (row) => keys[rows.fileLabels[row]!] ?? null, division);
}

/** Indices of rows, ascending. */
interface Parts {
  readonly first: Int32Array;
  readonly second: Int32Array;
}

/**
 * Divides rows in two so that every label keeps its share in both: rows of a label are shuffled and its share of
 * them, rounded, goes to the second part; rounding is corrected on the largest labels.
 *
 * @param labelOf the label of a row, null where it has none.
 */
export function stratifiedSplit(
  length: number,
  labelOf: (row: number) => string | null,
  { share, seed }: Division,
): Parts {
  const groups = grouped(length, labelOf);
  const labels = [...groups.keys()].sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const total = Math.round(length * share);
  const quotas = apportion(
    labels.map((label) => groups.get(label)!.length * share),
    total,
  );
  const isSecond = new Uint8Array(length);
  for (const [place, label] of labels.entries()) {
    const rows = new RandomStream(seed, place).shuffle(groups.get(label)!.values());
    for (let i = 0; i < quotas[place]!; i++) isSecond[rows[i]!] = 1;
  }
  return { first: rowsWith(0, isSecond, length - total), second: rowsWith(1, isSecond, total) };
}

/** Rows by label. */
function grouped(length: number, labelOf: (row: number) => string | null): Map<string | null, IntList> {
  const groups = new Map<string | null, IntList>();
  for (let row = 0; row < length; row++) {
    const label = labelOf(row);
    let rows = groups.get(label);
    if (rows === undefined) {
      rows = new IntList();
      groups.set(label, rows);
    }
    rows.push(row);
  }
  return groups;
}

function rowsWith(value: number, of: Uint8Array, count: number): Int32Array {
  const rows = new Int32Array(count);
  let at = 0;
  for (let row = 0; row < of.length; row++) if (of[row] === value) rows[at++] = row;
  return rows;
}

/** Rounds the shares to whole numbers that sum to `total`: largest remainders first (Hamilton's method). */
function apportion(shares: readonly number[], total: number): number[] {
  const whole = shares.map(Math.floor);
  let left = total - sum(whole);
  const byRemainder = shares
    .map((share, i) => ({ i, rest: share - whole[i]! }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder) if (left-- > 0) whole[i]!++;
  return whole;
}
