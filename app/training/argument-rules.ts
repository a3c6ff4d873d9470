import type { TrainingArguments } from './arguments.ts';
import type { ArgumentContext, ArgumentProblem } from './parse-arguments.ts';

/** Rules between arguments, and between them and the model: each either holds or says what to change. */
export function contradictions(args: TrainingArguments, context: ArgumentContext): ArgumentProblem[] {
  return [...ofDuration(args), ...ofEvaluation(args), ...ofModel(args, context), ...ofTask(args, context)];
}

function problem(when: boolean, argument: keyof TrainingArguments, message: string): ArgumentProblem[] {
  return when ? [{ argument, message }] : [];
}

function ofDuration(args: TrainingArguments): ArgumentProblem[] {
  const { lr_scheduler_type: schedule, warmup_steps: warmup, warmup_ratio: ratio } = args;
  const warms = warmup > 0 || ratio > 0;
  return [
    ...problem(
      args.max_steps === 0,
      'max_steps',
      'is 0, so nothing would be trained; -1 leaves it to num_train_epochs',
    ),
    ...problem(warmup > 0 && ratio > 0, 'warmup_ratio', 'and warmup_steps are both given; give one'),
    ...problem(warmup > 1 && !Number.isInteger(warmup), 'warmup_steps', 'must be a whole number from 1 on'),
    ...problem(
      args.max_steps > 0 && warmup > args.max_steps,
      'warmup_steps',
      `(${warmup}) is longer than the run (max_steps ${args.max_steps})`,
    ),
    ...problem(
      args.group_by_length && args.train_sampling_strategy === 'sequential',
      'group_by_length',
      'and train_sampling_strategy sequential are both given; give one',
    ),
    ...problem(
      schedule === 'constant' && warms,
      'lr_scheduler_type',
      'is `constant`, which has no warm-up; use constant_with_warmup or give no warm-up',
    ),
    ...problem(
      schedule === 'polynomial' && args.learning_rate <= 1e-7,
      'learning_rate',
      'must be more than 1e-7, where the polynomial schedule ends',
    ),
  ];
}

function ofEvaluation(args: TrainingArguments): ArgumentProblem[] {
  const { eval_strategy: evaluates, save_strategy: saves } = args;
  const best = args.load_best_model_at_end;
  const every = args.eval_steps ?? args.logging_steps;
  const neverEvaluates = evaluates === 'no';
  const needs = 'needs evaluation; set eval_strategy to epoch or steps';
  return [
    ...problem(best && neverEvaluates, 'load_best_model_at_end', needs),
    ...problem(args.early_stopping_patience !== null && neverEvaluates, 'early_stopping_patience', needs),
    ...problem(saves === 'best' && neverEvaluates, 'save_strategy', `best ${needs}`),
    ...problem(
      best && saves === 'no',
      'load_best_model_at_end',
      'needs checkpoints; set save_strategy to best, or to the same as eval_strategy',
    ),
    ...problem(
      best && !neverEvaluates && saves !== 'no' && saves !== 'best' && saves !== evaluates,
      'load_best_model_at_end',
      `needs save_strategy (${saves}) to be best or the same as eval_strategy (${evaluates})`,
    ),
    ...problem(
      best && evaluates === 'steps' && saves === 'steps' && !isMultiple(args.save_steps, every),
      'save_steps',
      `(${args.save_steps}) must be a multiple of the evaluation steps (${every}) for load_best_model_at_end`,
    ),
    ...problem(
      args.early_stopping_patience === null && args.early_stopping_threshold > 0,
      'early_stopping_threshold',
      'has no effect without early_stopping_patience',
    ),
  ];
}

/** Both counts of steps, or both shares of a run. */
function isMultiple(value: number, of: number): boolean {
  if (value < 1 !== of < 1) return false;
  const times = value / of;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

function ofModel(args: TrainingArguments, { maxPositions, layers }: ArgumentContext): ArgumentProblem[] {
  return [
    ...problem(
      maxPositions !== undefined && args.max_seq_length > maxPositions,
      'max_seq_length',
      `(${args.max_seq_length}) is beyond the ${maxPositions} positions of this model`,
    ),
    ...problem(
      layers !== undefined && args.freeze_layers > layers,
      'freeze_layers',
      `(${args.freeze_layers}) is more than the ${layers} layers of this model`,
    ),
    ...problem(
      args.freeze_encoder && (args.freeze_embeddings || args.freeze_layers > 0),
      'freeze_encoder',
      'already freezes the embeddings and every layer; leave out freeze_embeddings and freeze_layers',
    ),
  ];
}

function ofTask(args: TrainingArguments, { head }: ArgumentContext): ArgumentProblem[] {
  if (head === undefined) return [];
  const weights = args.class_weights;
  const hasClasses =
    head.task === 'token-classification' ||
    (head.task === 'text-classification' && head.problemType !== 'regression');
  const listed = weights !== null && weights !== 'balanced' ? weights.length : head.labels.length;
  return [
    ...problem(
      weights !== null && !hasClasses,
      'class_weights',
      'need classes, which this task does not have',
    ),
    ...problem(
      weights !== null && hasClasses && listed !== head.labels.length,
      'class_weights',
      `has ${listed} weights for ${head.labels.length} labels (${head.labels.join(', ')})`,
    ),
    ...problem(
      args.label_smoothing_factor > 0 &&
        head.task === 'text-classification' &&
        head.problemType !== 'single_label_classification',
      'label_smoothing_factor',
      'needs one class per example, which this task does not have',
    ),
  ];
}
