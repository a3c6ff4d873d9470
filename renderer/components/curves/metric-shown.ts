import type { RunBest } from '../../../app/runs/best.ts';
import { mainMetric } from '../../../app/runs/best.ts';
import type { Course } from './series.ts';

/** Every metric that the last evaluations of runs have, in their order. */
export function metricsOf(courses: readonly Course[]): string[] {
  const names = courses.flatMap(({ evaluations }) => Object.keys(evaluations.at(-1)?.report.metrics ?? {}));
  return [...new Set(names)];
}

/** The metric on the chart: the one a person chose where there is such, else what the run is judged by. */
export function shownMetric(courses: readonly Course[], chosen: string | null, best: RunBest | null): string {
  const metrics = metricsOf(courses);
  const [first] = courses.flatMap(({ evaluations }) => evaluations);
  const wanted = [chosen, best?.metric ?? null, first ? mainMetric(first.report) : null];
  return wanted.find((name) => name !== null && metrics.includes(name)) ?? 'accuracy';
}
