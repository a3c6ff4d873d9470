import type { MetricPoint } from './points.ts';

const LONGEST = 60;

/** The training loss in at most 60 values, each the mean of an equal stretch; steps that are NaN are left out. */
export function sparkOf(points: readonly MetricPoint[]): number[] {
  const losses = points.flatMap((point) =>
    point.kind === 'step' && Number.isFinite(point.loss) ? [point.loss] : [],
  );
  const count = Math.min(LONGEST, losses.length);
  return Array.from({ length: count }, (_, i) => {
    const stretch = losses.slice(
      Math.floor((i * losses.length) / count),
      Math.floor(((i + 1) * losses.length) / count),
    );
    return stretch.reduce((a, b) => a + b) / stretch.length;
  });
}
