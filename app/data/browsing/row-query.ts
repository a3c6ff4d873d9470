import type { Part, TagKind } from './data-row.ts';

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

interface Texts {
  readonly text: string;
  readonly textPair: string | null;
  readonly extra?: Readonly<Record<string, string>>;
}

/** Whether a row has the search's words in one of its texts. Case is not told apart. */
export function matchesSearch(search: string): (row: Texts) => boolean {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return () => true;
  const has = (text: string | null) => text?.toLowerCase().includes(wanted) ?? false;
  return ({ text, textPair, extra = {} }) => has(text) || has(textPair) || Object.values(extra).some(has);
}
