import { z } from 'zod';
import { PROBLEM_TYPES, TASKS } from '../models/task.ts';
import type { EvaluationPoint, MetricPoint, StepPoint } from '../runs/points.ts';
import { type RunRecord, runRecordSchema } from '../runs/record.ts';
import type { Argument } from '../training/argument-kinds.ts';
import {
  DEFAULT_TRAINING_ARGUMENTS,
  TRAINING_ARGUMENT_NAMES,
  TRAINING_ARGUMENTS,
  type TrainingArguments,
} from '../training/arguments.ts';
import { planTraining } from '../training/plan.ts';

/** Points of a curve that a file keeps: more than a chart has pixels for its lines. */
const MOST_STEPS = 500;
const MOST_EVALUATIONS = 100;
/** Labels beyond which what was said of a row is left out. */
const MOST_SCORES = 50;

const name = z.string().max(200);
const finite = z.number();
/** Null where it is no number. */
const figure = z.number().nullable();
const figures = z.record(name, figure);
const column = z.array(figure).max(MOST_STEPS);
const whole = z.int().min(0);

const STEP_COLUMNS = [
  'step',
  'epoch',
  'elapsed_seconds',
  'loss',
  'grad_norm',
  'learning_rate',
  'tokens',
] as const;
type StepColumn = (typeof STEP_COLUMNS)[number];

const evaluation = z.object({
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
  evaluations: z.array(evaluation).max(MOST_EVALUATIONS),
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

export interface RunSource {
  readonly record: RunRecord;
  /** What requests name its model by. */
  readonly model: string;
  readonly guess: number | null;
  /** Its course. */
  readonly points: readonly MetricPoint[];
}

/** What of a run goes into a file. Texts, labels, notes, messages and paths stay behind. */
export function resultRunOf({ record, model, guess, points }: RunSource): z.input<typeof resultRun> {
  const { output_dir, ...args } = record.args;
  const steps = points.filter((point) => point.kind === 'step');
  const evaluations = points.filter((point) => point.kind === 'evaluation');
  const { name: dataset, train_examples, eval_examples, options } = record.dataset;
  return {
    name: short(record.name),
    started_at: record.created_at,
    status: record.status,
    model: short(lastPart(model)),
    dataset: { name: short(lastPart(dataset)), train_examples, eval_examples, options },
    task: record.head.task,
    problem_type: record.head.problemType,
    labels: record.head.labels.length,
    args: args as Record<string, z.core.util.JSONType>,
    device: record.device,
    threads: record.threads,
    guess,
    global_step: record.progress.global_step,
    max_steps: record.progress.max_steps,
    elapsed_seconds: round(record.progress.elapsed_seconds) ?? 0,
    steps: columnsOf(thinned(steps)),
    evaluations: chosen(evaluations).map(evaluationOf),
    predictions: predictionsOf(evaluations.at(-1)),
  };
}

/** A path shows how a computer is laid out, and often who it belongs to. */
const lastPart = (text: string) =>
  /^(?:[A-Za-z]:)?[\\/]|^\.\.?[\\/]/.test(text) ? (text.split(/[\\/]/).at(-1) ?? '') : text;
const short = (text: string) => text.slice(0, 200);
const round = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
const rounded = (values: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, round(value)]));

/** Steps in groups of the same size, so that runs of one length keep steps in common; a NaN stays one. */
function thinned(steps: readonly StepPoint[]): readonly StepPoint[] {
  const size = Math.ceil(steps.length / MOST_STEPS);
  if (size <= 1) return steps;
  return Array.from({ length: Math.ceil(steps.length / size) }, (_, i) => {
    const group = steps.slice(i * size, (i + 1) * size);
    const mean = (read: (point: StepPoint) => number) =>
      group.reduce((sum, point) => sum + read(point), 0) / group.length;
    const tokens = group.reduce((sum, point) => sum + point.tokens, 0);
    return { ...group.at(-1)!, loss: mean(({ loss }) => loss), grad_norm: mean((p) => p.grad_norm), tokens };
  });
}

