import type { HeadSpec } from '../models/task.ts';
import type { TrainingArguments } from '../training/arguments.ts';

/** `interrupted` is never written: it is how a run that says `running` reads when no process works on it. */
export type RunStatus =
  | 'running'
  | 'paused'
  | 'completed'
  | 'early_stopping'
  | 'stopped'
  | 'cancelled'
  | 'failed'
  | 'interrupted';

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

export interface RunDataset {
  /** Name of an embedded dataset, or a path. */
  readonly name: string;
  readonly train_examples: number;
  readonly eval_examples: number;
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

/** Whether a value read from a file is a run record of this version. */
export function isRunRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { format, id, status, args, progress } = value as Partial<RunRecord>;
  return (
    format === 1 &&
    typeof id === 'string' &&
    typeof status === 'string' &&
    typeof args === 'object' &&
    typeof progress === 'object'
  );
}
