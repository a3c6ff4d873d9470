import { type Bin, countedIn, histogram } from '../histogram.ts';
import type { BrowsedColumn } from './columns-of-rows.ts';
import { hasNames, type NamesColumn, type NumbersColumn, type TableColumn } from './table-column.ts';

/** As many names have a bar of their own. */
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
}

/** @param maxLength after which the bars of the rows' lengths are divided. */
export function wholeColumn(column: TableColumn, maxLength: number): WholeColumn {
  if (hasNames(column)) {
    const missing = column.ids.reduce((count, id) => count + (id === -1 ? 1 : 0), 0);
    const names = [...countNames(column, column.ids)].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
    return { column, missing, names, bins: [] };
  }
  const present = column.values.filter((value) => !Number.isNaN(value));
  const bins = column.head.id === 'tokens' ? histogram(present, LENGTH_BARS, maxLength) : histogram(present);
  return { column, missing: column.values.length - present.length, names: [], bins };
}

/**
 * @param shown rows that are shown.
 * @param leftOut rows that the file has and the table has not, because nothing stood in this column.
 */
export function summarise(whole: WholeColumn, shown: Int32Array, leftOut = 0): ColumnSummary {
  const { column, names, bins } = whole;
  const missing = leftOut + whole.missing;
  if (hasNames(column)) {
    const now = countNames(column, shownIds(column, shown));
    const values = names
      .slice(0, MOST_BARS)
      .map(([value, count]) => ({ value, all: count, shown: now.get(value) ?? 0 }));
    return { ...column.head, missing, distinct: names.length, values, bins: [] };
  }
  const now = countedIn(bins, shownValues(column, shown));
  return {
    ...column.head,
    missing,
    distinct: 0,
    values: [],
    bins: bins.map(({ from, to, count }, i) => ({ from, to, all: count, shown: now[i]!.count })),
  };
}

function countNames({ sets }: NamesColumn, ids: Int32Array): Map<string, number> {
  const perSet = new Int32Array(sets.length);
  for (const id of ids) if (id !== -1) perSet[id]!++;
  const counts = new Map<string, number>();
  for (const [id, count] of perSet.entries()) {
    if (count === 0) continue;
    for (const name of new Set(sets[id])) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return counts;
}

function shownIds({ ids }: NamesColumn, shown: Int32Array): Int32Array {
  return shown.map((row) => ids[row]!);
}

function* shownValues({ values }: NumbersColumn, shown: Int32Array): Generator<number> {
  for (const row of shown) if (!Number.isNaN(values[row])) yield values[row]!;
}
