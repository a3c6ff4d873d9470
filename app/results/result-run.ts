import { z } from 'zod';
import { PROBLEM_TYPES, TASKS } from '../models/task.ts';
import { runRecordSchema } from '../runs/record.ts';
import type { Argument } from '../training/argument-kinds.ts';
import {
  DEFAULT_TRAINING_ARGUMENTS,
  TRAINING_ARGUMENT_NAMES,
  TRAINING_ARGUMENTS,
  type TrainingArguments,
} from '../training/arguments.ts';
import { planTraining } from '../training/plan.ts';

/** Points of a curve that a file keeps: more than a chart has pixels for its lines. */
export const MOST_STEPS = 500;
export const MOST_EVALUATIONS = 100;
/** Labels beyond which what was said of a row is left out. */
export const MOST_SCORES = 50;

const name = z.string().max(200);
const finite = z.number();
/** Null where it is no number. */
const figure = z.number().nullable();
const figures = z.record(name, figure);
const column = z.array(figure).max(MOST_STEPS);
const whole = z.int().min(0);

export const STEP_COLUMNS = [
  'step',
  'epoch',
  'elapsed_seconds',
  'loss',
  'grad_norm',
  'learning_rate',
  'tokens',
] as const;
export type StepColumn = (typeof STEP_COLUMNS)[number];

export const resultEvaluation = z.object({
  step: whole,
  epoch: finite,
  elapsed_seconds: finite,
  loss: figure,
  metrics: figures,
  /** 95 %. */
  intervals: z.record(name, z.tuple([finite, finite])),
  /** What always the same answer scores. */
  baseline: figures.nullable(),
  count: whole,
  unit: z.enum(['examples', 'words', 'tokens']),
  is_best: z.boolean(),
});

/** A run as a learner hands it on: settings, curves, and numbers of rows in place of what stands in them. */
export const resultRun = z.object({
  name,
  started_at: z.string().max(40),
  status: runRecordSchema.shape.status,
  model: name,
  dataset: z.object({
    name,
    train_examples: whole,
    eval_examples: whole,
    options: z.record(name, z.union([name, finite, z.boolean(), z.null()])),
  }),
  task: z.enum(TASKS),
  problem_type: z.enum(PROBLEM_TYPES),
  /** How many; their names are the data's. */
  labels: whole,
  args: z.record(name, z.json()).transform(readArguments),
  device: name,
  threads: whole,
  /** What the learner predicted before the start, as a share. */
  guess: z.number().min(0).max(1).nullable(),
  global_step: whole,
  max_steps: whole,
  elapsed_seconds: finite,
  /** A column each, in order. Of long runs each value stands for several steps: their mean, at the last of them. */
  steps: z
    .object(Object.fromEntries(STEP_COLUMNS.map((key) => [key, column])) as Record<StepColumn, typeof column>)
    .refine((columns) => new Set(STEP_COLUMNS.map((key) => columns[key].length)).size === 1, {
      message: 'its columns differ in length',
    }),
  evaluations: z.array(resultEvaluation).max(MOST_EVALUATIONS),
  /** What the last evaluation said of the watched rows: a score for each label, or the ids of labels. */
  predictions: z.array(z.object({ row: whole, scores: z.array(figure).max(MOST_SCORES).optional() })).max(20),
});
export type ResultRun = z.output<typeof resultRun>;

/** Arguments of a file from elsewhere: each as the table of arguments has it, or the file is damaged. */
function readArguments(given: Record<string, unknown>, context: z.RefinementCtx): TrainingArguments {
  const args: Record<string, unknown> = { ...DEFAULT_TRAINING_ARGUMENTS };
  for (const key of TRAINING_ARGUMENT_NAMES) {
    if (!Object.hasOwn(given, key)) continue;
    const reading = (TRAINING_ARGUMENTS[key] as Argument<unknown>).read(given[key]);
    if ('problem' in reading) context.addIssue({ code: 'custom', path: [key], message: reading.problem });
    else args[key] = reading.value;
  }
  return args as unknown as TrainingArguments;
}

/** Whether steps can be reckoned from what a file says of a run, as charts do. */
export function hasPlan({ args, dataset }: ResultRun): boolean {
  if (dataset.train_examples === 0) return true;
  try {
    return planTraining(args, dataset.train_examples).maxSteps > 0;
  } catch {
    return false;
  }
}
