import { StudioError } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';
import type { ScheduleShape } from './schedules.ts';

/** What the arguments amount to for a given number of examples: everything counted in steps. */
export interface TrainingPlan {
  readonly examples: number;
  readonly batchesPerEpoch: number;
  /** Optimizer steps; the last one of an epoch may average fewer batches than the others. */
  readonly stepsPerEpoch: number;
  readonly maxSteps: number;
  /** Epochs begun, the last perhaps not finished. */
  readonly epochs: number;
  readonly loggingSteps: number;
  readonly evalSteps: number;
  readonly saveSteps: number;
  readonly schedule: ScheduleShape;
}

/** What is to be done after an optimizer step. */
export interface Due {
  readonly log: boolean;
  readonly evaluate: boolean;
  readonly save: boolean;
}

/**
 * Counts steps as Hugging Face's Trainer does.
 * @throws StudioError `too_few_examples` when not one batch can be made.
 */
export function planTraining(args: TrainingArguments, examples: number): TrainingPlan {
  const batchSize = args.per_device_train_batch_size;
  const batchesPerEpoch = args.dataloader_drop_last
    ? Math.floor(examples / batchSize)
    : Math.ceil(examples / batchSize);
  if (batchesPerEpoch === 0) {
    const full = args.dataloader_drop_last
      ? `, and dataloader_drop_last leaves out a batch of fewer than ${batchSize}`
      : '';
    throw new StudioError(
      'too_few_examples',
      `There are ${examples} training examples${full}. Give more examples or a smaller per_device_train_batch_size.`,
      { details: { examples, batchSize } },
    );
  }
  const stepsPerEpoch = Math.ceil(batchesPerEpoch / args.gradient_accumulation_steps);
  const maxSteps = args.max_steps > 0 ? args.max_steps : Math.ceil(args.num_train_epochs * stepsPerEpoch);
  const count = (stepsOrShare: number): number =>
    stepsOrShare < 1 ? Math.ceil(maxSteps * stepsOrShare) : stepsOrShare;
  return {
    examples,
    batchesPerEpoch,
    stepsPerEpoch,
    maxSteps,
    epochs: Math.ceil(maxSteps / stepsPerEpoch),
    loggingSteps: count(args.logging_steps),
    evalSteps: count(args.eval_steps ?? args.logging_steps),
    saveSteps: count(args.save_steps),
    schedule: {
      type: args.lr_scheduler_type,
      warmupSteps: args.warmup_ratio > 0 ? Math.ceil(maxSteps * args.warmup_ratio) : count(args.warmup_steps),
      totalSteps: maxSteps,
    },
  };
}

/** Where a step (0-based) lies: its epoch, and which of the epoch's batches it averages, `from` to before `to`. */
export function batchesOfStep(
  step: number,
  args: TrainingArguments,
  plan: TrainingPlan,
): { readonly epoch: number; readonly from: number; readonly to: number } {
  const from = (step % plan.stepsPerEpoch) * args.gradient_accumulation_steps;
  const to = Math.min(from + args.gradient_accumulation_steps, plan.batchesPerEpoch);
  return { epoch: Math.floor(step / plan.stepsPerEpoch), from, to };
}

/** Epochs done after `globalStep` steps, counted in batches: 1.5 is the middle of the second epoch. */
export function epochAfter(globalStep: number, args: TrainingArguments, plan: TrainingPlan): number {
  if (globalStep === 0) return 0;
  const { epoch, to } = batchesOfStep(globalStep - 1, args, plan);
  return epoch + to / plan.batchesPerEpoch;
}

/** What Hugging Face's DefaultFlowCallback asks for after `globalStep` steps. `best` saves are decided later. */
export function dueAfter(globalStep: number, args: TrainingArguments, plan: TrainingPlan): Due {
  const last = globalStep >= plan.maxSteps;
  const epochEnds = last || globalStep % plan.stepsPerEpoch === 0;
  const isDue = (strategy: string, every: number): boolean =>
    strategy === 'epoch' ? epochEnds : strategy === 'steps' && globalStep % every === 0;
  return {
    log: isDue(args.logging_strategy, plan.loggingSteps) || (args.logging_first_step && globalStep === 1),
    evaluate: isDue(args.eval_strategy, plan.evalSteps) || (args.eval_strategy === 'steps' && last),
    save: isDue(args.save_strategy, plan.saveSteps) || (args.save_strategy === 'steps' && last),
  };
}

/** How many evaluations and saves are still to come after `globalStep` steps; saves of a new best are not known. */
export function dueLater(
  globalStep: number,
  args: TrainingArguments,
  plan: TrainingPlan,
): { readonly evaluations: number; readonly saves: number } {
  const times = (strategy: string, stepsBetween: number): number => {
    const every = strategy === 'epoch' ? plan.stepsPerEpoch : stepsBetween;
    if ((strategy !== 'epoch' && strategy !== 'steps') || globalStep >= plan.maxSteps) return 0;
    return Math.ceil(plan.maxSteps / every) - Math.floor(globalStep / every);
  };
  return {
    evaluations: times(args.eval_strategy, plan.evalSteps),
    saves: times(args.save_strategy, plan.saveSteps),
  };
}
