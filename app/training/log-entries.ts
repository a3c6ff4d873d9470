import type { TrainingArguments } from './arguments.ts';
import type { EvaluationResult } from './evaluation.ts';
import type { LogEntry, TrainerState } from './state.ts';

// The entries that Hugging Face's Trainer adds to `log_history`, by its names.

/** What one step came to. */
export interface StepResult {
  readonly loss: number;
  readonly grad_norm: number;
  readonly learning_rate: number;
}

interface Pace {
  readonly examples: number;
  readonly seconds: number;
}

/** The mean loss since the last one, and the last step's norm and rate. */
export function trainingEntry(state: TrainerState, { grad_norm, learning_rate }: StepResult): LogEntry {
  return { loss: state.loss_since_log / state.steps_since_log, grad_norm, learning_rate };
}

export function evaluationEntry(
  { loss, report }: EvaluationResult,
  { per_device_eval_batch_size: batch }: TrainingArguments,
  { examples, seconds }: Pace,
): LogEntry {
  const metrics = Object.entries(report.metrics).map(([name, value]) => [`eval_${name}`, value] as const);
  return {
    eval_loss: loss,
    ...Object.fromEntries(metrics),
    eval_runtime: seconds,
    eval_samples_per_second: examples / seconds,
    eval_steps_per_second: Math.ceil(examples / batch) / seconds,
  };
}

/** @param examples of an epoch. */
export function endEntry(state: TrainerState, trainingLoss: number, { examples, seconds }: Pace): LogEntry {
  return {
    train_loss: trainingLoss,
    train_runtime: seconds,
    train_samples_per_second: (state.epoch * examples) / seconds,
    train_steps_per_second: state.global_step / seconds,
  };
}
