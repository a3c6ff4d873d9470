import { z } from 'zod';
import type { ColumnSummary } from '../data/browsing/column-summary.ts';
import { type DataRow, PARTS, type Part, TAG_KINDS, type TagKind } from '../data/browsing/data-row.ts';
import type { TokenView } from '../data/browsing/token-view.ts';
import type { DatasetColumns } from '../data/columns.ts';
import type { DatasetCard } from '../data/dataset-card.ts';
import type { Division } from '../data/splits.ts';
import { PROBLEM_TYPES, TASKS } from '../models/task.ts';
import { request } from './request.ts';

const part = z.enum(PARTS);

export interface DatasetSummary extends DatasetCard {
  /** What requests name it by. */
  readonly id: string;
  /** Opened by the person, so removable. */
  readonly own: boolean;
  /** When a person opened it; null for those that come with the program. */
  readonly importedAt: string | null;
  readonly division: Division | null;
}

export interface DatasetView {
  readonly id: string;
  readonly columns: DatasetColumns;
  /** Of the file or files. */
  readonly bytes: number;
  readonly splits: readonly {
    readonly split: Part;
    readonly rows: number;
    readonly skipped: readonly {
      readonly reason: string;
      readonly count: number;
      readonly first: readonly string[];
    }[];
  }[];
  /** How one file's rows were divided; null where the files say so themselves. */
  readonly division: Division | null;
  /** Heads of the columns, in the order shown. */
  readonly summaries: readonly ColumnSummary[];
  /** Of the split looked at, most frequent first, without rows left out; words by tag for token classification. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  /** What always giving the commonest label scores; F1 with that label as the positive one. */
  readonly majority: { readonly label: string; readonly accuracy: number; readonly f1: number } | null;
  /** Rows of the split looked at, by tag. */
  readonly tagged: Readonly<Record<TagKind, number>>;
  /** Duplicates of it whose first has another label. */
  readonly contradictions: number;
  /** Whose tokenizer counted. */
  readonly tokenizer: string;
  /** What would hold nearly all rows of the split, where the length asked for does not. */
  readonly fitting: { readonly length: number; readonly tooLong: number } | null;
  /** Rows of the split looked at. */
  readonly total: number;
  /** Rows of it that the search alone leaves. */
  readonly matching: number;
  /** Rows that search, filters and tag leave. */
  readonly found: number;
  /** What of large data is not known yet; `dataset.changed` tells when more is. Null when all is. */
  readonly pending: {
    readonly doing: DatasetProgress['doing'];
    /** While the file is being read all figures are of its first rows: how many these are. */
    readonly firstRows: number | null;
  } | null;
}

const columnId = z.string().min(1).max(500);
const columnFilter = z.union([
  z.strictObject({ column: columnId, values: z.array(z.string().max(20_000)).min(1).max(100).readonly() }),
  z.strictObject({ column: columnId, from: z.number(), to: z.number() }),
  z.strictObject({ column: columnId, missing: z.literal(true) }),
]);
/** Where a row stands: its file, and its place there, 0-based. */
const place = { source: part, row: z.int().min(0) };

const labelName = z.string().min(1).max(200);
const givenLabel = z.union([labelName, z.array(labelName).max(2000)]);

const division = z.strictObject({ share: z.number().min(0).max(0.9), seed: z.int().min(0) });

const dataset = z.strictObject({
  id: z.string().min(1).max(500),
  /** Whose tokenizer counts tokens. */
  model: z.string().max(500).default('all-MiniLM-L6-v2'),
  max_seq_length: z.int().min(8).max(512).default(128),
});
const view = dataset.extend({
  split: z.enum(['all', ...PARTS]).default('train'),
  /** Of rows that come in one file; the dataset's own, or training's default, where not given. */
  division: division.optional(),
  search: z.string().max(500).default(''),
  filters: z.array(columnFilter).max(20).readonly().default([]),
  tag: z.enum(TAG_KINDS).nullable().default(null),
  /** Id of a column, `row` or `tags`. */
  sort: columnId.default('row'),
  descending: z.boolean().default(false),
});

/** Names for what a file has as labels. */
const labelNames = z.record(z.string().max(200), z.string().trim().min(1).max(100));

