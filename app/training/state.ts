import { StudioError } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';
import type { TrainingPlan } from './plan.ts';

/** One entry of `log_history`: `step`, `epoch`, and what was logged then. */
export type LogEntry = Readonly<Record<string, number>>;

/**
 * Everything a run knows besides its tensors. The fields up to `best_model_checkpoint` are those of Hugging
 * Face's TrainerState; the rest is what an exact resume needs. The place in the data follows from
 * `global_step`, since the order is a pure function of the data seed and the epoch.
 */
export interface TrainerState {
  epoch: number;
  global_step: number;
  max_steps: number;
  num_train_epochs: number;
  logging_steps: number;
  eval_steps: number;
  save_steps: number;
  train_batch_size: number;
  /** Real tokens trained on, without padding. */
  num_input_tokens_seen: number;
  log_history: LogEntry[];
  best_metric: number | null;
  best_global_step: number | null;
  /** Name of a checkpoint, e.g. `checkpoint-96`. */
  best_model_checkpoint: string | null;

  /** Evaluations since the last improvement. */
  early_stopping_patience_counter: number;
  /** Sums of the loss over the steps since the last log entry, and over the whole run. */
  loss_since_log: number;
  steps_since_log: number;
  total_loss: number;
  /** The run was stopped between a step and the evaluation due after it. */
  evaluation_due: boolean;
  /** Training time so far, pauses left out. */
  elapsed_seconds: number;
  /** Size of the training set, to notice when it is another one. */
  train_examples: number;
  device: string;
  threads: number;
}

export function initialState(
  args: TrainingArguments,
  plan: TrainingPlan,
  engine: { readonly device: string; readonly threads: number },
): TrainerState {
  return {
    epoch: 0,
    global_step: 0,
    ...countsOf(args, plan),
    num_input_tokens_seen: 0,
    log_history: [],
    best_metric: null,
    best_global_step: null,
    best_model_checkpoint: null,
    early_stopping_patience_counter: 0,
    loss_since_log: 0,
    steps_since_log: 0,
    total_loss: 0,
    evaluation_due: false,
    elapsed_seconds: 0,
    train_examples: plan.examples,
    device: engine.device,
    threads: engine.threads,
  };
}

/** The saved state, going on under the arguments, device and threads of now. */
export function resumedState(
  saved: TrainerState,
  args: TrainingArguments,
  plan: TrainingPlan,
  engine: { readonly device: string; readonly threads: number },
): TrainerState {
  return {
    ...saved,
    ...countsOf(args, plan),
    log_history: [...saved.log_history],
    device: engine.device,
    threads: engine.threads,
  };
}

function countsOf(args: TrainingArguments, plan: TrainingPlan) {
  return {
    max_steps: plan.maxSteps,
    num_train_epochs: plan.epochs,
    logging_steps: plan.loggingSteps,
    eval_steps: plan.evalSteps,
    save_steps: plan.saveSteps,
    train_batch_size: args.per_device_train_batch_size,
  };
}

/** Arguments that decide which examples a step sees; with another value the run would not go on where it stopped. */
const ORDER_ARGUMENTS = [
  'per_device_train_batch_size',
  'gradient_accumulation_steps',
  'group_by_length',
  'train_sampling_strategy',
  'dataloader_drop_last',
  'seed',
  'data_seed',
  'mlm_probability',
  'max_seq_length',
] as const;

/**
 * @throws StudioError `resume_mismatch` naming everything that makes the data come in another order than before.
 */
export function checkResumable(
  saved: { readonly state: TrainerState; readonly args: TrainingArguments },
  args: TrainingArguments,
  plan: TrainingPlan,
): void {
  const differing: string[] = ORDER_ARGUMENTS.filter((name) => saved.args[name] !== args[name]).map(
    (name) => `${name} was ${String(saved.args[name])} and is now ${String(args[name])}`,
  );
  if (saved.state.train_examples !== plan.examples) {
    differing.push(`there were ${saved.state.train_examples} training examples and are now ${plan.examples}`);
  }
  if (differing.length > 0) {
    throw new StudioError(
      'resume_mismatch',
      `The run cannot be resumed, because it would not see its examples in the same order: ${differing.join('; ')}. ` +
        'Resume with the same data and arguments, or start a new run.',
      { details: { differing } },
    );
  }
}
