/** One row of a dataset, once it is known what its columns mean. */
export interface RawExample {
  /** 0-based among the rows of its file, or of all files of its split; skipped ones included. */
  readonly row: number;
  /** Line it starts on, from 1; null in formats without lines. */
  readonly line: number | null;
  readonly text: string;
  readonly textPair: string | null;
  /** The label as text, several for multi-label, null where there is none. */
  readonly label: string | readonly string[] | null;
  /** What the file says, where a person gave another label, or other tags. */
  readonly fileLabel?: RawExample['label'];
  /** A person left it out of training and validation. */
  readonly leftOut?: boolean;
  /** Words and tags, for token classification. */
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
  /** Values of the columns that training does not use, by name; what is missing is not there. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** What of a row is not its texts and place. */
export type RowAside = Omit<RawExample, 'row' | 'line' | 'text' | 'textPair'>;

/** The labels of a row, or the tags of its words. */
export function labelsOf({ label, words }: RowAside): readonly string[] {
  if (words) return words.tags;
  if (label === null) return [];
  return typeof label === 'string' ? [label] : label;
}
