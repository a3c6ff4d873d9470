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
export function divisionOf(rows: Rows, { share, seed }: Division): { first: Int32Array; second: Int32Array } {
  const { names, inFile } = rows.labels;
  const keys = names.map((name) => inFile?.get(name) ?? name);
  return dividedByGroup(
    grouped(rows.fileLabels.length, (row) => keys[rows.fileLabels[row]!] ?? null),
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
  return dividedByGroup(
    grouped(labels.length, (row) => labels[row]!),
    share,
    seed,
  );
}

interface Groups {
  /** Key of each group; null of rows that have none. */
  readonly keys: readonly (string | null)[];
  /** Per row: its group. */
  readonly ofRow: Int32Array;
}

function grouped(length: number, keyOf: (row: number) => string | null): Groups {
  const places = new Map<string | null, number>();
  const ofRow = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const key = keyOf(row);
    let place = places.get(key);
    if (place === undefined) {
      place = places.size;
      places.set(key, place);
    }
    ofRow[row] = place;
  }
  return { keys: [...places.keys()], ofRow };
}

function dividedByGroup(
  { keys, ofRow }: Groups,
  share: number,
  seed: number,
): { first: Int32Array; second: Int32Array } {
  const members = keys.map(() => new IntList());
  for (let row = 0; row < ofRow.length; row++) members[ofRow[row]!]!.push(row);
  const ordered = [...keys.keys()].sort((a, b) => (String(keys[a]) < String(keys[b]) ? -1 : 1));
  const total = Math.round(ofRow.length * share);
  const quotas = apportion(
    ordered.map((group) => members[group]!.length * share),
    total,
  );
  const isSecond = new Uint8Array(ofRow.length);
  for (const [place, group] of ordered.entries()) {
    const rows = new RandomStream(seed, place).shuffle(members[group]!.values());
    for (let i = 0; i < quotas[place]!; i++) isSecond[rows[i]!] = 1;
  }
  return { first: rowsWith(0, isSecond, ofRow.length - total), second: rowsWith(1, isSecond, total) };
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
  let left = total - whole.reduce((sum, value) => sum + value, 0);
  const byRemainder = shares
    .map((share, i) => ({ i, rest: share - whole[i]! }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of byRemainder) if (left-- > 0) whole[i]!++;
  return whole;
}
