/** The parts of a dataset that are looked at; test rows are kept apart. */
export const PARTS = ['train', 'validation'] as const;
export type Part = (typeof PARTS)[number];

/** What is remarkable about a row. Rows are named by `of`, 0-based. */
export type RowTag =
  /** The same texts as an earlier row of its part; `contradicts` where that has another label. */
  | { readonly kind: 'duplicate'; readonly of: number; readonly contradicts: boolean }
  | { readonly kind: 'near-duplicate'; readonly of: number }
  | { readonly kind: 'leak'; readonly split: Part; readonly source: Part; readonly of: number }
  | { readonly kind: 'truncated' }
  | { readonly kind: 'edited' }
  /** Neither learnt from nor judged on, because a person said so. */
  | { readonly kind: 'left-out' };

export const TAG_KINDS = ['leak', 'duplicate', 'near-duplicate', 'truncated', 'edited', 'left-out'] as const;
export type TagKind = RowTag['kind'];

/** A row as the browser shows it. `source` and `row` together name it. */
export interface DataRow {
  /** Whose file it stands in. */
  readonly source: Part;
  /** 0-based among the rows of its file. */
  readonly row: number;
  /** The part it belongs to: its file's, or the one that dividing the rows gives it. */
  readonly split: Part;
  readonly line: number | null;
  readonly text: string;
  readonly textPair: string | null;
  readonly labels: readonly string[];
  /** What the file says, of words one tag each, where a person said otherwise. */
  readonly fileLabels: readonly string[] | null;
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
  /** Tokens of the text alone. */
  readonly textTokens: number;
  readonly pairTokens: number | null;
  /** Tokens of the whole row, special tokens included. */
  readonly tokens: number;
  /** Columns of the file that training does not use, by name; a value that is missing is not there. */
  readonly extra: Readonly<Record<string, string>>;
  readonly tags: readonly RowTag[];
}
