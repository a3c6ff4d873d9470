import { z } from 'zod';
import type { DatasetColumns } from '../data/columns.ts';
import { request } from './request.ts';

const splitName = z.enum(['train', 'validation']);

export interface DatasetSummary {
  /** What requests name it by. */
  readonly id: string;
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
  readonly leaks: number;
  /** Rows the search and the label leave. */
  readonly found: number;
}

export type RowTag =
  | { readonly kind: 'duplicate'; readonly of: number }
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
  tag: z.enum(['duplicate', 'leak', 'truncated']).nullable().default(null),
});

export const datasetRequests = {
  'datasets.list': request<readonly DatasetSummary[]>()(z.strictObject({})),
  'datasets.view': request<DatasetView>()(view),
  /** `count` rows from position `start` of what search, label and tag leave. */
  'datasets.rows': request<readonly DataRow[]>()(
    view.extend({ start: z.int().min(0), count: z.int().min(1).max(500) }),
  ),
};
