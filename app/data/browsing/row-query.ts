import { type BrowsedColumn, namesOf, numberOf } from './columns-of-rows.ts';
import { type DataRow, type Part, TAG_KINDS, type TagKind } from './data-row.ts';

/** What a person clicked in a column's head. */
export type ColumnFilter =
  /** One of these names is among the row's. */
  | { readonly column: string; readonly values: readonly string[] }
  /** Both inclusive. */
  | { readonly column: string; readonly from: number; readonly to: number }
  /** Nothing there. */
  | { readonly column: string; readonly missing: true };

export interface RowQuery {
  readonly split: Part | 'all';
  readonly search: string;
  readonly filters: readonly ColumnFilter[];
  readonly tag: TagKind | null;
  /** A column's id, `row` or `tags`. */
  readonly sort: string;
  readonly descending: boolean;
}

type Matches = (row: DataRow) => boolean;

/** Whether a row has the search's words in one of its texts. Case is not told apart. */
export function matchesSearch(search: string): Matches {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return () => true;
  const has = (text: string | null) => text?.toLowerCase().includes(wanted) ?? false;
  return ({ text, textPair, extra }) => has(text) || has(textPair) || Object.values(extra).some(has);
}

/** Whether a row passes split, search, every filter and the tag. */
export function matchesQuery(query: RowQuery, columns: readonly BrowsedColumn[]): Matches {
  const { split, tag } = query;
  const found = matchesSearch(query.search);
  const filters = query.filters.map((filter) => matchesFilter(filter, columns));
  return (row) =>
    (split === 'all' || row.split === split) &&
    (tag === null || row.tags.some(({ kind }) => kind === tag)) &&
    filters.every((matches) => matches(row)) &&
    found(row);
}

function matchesFilter(filter: ColumnFilter, columns: readonly BrowsedColumn[]): Matches {
  const column = columns.find(({ id }) => id === filter.column);
  if (!column) return () => false;
  if ('values' in filter) {
    const wanted = new Set(filter.values);
    return (row) => namesOf(row, column).some((name) => wanted.has(name));
  }
  if ('missing' in filter) return (row) => isMissing(row, column);
  return (row) => {
    const number = numberOf(row, column);
    return number !== null && number >= filter.from && number <= filter.to;
  };
}

/** A sentence without entities lacks nothing. */
export function isMissing(row: DataRow, column: BrowsedColumn): boolean {
  if (column.kind !== 'category') return numberOf(row, column) === null;
  return row.words === null && namesOf(row, column).length === 0;
}

/** The rows in the order asked for; equal ones stay in the file's order, and those with nothing there come last. */
export function inOrder(
  rows: readonly DataRow[],
  { sort, descending }: Pick<RowQuery, 'sort' | 'descending'>,
  columns: readonly BrowsedColumn[],
): readonly DataRow[] {
  if (sort === 'row') return descending ? rows.toReversed() : rows;
  const keyOf = sortKey(sort, columns);
  const direction = descending ? -1 : 1;
  return rows
    .map((row) => [keyOf(row), row] as const)
    .sort(([a], [b]) => {
      if (a === null || b === null) return Number(a === null) - Number(b === null);
      return a < b ? -direction : a > b ? direction : 0;
    })
    .map(([, row]) => row);
}

function sortKey(sort: string, columns: readonly BrowsedColumn[]): (row: DataRow) => string | number | null {
  if (sort === 'tags') return gravest;
  const column = columns.find(({ id }) => id === sort);
  if (!column) return ({ row }) => row;
  if (column.kind === 'number') return (row) => numberOf(row, column);
  if (column.id === 'text') return ({ text }) => text.toLowerCase();
  if (column.id === 'text_pair') return ({ textPair }) => textPair?.toLowerCase() ?? null;
  return (row) => namesOf(row, column).join('\n').toLowerCase() || null;
}

/** Leaks before repetitions before the rest. */
function gravest({ tags }: DataRow): number | null {
  const ranks = tags.map(({ kind }) => TAG_KINDS.indexOf(kind));
  return ranks.length === 0 ? null : Math.min(...ranks);
}