function columnsOf(steps: readonly StepPoint[]): Record<StepColumn, (number | null)[]> {
  return Object.fromEntries(
    STEP_COLUMNS.map((key) => [key, steps.map((point) => round(point[key]))]),
  ) as Record<StepColumn, (number | null)[]>;
}

/** The first, the last, the best so far each time, and others evenly between. */
function chosen(evaluations: readonly EvaluationPoint[]): readonly EvaluationPoint[] {
  const size = Math.ceil(evaluations.length / (MOST_EVALUATIONS - 2));
  const best = evaluations.findLast(({ is_best }) => is_best);
  return evaluations.filter((point, i) => i % size === 0 || point === best || i === evaluations.length - 1);
}

function evaluationOf(point: EvaluationPoint): z.input<typeof evaluation> {
  const { step, epoch, elapsed_seconds, loss, is_best, report } = point;
  const { metrics, intervals, baseline, count, unit } = report;
  return {
    step,
    epoch: round(epoch) ?? 0,
    elapsed_seconds: round(elapsed_seconds) ?? 0,
    loss: round(loss),
    metrics: rounded(metrics),
    intervals: Object.fromEntries(
      Object.entries(intervals).flatMap(([key, [low, high]]) => {
        const [from, to] = [round(low), round(high)];
        return from === null || to === null ? [] : [[key, [from, to] as [number, number]]];
      }),
    ),
    baseline: baseline && rounded(baseline.metrics),
    count,
    unit,
    is_best,
  };
}

function predictionsOf(point: EvaluationPoint | undefined) {
  return (point?.watched ?? []).slice(0, 20).map((said) => ({
    row: said.row,
    ...('scores' in said && said.scores.length <= MOST_SCORES ? { scores: said.scores.map(round) } : {}),
  }));
}

const number = (value: number | null | undefined) => value ?? Number.NaN;

/** The run of a file as the studio's own are: what it does not hold is empty. */
export function runOfResult(run: ResultRun, id: string): { record: RunRecord; points: MetricPoint[] } {
  const { steps, evaluations } = run;
  const numbers = (values: Readonly<Record<string, number | null>>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, number(value)]));
  const stepPoints = steps.step.map((step, i): StepPoint => {
    const at = (key: StepColumn) => number(steps[key][i]);
    const tokens = at('tokens');
    return {
      kind: 'step',
      step: number(step),
      epoch: at('epoch'),
      loss: at('loss'),
      grad_norm: at('grad_norm'),
      learning_rate: at('learning_rate'),
      tokens,
      padded_tokens: tokens,
      seconds: at('elapsed_seconds') - (i === 0 ? 0 : number(steps.elapsed_seconds[i - 1])),
      elapsed_seconds: at('elapsed_seconds'),
    };
  });
  const evaluationPoints = evaluations.map((point): EvaluationPoint => {
    const { metrics, intervals, baseline, count, unit, loss, ...rest } = point;
    return {
      kind: 'evaluation',
      ...rest,
      loss: number(loss),
      seconds: 0,
      report: {
        metrics: numbers(metrics),
        intervals,
        baseline: baseline && { strategy: 'always the same answer', metrics: numbers(baseline) },
        count,
        unit,
        byClass: [],
        confusion: null,
      },
    };
  });
  const { elapsed_seconds, global_step, max_steps } = run;
  return {
    record: {
      format: 1,
      id,
      name: run.name,
      created_at: run.started_at,
      updated_at: run.started_at,
      status: run.status,
      head: { task: run.task, problemType: run.problem_type, labels: [] },
      model: run.model,
      dataset: run.dataset,
      args: run.args,
      device: run.device,
      threads: run.threads,
      progress: { global_step, max_steps, elapsed_seconds, epoch: stepPoints.at(-1)?.epoch ?? 0 },
      last_metrics: {},
      best_metric: null,
      best_model_checkpoint: null,
      last_checkpoint: null,
      error: null,
    },
    points: [...stepPoints, ...evaluationPoints].sort(
      (a, b) => a.step - b.step || (a.kind === 'step' ? -1 : 1),
    ),
  };
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
