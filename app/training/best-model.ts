import { StudioError } from '../errors.ts';
import type { TrainingArguments } from './arguments.ts';
import type { TrainerState } from './state.ts';

/** The metric that decides which checkpoint is best, if anything asks for one. */
interface BestMetric {
  /** Without the `eval_` prefix, e.g. `loss`, `f1`. */
  readonly name: string;
  readonly greaterIsBetter: boolean;
}

/** Metrics whose name does not end in `loss`, and of which less is better all the same. */
const ERRORS: ReadonlySet<string> = new Set(['mse', 'perplexity']);

/** Whether more of a metric is better by what it measures, whatever an argument says. */
export function isBetterWhenGreater(metric: string): boolean {
  return greaterIsBetterByDefault(metric) && !ERRORS.has(metric);
}

/** Hugging Face's rule for `greater_is_better` where it is not given: only the names of losses say otherwise. */
export function greaterIsBetterByDefault(metric: string): boolean {
  return !metric.endsWith('loss');
}

/** Hugging Face's defaults: the loss where a metric is needed, and greater is better unless the name ends in `loss`. */
export function bestMetricOf(args: TrainingArguments): BestMetric | null {
  const needed =
    args.load_best_model_at_end || args.early_stopping_patience !== null || args.save_strategy === 'best';
  const given = args.metric_for_best_model ?? (needed ? 'loss' : null);
  if (given === null) return null;
  const name = given.replace(/^eval_/, '');
  return { name, greaterIsBetter: args.greater_is_better ?? greaterIsBetterByDefault(name) };
}

/** @throws StudioError `unknown_metric` listing the metrics that there are. */
export function metricValue(best: BestMetric, metrics: Readonly<Record<string, number>>): number {
  const value = metrics[best.name];
  if (value === undefined) {
    throw new StudioError(
      'unknown_metric',
      `metric_for_best_model is ${best.name}, but this task's evaluation gives ${Object.keys(metrics).join(', ')}. Choose one of these.`,
      { details: { metric: best.name, available: Object.keys(metrics) } },
    );
  }
  return value;
}

/**
 * Takes one evaluation into account: best metric so far, and evaluations without improvement. An improvement of
 * no more than the threshold is a new best that still counts against patience, as in EarlyStoppingCallback.
 */
export function judge(
  state: TrainerState,
  value: number,
  best: BestMetric,
  args: TrainingArguments,
): { readonly isBest: boolean; readonly outOfPatience: boolean } {
  const before = state.best_metric;
  const gain =
    before === null ? Number.POSITIVE_INFINITY : best.greaterIsBetter ? value - before : before - value;
  const isBest = !Number.isNaN(value) && gain > 0;
  const improved = isBest && gain > args.early_stopping_threshold;
  state.early_stopping_patience_counter = improved ? 0 : state.early_stopping_patience_counter + 1;
  if (isBest) {
    state.best_metric = value;
    state.best_global_step = state.global_step;
  }
  const patience = args.early_stopping_patience;
  return { isBest, outOfPatience: patience !== null && state.early_stopping_patience_counter >= patience };
}
