import { z } from 'zod';
import { type HeadSpec, PROBLEM_TYPES, TASKS } from '../models/task.ts';
import type { TrainingArguments } from '../training/arguments.ts';

/** `interrupted` is never written: it is how a run that says `running` reads when no process works on it. */
const RUN_STATUSES = [
  'running',
  'paused',
  'completed',
  'early_stopping',
  'stopped',
  'cancelled',
  'failed',
  'interrupted',
] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** `run.json`: what a run is and how far it has come. Enough to list runs without reading their metrics. */
export interface RunRecord {
  /** Version of this layout. */
  readonly format: 1;
  readonly id: string;
  /** Given by a person; the id when they gave none. */
  readonly name: string;
  /** ISO 8601. */
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: RunStatus;
  readonly head: HeadSpec;
  /** Name of an embedded model, or a path. */
  readonly model: string;
  readonly dataset: RunDataset;
  readonly args: TrainingArguments;
  readonly device: string;
  readonly threads: number;
  readonly progress: RunProgress;
  /** Of the last evaluation, without the `eval_` prefix, `loss` included. */
  readonly last_metrics: Readonly<Record<string, number | null>>;
  readonly best_metric: number | null;
  readonly best_model_checkpoint: string | null;
  readonly last_checkpoint: string | null;
  /** Why it failed. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

interface RunDataset {
  /** Name of an embedded dataset, or a path. */
  readonly name: string;
  readonly train_examples: number;
  readonly eval_examples: number;
  /** Rows of both parts that a person left out, and those whose labels a person gave; earlier runs do not say. */
  readonly left_out?: number | undefined;
  readonly edited_labels?: number | undefined;
  /** Names it learnt for what the file has as labels; earlier runs learnt those of the file. */
  readonly label_names?: Readonly<Record<string, string>> | null | undefined;
  /** Whether it learned from pairs of texts; earlier runs do not say. */
  readonly pairs?: boolean | undefined;
  /** What else is needed to read it the same way again: columns, split shares, seeds. */
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
}

export interface RunProgress {
  readonly global_step: number;
  readonly max_steps: number;
  readonly epoch: number;
  readonly elapsed_seconds: number;
}

/** What is known before the first step. */
export type NewRun = Pick<
  RunRecord,
  'id' | 'name' | 'head' | 'model' | 'dataset' | 'args' | 'device' | 'threads'
>;

export function newRunRecord(run: NewRun, createdAt: string): RunRecord {
  return {
    format: 1,
    ...run,
    created_at: createdAt,
    updated_at: createdAt,
    status: 'running',
    progress: { global_step: 0, max_steps: 0, epoch: 0, elapsed_seconds: 0 },
    last_metrics: {},
    best_metric: null,
    best_model_checkpoint: null,
    last_checkpoint: null,
    error: null,
  };
}

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** What `run.json` must be to be shown and gone on with; the arguments are checked when they are used. */
export const runRecordSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  name: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  status: z.enum(RUN_STATUSES),
  head: z.object({
    task: z.enum(TASKS),
    problemType: z.enum(PROBLEM_TYPES),
    labels: z.array(z.string()),
  }),
  model: z.string(),
  dataset: z.object({
    name: z.string(),
    train_examples: z.number(),
    eval_examples: z.number(),
    left_out: z.number().optional(),
    edited_labels: z.number().optional(),
    label_names: z.record(z.string(), z.string()).nullable().optional(),
    pairs: z.boolean().optional(),
    options: z.record(z.string(), scalar),
  }),
  args: z.custom<TrainingArguments>((value) => typeof value === 'object' && value !== null),
  device: z.string(),
  threads: z.number(),
  progress: z.object({
    global_step: z.number(),
    max_steps: z.number(),
    epoch: z.number(),
    elapsed_seconds: z.number(),
  }),
  last_metrics: z.record(z.string(), z.number().nullable()),
  best_metric: z.number().nullable(),
  best_model_checkpoint: z.string().nullable(),
  last_checkpoint: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
}) satisfies z.ZodType<RunRecord>;
