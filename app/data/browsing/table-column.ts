import type { BrowsedColumn } from './columns-of-rows.ts';

/** What a column holds of every row, as numbers. */
export type TableColumn = NamesColumn | NumbersColumn;

/** Names: a label, several, the types of entities, or a value that repeats. */
export interface NamesColumn {
  readonly head: BrowsedColumn;
  /** Per row: place in `sets`; -1 where nothing stands. */
  readonly ids: Int32Array;
  /** Different combinations of names, each in the order of its row. */
  readonly sets: (readonly string[])[];
}

/** Numbers: values, or the lengths of texts. */
interface NumbersColumn {
  readonly head: BrowsedColumn;
  /** Per row; NaN where nothing stands. */
  readonly values: Float64Array;
}

export function hasNames(column: TableColumn): column is NamesColumn {
  return 'ids' in column;
}

/** A row without entities lacks nothing: it has an empty combination. */
export function isMissing(column: TableColumn, row: number): boolean {
  return hasNames(column) ? column.ids[row] === -1 : Number.isNaN(column.values[row]);
}

/** Of a column of numbers those that are there, in the order of the rows. */
export function presentValues(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++)
    if (!Number.isNaN(values[row]!)) present[count++] = values[row]!;
  return present.subarray(0, count);
}

/** In place of a rank: nothing stands there. */
export const NO_RANK = -1;
/** Whole numbers that lie no further apart stand for themselves. */
const MOST_RANKS = 2 ** 22;

/** Whole numbers from 0 on that order the rows as the column does; whatever the case of names. */
export function ranksOf(column: TableColumn): Int32Array {
  if (!hasNames(column)) return ranksOfNumbers(column.values);
  const keys = column.sets.map((names) => names.join('\n').toLowerCase());
  const sorted = [...new Set(keys)].filter((key) => key !== '').sort();
  const ranks = new Map(sorted.map((key, rank) => [key, rank]));
  const ofSet = keys.map((key) => ranks.get(key) ?? NO_RANK);
  return column.ids.map((id) => ofSet[id] ?? NO_RANK);
}

function ranksOfNumbers(values: Float64Array): Int32Array {
  let [least, greatest, areWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < least) least = value;
    if (value > greatest) greatest = value;
    areWhole &&= Number.isInteger(value) || Number.isNaN(value);
  }
  const areNear = areWhole && greatest - least < MOST_RANKS;
  const sorted = areNear ? values : presentValues(values).sort();
  const ranks = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (Number.isNaN(value)) ranks[row] = NO_RANK;
    else ranks[row] = areNear ? value - least : placeOf(sorted, value);
  }
  return ranks;
}

/** Of the first of `sorted` that is no less. */
function placeOf(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Rows by rank, equal ones as they came, those without a rank last either way. A counting sort. */
export function orderedByRank(rows: Int32Array, ranks: Int32Array, descending: boolean): Int32Array {
  let most = 0;
  for (const rank of ranks) if (rank > most) most = rank;
  const slot = (row: number) => {
    const rank = ranks[row]!;
    return rank === NO_RANK ? most + 1 : descending ? most - rank : rank;
  };
  const starts = new Int32Array(most + 3);
  for (const row of rows) starts[slot(row) + 1]!++;
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!;
  const ordered = new Int32Array(rows.length);
  for (const row of rows) ordered[starts[slot(row)]!++] = row;
  return ordered;
}
