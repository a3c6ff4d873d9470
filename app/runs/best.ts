import type { TrainingArguments } from '../training/arguments.ts';
import { greaterIsBetterByDefault } from '../training/best-model.ts';
import type { Interval } from '../training/metrics/intervals.ts';
import type { MetricPoint } from './points.ts';

export interface RunBest {
  readonly metric: string;
  readonly value: number;
  readonly isLowerBetter: boolean;
  /** 95 %. */
  readonly interval: Interval | null;
  /** What the simplest answer reaches. */
  readonly baseline: number | null;
  readonly step: number;
  /** Size of the evaluation. */
  readonly count: number;
}

/** A run's best evaluation: by its metric_for_best_model, else by accuracy or the first metric there is, else by loss. */
export function bestOf(points: readonly MetricPoint[], args: TrainingArguments): RunBest | null {
  const evaluations = points.flatMap((point) => (point.kind === 'evaluation' ? [point] : []));
  const [first] = evaluations;
  if (!first) return null;
  const names = Object.keys(first.report.metrics);
  const chosen = args.metric_for_best_model?.replace(/^eval_/, '');
  const metric =
    chosen ??
    names.find((name) => name === 'accuracy') ??
    names.find((name) => name === 'f1') ??
    names[0] ??
    'loss';
  const greater = args.greater_is_better ?? greaterIsBetterByDefault(metric);
  const scoreOf = (point: (typeof evaluations)[number]) =>
    metric === 'loss' ? point.loss : (point.report.metrics[metric] ?? Number.NaN);
  const isBetter = (b: number, a: number) => Number.isNaN(a) || (greater ? b > a : b < a);
  const best = evaluations.reduce((a, b) => (isBetter(scoreOf(b), scoreOf(a)) ? b : a));
  return {
    metric,
    value: scoreOf(best),
    isLowerBetter: !greater,
    interval: best.report.intervals[metric] ?? null,
    baseline: best.report.baseline?.metrics[metric] ?? null,
    step: best.step,
    count: best.report.count,
  };
}
