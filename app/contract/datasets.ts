import { z } from 'zod';
import type { DatasetColumns } from '../data/columns.ts';
import { request } from './request.ts';
import type { ExportedFile } from './runs.ts';

const id = z.string().min(1).max(500);
const split = z.enum(['train', 'validation', 'test']);
export type SplitName = z.output<typeof split>;

export interface DatasetSummary {
  readonly id: string;
  readonly title: string;
  readonly origin: 'embedded' | 'opened';
  /** File or folder it is read from, for display. */
  readonly path: string;
  readonly bytes: number;
  readonly card: DatasetCardView | null;
  /** Why it cannot be opened any more. */
  readonly problem: string | null;
}

export interface DatasetCardView {
  readonly task: string;
  readonly rows: number;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
  readonly limits: string;
}

export interface SplitView {
  readonly split: SplitName;
  readonly file: string;
  /** Usable rows. */
  readonly rows: number;
  readonly skipped: readonly {
    readonly reason: string;
    readonly count: number;
    readonly first: readonly string[];
  }[];
  /** False for one that is made from another (a share of train). */
  readonly given: boolean;
}

export interface Bin {
  readonly from: number;
  /** Exclusive, the last bin's inclusive. */
  readonly to: number;
  /** In the whole split. */
  readonly count: number;
  /** Among the rows the filters leave. */
  readonly shown: number;
}

export interface LabelCount {
  readonly label: string;
  readonly count: number;
  readonly shown: number;
}

export type ColumnSummary =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly role: 'text' | 'textPair' | 'tokens' | 'other';
      /** Words a row. */
      readonly words: readonly Bin[];
      readonly missing: number;
    }
  | {
      readonly kind: 'label';
      readonly name: string;
      readonly role: 'label' | 'tags' | 'other';
      /** Most frequent first. */
      readonly labels: readonly LabelCount[];
      readonly missing: number;
    }
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly role: 'label' | 'other';
      readonly bins: readonly Bin[];
      readonly missing: number;
    };

/** A sentence in plain words about the data, and how to see what it speaks of. */
export interface DataWarning {
  readonly code:
    | 'imbalance'
    | 'truncation'
    | 'duplicates'
    | 'near_duplicates'
    | 'leaks'
    | 'missing'
    | 'skipped'
    | 'one_class';
  readonly message: string;
  readonly filter: Filter | null;
}

export interface DatasetView {
  readonly id: string;
  readonly columns: DatasetColumns;
  /** All columns of the file. */
  readonly columnNames: readonly string[];
  readonly splits: readonly SplitView[];
  readonly summaries: readonly ColumnSummary[];
  /** Tokens a row by the chosen model's tokenizer; null while they are counted. */
  readonly lengths: readonly Bin[] | null;
  readonly truncated: number | null;
  /** What always giving the commonest label would score, with its F1 as MRPC counts it (that label positive). */
  readonly majority: { readonly label: string; readonly accuracy: number; readonly f1: number } | null;
  readonly warnings: readonly DataWarning[];
  readonly rows: number;
  readonly shown: number;
  /** Labels edited here, kept beside the untouched file. */
  readonly edits: number;
}

export type RowTag =
  | { readonly kind: 'duplicate' | 'near_duplicate'; readonly of: number }
  | { readonly kind: 'leak'; readonly split: SplitName; readonly of: number }
  | { readonly kind: 'truncated'; readonly tokens: number }
  | { readonly kind: 'edited'; readonly was: string };

export interface DataRow {
  /** 0-based in its split, the row number of the file less one. */
  readonly row: number;
  /** Line of the file, from 1; null in formats without lines. */
  readonly line: number | null;
  readonly text: string;
  readonly textPair: string | null;
  readonly label: string | null;
  readonly labels: readonly string[] | null;
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
  readonly tokens: number | null;
  readonly tags: readonly RowTag[];
}

const filter = z.strictObject({
  search: z.string().max(500).optional(),
  labels: z.array(z.string().max(500)).max(1000).optional(),
  /** Tokens a row, both ends inclusive. */
  length: z.tuple([z.number(), z.number()]).optional(),
  /** Words of a text column, both ends inclusive. */
  words: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  tag: z.enum(['duplicate', 'near_duplicate', 'leak', 'truncated', 'edited']).optional(),
});
export type Filter = z.input<typeof filter>;

const view = z.strictObject({
  id,
  split: split.default('train'),
  /** Whose tokenizer counts tokens. */
  model: z.string().default('all-MiniLM-L6-v2'),
  max_seq_length: z.int().min(8).max(512).default(128),
  filter: filter.default({}),
  sort: z
    .strictObject({ by: z.enum(['row', 'text', 'label', 'tokens']), descending: z.boolean().default(false) })
    .default({ by: 'row', descending: false }),
});

export const datasetRequests = {
  'datasets.list': request<readonly DatasetSummary[]>()(z.strictObject({})),
  /** Registers files a shell was given (dropped, picked or uploaded) under their handles. */
  'datasets.open': request<DatasetSummary>()(
    z.strictObject({ handles: z.array(z.string().max(200)).min(1).max(50) }),
  ),
  'datasets.forget': request<null>()(z.strictObject({ id })),
  /** What the file's columns mean, instead of what was detected; null goes back to that. */
  'datasets.mapColumns': request<null>()(
    z.strictObject({
      id,
      columns: z
        .strictObject({
          text: z.string().optional(),
          textPair: z.string().optional(),
          label: z.string().optional(),
          task: z.enum(['text-classification', 'token-classification', 'fill-mask']).optional(),
        })
        .nullable(),
    }),
  ),
  'datasets.view': request<DatasetView>()(view),
  /** `count` rows from position `start` of what the filters leave, in order. */
  'datasets.rows': request<readonly DataRow[]>()(
    view.extend({ start: z.int().min(0), count: z.int().min(1).max(500) }),
  ),
  /** `label: null` takes an edit back. */
  'datasets.editLabel': request<null>()(
    z.strictObject({ id, split, row: z.int().min(0), label: z.string().min(1).max(500).nullable() }),
  ),
  'datasets.export': request<ExportedFile>()(view.extend({ format: z.enum(['csv', 'jsonl']) })),
};
