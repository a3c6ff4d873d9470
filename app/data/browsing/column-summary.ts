import { type Bin, countedIn, histogram } from '../histogram.ts';
import { type BrowsedColumn, namesOf, numberOf } from './columns-of-rows.ts';
import type { DataRow } from './data-row.ts';
import { isMissing } from './row-query.ts';

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

/**
 * @param missing rows that the file has and `all` has not, because nothing stood in this column.
 * @param maxLength after which the bars of the rows' lengths are divided.
 */
export function summarise(
  column: BrowsedColumn,
  all: readonly DataRow[],
  shown: readonly DataRow[],
  { missing, maxLength }: { readonly missing: number; readonly maxLength: number },
): ColumnSummary {
  const empty = missing + all.filter((row) => isMissing(row, column)).length;
  if (column.kind === 'category') {
    const counts = countNames(all, column);
    const now = countNames(shown, column);
    const values = [...counts]
      .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
      .slice(0, MOST_BARS)
      .map(([value, count]) => ({ value, all: count, shown: now.get(value) ?? 0 }));
    return { ...column, missing: empty, distinct: counts.size, values, bins: [] };
  }
  const isLength = column.id === 'tokens';
  const bins = isLength
    ? histogram(numbersOf(all, column), LENGTH_BARS, maxLength)
    : histogram(numbersOf(all, column));
  const now = countedIn(bins, numbersOf(shown, column));
  return {
    ...column,
    missing: empty,
    distinct: 0,
    values: [],
    bins: bins.map(({ from, to, count }, i) => ({ from, to, all: count, shown: now[i]!.count })),
  };
}

function countNames(rows: readonly DataRow[], column: BrowsedColumn): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows)
    for (const name of new Set(namesOf(row, column))) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function numbersOf(rows: readonly DataRow[], column: BrowsedColumn): number[] {
  return rows.flatMap((row) => numberOf(row, column) ?? []);
}
