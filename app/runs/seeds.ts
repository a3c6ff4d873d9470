import type { ComparedRun } from './compare.ts';
import type { EvaluationPoint, MetricPoint } from './points.ts';
import type { RunRecord } from './record.ts';

/** Everything that makes a recipe, seeds left out: runs that share it differ by chance alone. */
export function recipeOf({ model, dataset, head, args }: RunRecord): string {
  const { output_dir, seed, data_seed, threads, ...rest } = args;
  return JSON.stringify([model, dataset, head, rest]);
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

export interface SeedBand {
  readonly step: number;
  readonly epoch: number;
  readonly elapsed_seconds: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean and span of a metric over runs, at the steps at which all of them were evaluated. */
export function seedBand(courses: readonly (readonly MetricPoint[])[], metric: string): SeedBand[] {
  const all = courses.map(
    (points) =>
      new Map(
        points.flatMap((p): [number, EvaluationPoint][] => (p.kind === 'evaluation' ? [[p.step, p]] : [])),
      ),
  );
  const [first, ...others] = all;
  return [...(first?.values() ?? [])].flatMap(({ step, epoch, elapsed_seconds }) => {
    if (!others.every((course) => course.has(step))) return [];
    const values = all.flatMap((course) => {
      const { report, loss } = course.get(step)!;
      return (metric === 'loss' ? loss : report.metrics[metric]) ?? [];
    });
    if (values.length < all.length) return [];
    const mean = values.reduce((a, b) => a + b) / values.length;
    return [{ step, epoch, elapsed_seconds, mean, low: Math.min(...values), high: Math.max(...values) }];
  });
}
