import type { ComparedRun } from './compare.ts';
import type { MetricPoint } from './points.ts';
import type { RunRecord } from './record.ts';
import { type Summary, summaryOf } from './summary.ts';

/** Everything that makes a recipe, seeds left out: runs that share it differ by chance alone. */
export function recipeOf({ model, dataset, head, args }: RunRecord): string {
  const { output_dir, seed, data_seed, threads, ...rest } = args;
  // Follows from the rest, and earlier runs do not say it.
  const { pairs, ...data } = dataset;
  return JSON.stringify([model, data, head, rest]);
}

/** Runs by recipe, in the order given. */
export function bySeed<Run extends Pick<ComparedRun, 'record'>>(runs: readonly Run[]): readonly Run[][] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = recipeOf(run.record);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

/** A figure of a run at a step. */
export interface StepValue {
  readonly step: number;
  readonly epoch: number;
  readonly elapsed_seconds: number;
  readonly value: number;
}

/** What several runs have at a step. */
export interface SeedBand extends Summary, Omit<StepValue, 'value'> {}

/**
 * Mean and spread of a figure over runs, step by step.
 *
 * @param least runs that must have been there for a step to count: without it all of them.
 */
export function spread(runs: readonly (readonly StepValue[])[], least = runs.length): SeedBand[] {
  const steps = new Map<number, StepValue[]>();
  for (const item of runs.flat()) {
    if (!Number.isFinite(item.value)) continue;
    steps.set(item.step, [...(steps.get(item.step) ?? []), item]);
  }
  return [...steps.values()]
    .filter((found) => found.length >= least)
    .sort(([a], [b]) => a!.step - b!.step)
    .map((found) => {
      const { step, epoch } = found[0]!;
      const seconds = found.reduce((sum, item) => sum + item.elapsed_seconds, 0) / found.length;
      return { step, epoch, elapsed_seconds: seconds, ...summaryOf(found.map(({ value }) => value))! };
    });
}

/** A metric of the evaluations of a course, or their loss. */
export function metricValues(points: readonly MetricPoint[], metric: string): StepValue[] {
  return points.flatMap((point) => {
    if (point.kind !== 'evaluation') return [];
    const { step, epoch, elapsed_seconds, loss, report } = point;
    const value = metric === 'loss' ? loss : report.metrics[metric];
    return value === undefined ? [] : [{ step, epoch, elapsed_seconds, value }];
  });
}

/** Mean and span of a metric over runs, at the steps at which all of them were evaluated. */
export function seedBand(courses: readonly (readonly MetricPoint[])[], metric: string): SeedBand[] {
  return spread(courses.map((points) => metricValues(points, metric)));
}
