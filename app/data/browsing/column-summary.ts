import { type Bin, binsOf, histogram } from '../histogram.ts';
import type { BrowsedColumn } from './columns-of-rows.ts';
import { hasNames, type NamesColumn, presentValues, type TableColumn } from './table-column.ts';

/** The most names that have a bar of their own. */
const MOST_BARS = 24;

/** What the head of a column shows: the whole file, and behind it the rows that are shown. */
export interface ColumnSummary extends BrowsedColumn {
  /** Rows of the whole file with nothing there. */
  readonly missing: number;
  /** Different names. */
  readonly distinct: number;
  /** Where the column holds names: the commonest, most frequent first. A row counts once for each name it has. */
  readonly values: readonly { readonly value: string; readonly all: number; readonly shown: number }[];
  /** Where it holds numbers or text. */
  readonly bins: readonly (Pick<Bin, 'from' | 'to'> & { readonly all: number; readonly shown: number })[];
}

/** A narrow head has room for fewer bars. */
const LENGTH_BARS = 12;

/** The figures of the whole file, kept while what is shown changes. */
export interface WholeColumn {
  readonly column: TableColumn;
  readonly missing: number;
  /** Names with how many rows have them, most frequent first. */
  readonly names: readonly (readonly [string, number])[];
  readonly bins: readonly Bin[];
  /** Per row: the place of its number among the bins, or how many bins there are where it has none. Empty for names. */
  readonly binOf: Uint8Array;
}

/** @param maxLength after which the bars of the rows' lengths are divided. */
export function wholeColumn(column: TableColumn, maxLength: number): WholeColumn {
  if (hasNames(column)) {
    const perSet = new Int32Array(column.sets.length);
    let missing = 0;
    for (const id of column.ids) {
      if (id === -1) missing++;
      else perSet[id]!++;
    }
    const names = [...countNames(column, perSet)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return { column, missing, names, bins: [], binOf: new Uint8Array(0) };
  }
  const present = presentValues(column.values);
  const bins = column.head.id === 'tokens' ? histogram(present, LENGTH_BARS, maxLength) : histogram(present);
  const missing = column.values.length - present.length;
  return { column, missing, names: [], bins, binOf: binsOf(bins, column.values) };
}

/**
 * @param shown rows that are shown.
 * @param leftOut rows that the file has and the table has not, because nothing stood in this column.
 */
export function summarise(whole: WholeColumn, shown: Int32Array, leftOut = 0): ColumnSummary {
  const { column, names, bins, binOf } = whole;
  const missing = leftOut + whole.missing;
  if (hasNames(column)) {
    const { ids, sets } = column;
    const perSet = new Int32Array(sets.length);
    for (let i = 0; i < shown.length; i++) {
      const id = ids[shown[i]!]!;
      if (id !== -1) perSet[id]!++;
    }
    const now = countNames(column, perSet);
    const values = names
      .slice(0, MOST_BARS)
      .map(([value, count]) => ({ value, all: count, shown: now.get(value) ?? 0 }));
    return { ...column.head, missing, distinct: names.length, values, bins: [] };
  }
  const now = new Int32Array(bins.length + 1);
  for (let i = 0; i < shown.length; i++) now[binOf[shown[i]!]!]!++;
  return {
    ...column.head,
    missing,
    distinct: 0,
    values: [],
    bins: bins.map(({ from, to, count }, i) => ({ from, to, all: count, shown: now[i]! })),
  };
}

/** @param perSet rows that have each combination of names. */
function countNames({ sets }: NamesColumn, perSet: Int32Array): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [id, count] of perSet.entries()) {
    if (count === 0) continue;
    for (const name of new Set(sets[id])) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}
