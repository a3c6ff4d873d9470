import type { MetricPoint } from '../runs/points.ts';
import type { RunStatus } from '../runs/record.ts';
import type { TrainOutput } from '../training/callbacks.ts';
import type { TransferredError } from '../transferred-error.ts';

/**
 * What a parent sends to a training process. `Job` says what to train; it is settled by the service that
 * assembles runs, and must survive structured cloning and JSON.
 */
export type TrainingCommand<Job> =
  | { readonly type: 'start'; readonly job: Job }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  /** Save a checkpoint after the current step and go on. */
  | { readonly type: 'save' }
  | { readonly type: 'stop-and-save' }
  | { readonly type: 'cancel' };

/** What a training process sends to its parent. After `finished`, `cancelled` or `failed` nothing follows. */
export type TrainingEvent =
  | TrainingStarted
  | TrainingProgress
  | ({ readonly type: 'batch' } & LiveBatch)
  | { readonly type: 'evaluating'; readonly done: number; readonly total: number }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'log'; readonly level: 'info' | 'warning'; readonly message: string }
  | { readonly type: 'finished'; readonly status: RunStatus; readonly output: TrainOutput }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly error: TransferredError };

interface TrainingStarted {
  readonly type: 'started';
  readonly run: string;
  readonly device: string;
  readonly threads: number;
  readonly step: number;
  readonly maxSteps: number;
  readonly epochs: number;
  readonly resumedFrom: string | null;
}

/** Points since the last message, many in one: a message a step would drown an interface. */
interface TrainingProgress {
  readonly type: 'progress';
  /** In the order they happened: steps, evaluations and checkpoints. */
  readonly points: readonly MetricPoint[];
  readonly secondsLeft: number | null;
  /** What the process has of the computer's memory. */
  readonly memoryBytes: number;
}

/** The batch that is being learnt from: told about once a second, a batch a step would only flicker. */
export interface LiveBatch {
  readonly step: number;
  /** As the model reads them, put together again from their tokens. */
  readonly rows: readonly { readonly text: string; readonly tokens: number; readonly label: string }[];
  /** What every row is padded to. */
  readonly longest: number;
  /** Micro-batches of the step; `rows` are those of the first. */
  readonly microBatches: number;
}