/** What a person says about the columns; `null` says there is none. */
const columns = z.strictObject({
  text: z.string().optional(),
  textPair: z.string().nullable().optional(),
  label: z.string().nullable().optional(),
  tokens: z.string().optional(),
  tags: z.string().optional(),
  task: z.enum(TASKS).optional(),
  problemType: z.enum(PROBLEM_TYPES).optional(),
  labelNames: labelNames.optional(),
});
/** The most files that one dataset is made of. */
export const MOST_FILES = 200;
/** Files that were handed over, together one dataset; a split that is not given is told by the file's name. */
const files = z.strictObject({
  files: z
    .array(
      z.strictObject({
        handle: z.uuid(),
        split: z.enum(['train', 'validation', 'test', 'unused']).optional(),
      }),
    )
    .min(1)
    .max(MOST_FILES),
  columns: columns.default({}),
});
const own = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^./\\][^/\\]*$/),
});

export interface FilePreview {
  /** What the files were taken from, as the person knows it. */
  readonly source: string;
  readonly files: readonly {
    readonly handle: string;
    readonly name: string;
    readonly split: Part | 'test' | 'unused';
    /** Usable rows of its split; null while `problem` keeps it from being read. */
    readonly rows: number | null;
    readonly bytes: number;
  }[];
  /** Whether the figures are of all rows; of a large file they are of its first rows. */
  readonly isWhole: boolean;
  /** Of the file, in its order; what they hold is told from its first rows. */
  readonly fields: readonly {
    readonly name: string;
    readonly kind: 'text' | 'category' | 'number' | 'list' | 'empty';
    readonly missing: number;
    readonly distinct: number;
  }[];
  /** Rows the kinds were told from. */
  readonly sampled: number;
  readonly first: readonly Readonly<Record<string, string>>[];
  /** How the columns are read; null where they cannot be yet. */
  readonly columns: DatasetColumns | null;
  /** What to change before it can be a dataset. */
  readonly problem: string | null;
  readonly rows: number;
  readonly skipped: DatasetView['splits'][number]['skipped'];
  readonly labels: readonly { readonly label: string; readonly count: number }[];
}

/** How far reading, analysing or searching a dataset has come. */
export interface DatasetProgress {
  readonly id: string;
  readonly doing: 'reading' | 'counting tokens' | 'comparing rows' | 'searching';
  /** Rows; 0 while a file is read. */
  readonly done: number;
  /** Null where it is not known yet. */
  readonly total: number | null;
  /** How much of this is done, 0 to 1; null where it is not known. */
  readonly share: number | null;
}

export const datasetRequests = {
  /** What handed over files are, zip files unpacked: `model` where one holds a model's folder. */
  'datasets.unpack': request<{
    readonly holds: 'model' | 'data';
    readonly handles: readonly string[];
    readonly name: string;
  }>()(z.strictObject({ handles: z.array(z.uuid()).min(1).max(MOST_FILES) })),
  'datasets.preview': request<FilePreview>()(files),
  'datasets.import': request<{ readonly id: string }>()(
    files.extend({
      title: z.string().trim().min(1).max(100),
      /** How to divide the rows of one file. */
      division: division.optional(),
    }),
  ),
  'datasets.remove': request<null>()(own),
  'datasets.restore': request<null>()(own),
  /** What `datasets.remove` moved to the trash. */
  'datasets.removed': request<readonly { readonly id: string; readonly title: string }[]>()(
    z.strictObject({}),
  ),
  /** One label, all labels of a row that has any number, or a tag for each word; `null` takes the file's own again. */
  'datasets.label': request<null>()(own.extend({ ...place, label: givenLabel.nullable() })),
  /** Out of training and validation, or in again. */
  'datasets.leaveOut': request<null>()(own.extend({ ...place, leftOut: z.boolean() })),
  /** Of a person's own; what is not named stands for itself. The file stays as it is. */
  'datasets.nameLabels': request<null>()(own.extend({ labels: labelNames })),
  'datasets.list': request<readonly DatasetSummary[]>()(z.strictObject({})),
  'datasets.view': request<DatasetView>()(view),
  /** `count` rows from position `start` of what search, filters and tag leave, in the order asked for. */
  'datasets.rows': request<readonly DataRow[]>()(
    view.extend({ start: z.int().min(0), count: z.int().min(1).max(500) }),
  ),
  /** At which position of them a row is, or null where search, filters and tag leave it out. */
  'datasets.position': request<number | null>()(view.extend(place)),
  /** What the model reads of a row. */
  'datasets.tokens': request<TokenView>()(dataset.extend(place)),
};
