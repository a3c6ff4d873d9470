import { z } from 'zod';
import type { DatasetColumns } from '../data/columns.ts';
import { request } from './request.ts';

const splitName = z.enum(['train', 'validation']);

export interface DatasetSummary {
  /** What requests name it by. */
  readonly id: string;
  /** Opened by the person, so removable. */
  readonly own: boolean;
  readonly title: string;
  readonly task: string;
  readonly rows: number;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
  readonly limits: string;
}

export interface Bin {
  /** Both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface DatasetView {
  readonly id: string;
  readonly columns: DatasetColumns;
  readonly splits: readonly {
    readonly split: 'train' | 'validation';
    readonly rows: number;
    readonly skipped: readonly {
      readonly reason: string;
      readonly count: number;
      readonly first: readonly string[];
    }[];
  }[];
  /** Of the split looked at, most frequent first; words by tag for token classification. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** Tokens a row, special tokens included, by the tokenizer of the model asked for. */
  readonly lengths: readonly Bin[];
  readonly truncated: number;
  /** What always giving the commonest label scores; F1 with that label as the positive one. */
  readonly majority: { readonly label: string; readonly accuracy: number; readonly f1: number } | null;
  readonly duplicates: number;
  readonly nearDuplicates: number;
  readonly leaks: number;
  /** Rows whose label was edited by hand. */
  readonly edited: number;
  /** Rows the search and the label leave. */
  readonly found: number;
}

export type RowTag =
  | { readonly kind: 'duplicate'; readonly of: number }
  | { readonly kind: 'near-duplicate'; readonly of: number }
  | { readonly kind: 'edited' }
  | { readonly kind: 'leak'; readonly split: 'train' | 'validation'; readonly of: number }
  | { readonly kind: 'truncated' };

export interface DataRow {
  /** 0-based among the rows of its file. */
  readonly row: number;
  readonly line: number | null;
  readonly text: string;
  readonly textPair: string | null;
  readonly labels: readonly string[];
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
  readonly tokens: number;
  readonly tags: readonly RowTag[];
}

const view = z.strictObject({
  id: z.string().min(1).max(500),
  split: splitName.default('train'),
  /** Whose tokenizer counts tokens. */
  model: z.string().max(500).default('all-MiniLM-L6-v2'),
  max_seq_length: z.int().min(8).max(512).default(128),
  search: z.string().max(500).default(''),
  label: z.string().max(500).nullable().default(null),
  /** Tokens a row, both inclusive. */
  tokens: z.tuple([z.int(), z.int()]).nullable().default(null),
  /** This row alone. */
  only: z.int().min(0).nullable().default(null),
  sort: z.enum(['row', 'text', 'label', 'tokens']).default('row'),
  descending: z.boolean().default(false),
  tag: z.enum(['duplicate', 'near-duplicate', 'leak', 'truncated', 'edited']).nullable().default(null),
});

const columns = z.strictObject({
  text: z.string().optional(),
  textPair: z.string().optional(),
  label: z.string().optional(),
});
/** A file that was handed over: what of it is to be read as what. */
const file = z.strictObject({ handle: z.uuid(), columns: columns.default({}) });
const own = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^./\\][^/\\]*$/),
});

export interface FilePreview {
  readonly name: string;
  /** Of the file, in its order. */
  readonly names: readonly string[];
  readonly columns: DatasetColumns;
  readonly rows: number;
  readonly skipped: DatasetView['splits'][number]['skipped'];
  readonly first: readonly Readonly<Record<string, string>>[];
  readonly labels: readonly { readonly label: string; readonly count: number }[];
}

export const datasetRequests = {
  'datasets.preview': request<FilePreview>()(file),
  'datasets.import': request<{ readonly id: string }>()(file.extend({ title: z.string().min(1).max(100) })),
  'datasets.remove': request<null>()(own),
  'datasets.restore': request<null>()(own),
  /** `null` takes the file's own label again. */
  'datasets.label': request<null>()(
    own.extend({ split: splitName, row: z.int().min(0), label: z.string().min(1).max(200).nullable() }),
  ),
  'datasets.list': request<readonly DatasetSummary[]>()(z.strictObject({})),
  'datasets.view': request<DatasetView>()(view),
  /** `count` rows from position `start` of what search, label and tag leave. */
  'datasets.rows': request<readonly DataRow[]>()(
    view.extend({ start: z.int().min(0), count: z.int().min(1).max(500) }),
  ),
};
