/** How a file is written. `text` is one text a line; `folder` is one file a text, its folder the label. */
export type DataFormat = 'csv' | 'tsv' | 'json' | 'jsonl' | 'parquet' | 'conll' | 'text' | 'folder';

export type RecordValues = Readonly<Record<string, unknown>>;

/** One record of a file, before anyone knows which of its columns matter. */
export interface SourceRecord {
  /** Where it starts, counted from 1; null in formats without lines. */
  readonly line: number | null;
  /** By column name; null when the record has more or fewer fields than there are columns. */
  readonly values: RecordValues | null;
}

/** Records travel in batches: an await for each of a million rows would cost more than parsing them. */
export type RecordBatches = AsyncIterable<readonly SourceRecord[]>;
