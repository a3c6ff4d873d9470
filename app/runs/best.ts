import type { TrainingArguments } from '../training/arguments.ts';
import { greaterIsBetterByDefault, isBetterWhenGreater } from '../training/best-model.ts';
import type { Interval } from '../training/metrics/intervals.ts';
import type { MetricReport } from '../training/metrics/report.ts';
import type { MetricPoint } from './points.ts';

export interface RunBest {
  readonly metric: string;
  /** It is what a person predicts before the start: see `mainMetric`. */
  readonly isMain: boolean;
  readonly value: number;
  readonly isLowerBetter: boolean;
  /** 95 %. */
  readonly interval: Interval | null;
  /** What the simplest answer reaches. */
  readonly baseline: number | null;
  readonly step: number;
  /** Size of the evaluation, and what was counted. */
  readonly count: number;
  readonly unit: MetricReport['unit'];
}

/**
 * The one figure an evaluation is judged by where nobody chose another: accuracy, F1, or the first metric there is, else
 * the loss. Where most words belong to no name, accuracy over words would praise a model that finds none: it is F1 there.
 */
export function mainMetric({ metrics, baseline, unit }: MetricReport): string {
  const names = Object.keys(metrics);
  const findsNothing = unit === 'words' && baseline?.metrics.f1 === 0;
  const wanted = findsNothing ? ['f1'] : ['accuracy', 'f1'];
  return wanted.find((name) => names.includes(name)) ?? names[0] ?? 'loss';
}

/** The better of a run's best so far and what came since. */
export function betterOf(before: RunBest | null, since: RunBest | null): RunBest | null {
  if (!before || !since) return before ?? since;
  if (before.metric !== since.metric || Number.isNaN(before.value)) return since;
  const isBetter = since.isLowerBetter ? since.value < before.value : since.value > before.value;
  return isBetter ? since : before;
}

/** A run's best evaluation, by its metric_for_best_model or its main metric. */
export function bestOf(points: readonly MetricPoint[], args: TrainingArguments): RunBest | null {
  const evaluations = points.flatMap((point) => (point.kind === 'evaluation' ? [point] : []));
  const [first] = evaluations;
  if (!first) return null;
  const main = mainMetric(first.report);
  const chosen = args.metric_for_best_model?.replace(/^eval_/, '');
  const metric = chosen ?? main;
  // An argument speaks of the metric that was chosen, and of no other.
  const greater = chosen
    ? (args.greater_is_better ?? greaterIsBetterByDefault(chosen))
    : isBetterWhenGreater(main);
  const scoreOf = (point: (typeof evaluations)[number]) =>
    metric === 'loss' ? point.loss : (point.report.metrics[metric] ?? Number.NaN);
  const isBetter = (b: number, a: number) => Number.isNaN(a) || (greater ? b > a : b < a);
  const best = evaluations.reduce((a, b) => (isBetter(scoreOf(b), scoreOf(a)) ? b : a));
  return {
    metric,
    isMain: metric === main,
    value: scoreOf(best),
    isLowerBetter: !greater,
    interval: best.report.intervals[metric] ?? null,
    baseline: best.report.baseline?.metrics[metric] ?? null,
    step: best.step,
    count: best.report.count,
    unit: best.report.unit,
  };
}
