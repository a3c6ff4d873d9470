import type { MetricPoint } from './points.ts';

/** x: the share of the run that is done; y: the loss. */
export type SparkPoint = readonly [share: number, loss: number];

/** A run's course, small enough for a row of a list. */
export interface Spark {
  /** At most 120 points, each the mean of a stretch; steps that are NaN are left out. */
  readonly train: readonly SparkPoint[];
  readonly validation: readonly SparkPoint[];
}

const LONGEST = 60;

/** @param maxSteps what x = 1 stands for; 0 where it is not known yet. */
export function sparkOf(points: readonly MetricPoint[], maxSteps: number): Spark {
  const last = points.findLast(({ kind }) => kind === 'step')?.step ?? 0;
  const whole = Math.max(1, maxSteps, last);
  const read = (kind: 'step' | 'evaluation') =>
    points.flatMap((point): SparkPoint[] =>
      point.kind === kind && Number.isFinite(point.loss) ? [[point.step / whole, point.loss]] : [],
    );
  return { train: thinned(read('step'), LONGEST), validation: read('evaluation') };
}

/** With points that arrived since. */
export function extendSpark(spark: Spark, points: readonly MetricPoint[], maxSteps: number): Spark {
  const more = sparkOf(points, maxSteps);
  const start = more.train[0]?.[0] ?? more.validation[0]?.[0];
  if (start === undefined) return spark;
  const earlier = (line: readonly SparkPoint[]) => line.filter(([x]) => x < start);
  const train = [...earlier(spark.train), ...more.train];
  return {
    train: train.length > 2 * LONGEST ? thinned(train, LONGEST) : train,
    validation: [...earlier(spark.validation), ...more.validation],
  };
}

function thinned(points: readonly SparkPoint[], most: number): SparkPoint[] {
  const count = Math.min(most, points.length);
  return Array.from({ length: count }, (_, i) => {
    const stretch = points.slice(
      Math.floor((i * points.length) / count),
      Math.floor(((i + 1) * points.length) / count),
    );
    const mean = (axis: 0 | 1) => stretch.reduce((sum, point) => sum + point[axis], 0) / stretch.length;
    return [mean(0), mean(1)];
  });
}
