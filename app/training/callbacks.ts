import type { TrainingArguments } from './arguments.ts';
import type { StepBatches } from './batches.ts';
import type { MetricReport } from './metrics/report.ts';
import type { TrainingPlan } from './plan.ts';
import type { LogEntry, TrainerState } from './state.ts';
import type { WatchedPrediction } from './watched.ts';

/** One optimizer step; all of them are recorded. */
export interface StepRecord {
  /** Steps done, this one included. */
  readonly step: number;
  readonly epoch: number;
  /** Mean over the micro-batches. */
  readonly loss: number;
  /** Before clipping. */
  readonly grad_norm: number;
  /** The rate the step used: 0 at the first step of a warm-up. */
  readonly learning_rate: number;
  /** Real tokens of the step. */
  readonly tokens: number;
  /** What the tokens would be with every batch padded to its longest example. */
  readonly padded_tokens: number;
  /** Forward, backward and update. */
  readonly seconds: number;
  /** Training time so far, pauses left out. */
  readonly elapsed_seconds: number;
}

export interface EvaluationRecord {
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  readonly report: MetricReport;
  readonly seconds: number;
  readonly elapsed_seconds: number;
  /** Best so far by metric_for_best_model; false when nothing asks for a best one. */
  readonly is_best: boolean;
  /** What was said of the examples that are watched, in the order of the evaluation split. */
  readonly watched: readonly WatchedPrediction[];
}

export interface SaveRecord {
  readonly step: number;
  /** `checkpoint-<step>`. */
  readonly checkpoint: string;
  readonly seconds: number;
  readonly removed: readonly string[];
}

export type TrainEnding = 'completed' | 'early_stopping' | 'stopped';

export interface TrainOutput {
  readonly ending: TrainEnding;
  readonly global_step: number;
  /** Mean over all steps of the run. */
  readonly training_loss: number;
  /** Training time in all, pauses left out. */
  readonly elapsed_seconds: number;
  readonly best_metric: number | null;
  readonly best_model_checkpoint: string | null;
  /** The weights in the engine are those of this checkpoint, not the last step's. */
  readonly loaded_best_model: boolean;
  /** The checkpoint to resume from after a stop. */
  readonly last_checkpoint: string | null;
}

/** What a callback may look at; to change the course of the run it uses the TrainerControl. */
export interface TrainerContext {
  readonly args: TrainingArguments;
  readonly plan: TrainingPlan;
  readonly state: Readonly<TrainerState>;
}

type Answer = void | Promise<void>;

/** Observes a run. Every method is optional; the run waits for the promises they return. */
export interface TrainerCallback {
  /** `resumedFrom` names the checkpoint, null for a new run. */
  onTrainBegin?(context: TrainerContext, resumedFrom: string | null): Answer;
  /** @param step the one that begins, counted from 1. */
  onStepBegin?(step: number, batches: StepBatches, context: TrainerContext): Answer;
  /** @param secondsLeft of the run, null while too little is known. */
  onStepEnd?(record: StepRecord, secondsLeft: number | null, context: TrainerContext): Answer;
  onLog?(entry: LogEntry, context: TrainerContext): Answer;
  /** After every batch of an evaluation, `done` of `total` examples. */
  onPredictionStep?(done: number, total: number, context: TrainerContext): Answer;
  onEvaluate?(record: EvaluationRecord, context: TrainerContext): Answer;
  /** Before a checkpoint is written: what leads up to it must be kept first, for a kill may come in between. */
  onBeforeSave?(context: TrainerContext): Answer;
  onSave?(record: SaveRecord, context: TrainerContext): Answer;
  onPause?(context: TrainerContext): Answer;
  onResume?(context: TrainerContext): Answer;
  /** Not called when the run fails or is cancelled: `train` throws then. */
  onTrainEnd?(output: TrainOutput, context: TrainerContext): Answer;
}
