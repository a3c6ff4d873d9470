import type { EncodedExample, ExampleSource } from '../data/example.ts';
import type { HeadSpec } from '../models/task.ts';
import type { TrainingArguments } from './arguments.ts';
import type { TrainerCallback } from './callbacks.ts';
import type { CheckpointStore } from './checkpoint.ts';
import type { TrainerControl } from './control.ts';
import type { TrainingEngine } from './engine.ts';
import type { LostWords } from './metrics/tags.ts';

/** Chooses the tokens to predict in masked language modelling; a pure function, so that a resume masks alike. */
export type Masking = (
  examples: readonly EncodedExample[],
  /** Null in evaluation, where every epoch uses the same masks. */
  epoch: number | null,
) => readonly EncodedExample[];

export interface TrainerOptions {
  /** Already holding the model's weights, with the optimizer settings and the seed of `args`. */
  readonly engine: TrainingEngine;
  readonly args: TrainingArguments;
  readonly head: HeadSpec;
  readonly train: ExampleSource;
  /** Needed when `args.eval_strategy` is not `no`. */
  readonly evaluation: ExampleSource | null;
  /** Words that truncation cut off the evaluation rows, for token classification. */
  readonly lostWords?: LostWords;
  /** Rows of the evaluation split whose predictions are told with every evaluation. */
  readonly watchedRows?: ReadonlySet<number>;
  /** Needed for masked language modelling. */
  readonly masking?: Masking;
  /** Null keeps nothing. */
  readonly checkpoints: CheckpointStore | null;
  readonly control?: TrainerControl;
  readonly callbacks?: readonly TrainerCallback[];
  /** A clock in milliseconds. */
  readonly now?: () => number;
  /** Lets the host take messages between steps, since an engine may keep the event loop busy. */
  readonly breathe?: () => Promise<void>;
}
