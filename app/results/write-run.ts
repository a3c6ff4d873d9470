import type { z } from 'zod';
import type { EvaluationPoint, MetricPoint, StepPoint } from '../runs/points.ts';
import type { RunRecord } from '../runs/record.ts';
import {
  MOST_EVALUATIONS,
  MOST_SCORES,
  MOST_STEPS,
  type resultEvaluation,
  type resultRun,
  STEP_COLUMNS,
  type StepColumn,
} from './result-run.ts';

interface RunSource {
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

function evaluationOf(point: EvaluationPoint): z.input<typeof resultEvaluation> {
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
