import type { HeadSpec } from '../models/task.ts';
import { contradictions } from './argument-rules.ts';
import { TRAINING_ARGUMENT_NAMES, type TrainingArgumentName, type TrainingArguments } from './arguments.ts';
import type { ArgumentContext, ArgumentProblem } from './parse-arguments.ts';

/** Arguments that cannot go together, and changes that make them. */
export interface Contradiction {
  /** At least one; those that a form joins by a bracket. */
  readonly names: readonly TrainingArgumentName[];
  /** A sentence. */
  readonly text: string;
  readonly ways: readonly Way[];
}

/** A change that ends a contradiction and starts no other. */
export interface Way {
  readonly label: string;
  readonly changes: Partial<TrainingArguments>;
}

const MOST_WAYS = 2;

/** What contradicts in complete arguments, each with up to two ways out. */
export function explainContradictions(
  args: TrainingArguments,
  context: ArgumentContext = {},
): Contradiction[] {
  const found = contradictions(args, context);
  return found.map((problem) => ({
    names: involved(problem),
    text: `${problem.argument} ${problem.message}.`,
    ways: candidates(args, context)
      .filter(({ changes }) => ends(problem, changes, args, context, found.length))
      .slice(0, MOST_WAYS),
  }));
}

function involved({ argument, message }: ArgumentProblem): TrainingArgumentName[] {
  const named = TRAINING_ARGUMENT_NAMES.filter(
    (name) => name === argument || new RegExp(`\\b${name}\\b`).test(message),
  );
  return named.length > 0 ? named : [argument as TrainingArgumentName];
}

function ends(
  { argument, message }: ArgumentProblem,
  changes: Partial<TrainingArguments>,
  args: TrainingArguments,
  context: ArgumentContext,
  before: number,
): boolean {
  const isChange = Object.entries(changes).some(
    ([name, value]) => args[name as TrainingArgumentName] !== value,
  );
  if (!isChange) return false;
  const left = contradictions({ ...args, ...changes }, context);
  return left.length < before && !left.some((item) => item.argument === argument && item.message === message);
}

/** What a person would do about it, the likeliest first. */
function candidates(args: TrainingArguments, { maxPositions, layers, head }: ArgumentContext): Way[] {
  const every = args.eval_steps ?? args.logging_steps;
  const evaluates = args.eval_strategy === 'no' ? 'epoch' : args.eval_strategy;
  return [
    {
      label: 'Save as often as it evaluates',
      changes: { save_strategy: evaluates, eval_strategy: evaluates },
    },
    { label: 'Keep the last model', changes: { load_best_model_at_end: false } },
    { label: 'Evaluate each epoch', changes: { eval_strategy: 'epoch' } },
    { label: 'No early stopping', changes: { early_stopping_patience: null, early_stopping_threshold: 0 } },
    { label: 'Stop early after two', changes: { early_stopping_patience: 2 } },
    { label: `Save every ${every} steps`, changes: { save_steps: every } },
    { label: 'Leave out warmup_ratio', changes: { warmup_ratio: 0 } },
    { label: 'Leave out warmup_steps', changes: { warmup_steps: 0 } },
    {
      label: 'Leave the warm-up out',
      changes: { warmup_ratio: 0, warmup_steps: 0 },
    },
    { label: 'constant_with_warmup', changes: { lr_scheduler_type: 'constant_with_warmup' } },
    { label: 'Let num_train_epochs decide', changes: { max_steps: -1 } },
    { label: 'A linear schedule', changes: { lr_scheduler_type: 'linear' } },
    { label: 'Shuffle the rows', changes: { train_sampling_strategy: 'random' } },
    { label: 'Leave out group_by_length', changes: { group_by_length: false } },
    ...(maxPositions === undefined
      ? []
      : [{ label: `At most ${maxPositions}`, changes: { max_seq_length: maxPositions } }]),
    ...(layers === undefined ? [] : [{ label: `All ${layers}`, changes: { freeze_layers: layers } }]),
    { label: 'Freeze only the encoder', changes: { freeze_embeddings: false, freeze_layers: 0 } },
    { label: 'Leave out freeze_encoder', changes: { freeze_encoder: false } },
    { label: 'No class weights', changes: { class_weights: null } },
    ...(hasClasses(head)
      ? [{ label: 'Balance the classes', changes: { class_weights: 'balanced' as const } }]
      : []),
    { label: 'No label smoothing', changes: { label_smoothing_factor: 0 } },
  ];
}

function hasClasses(head: HeadSpec | undefined): boolean {
  return head !== undefined && head.labels.length > 1;
}
