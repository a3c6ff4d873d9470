import type { EvaluationPoint, MetricPoint, StartPoint, StepPoint } from '../../../app/runs/points.ts';
import { smooth } from '../../../app/runs/smoothing.ts';
import type { MetricReport } from '../../../app/training/metrics/report.ts';
import { figure } from '../figures.ts';
import { metricWords } from '../metric-words.ts';
import { type AxisName, xOf } from './axis.ts';
import type { Series } from './chart-types.ts';

interface CurveOptions {
  readonly axis: AxisName;
  readonly smoothing: number;
}

/** A run's points by kind. */
export interface Course {
  readonly starts: readonly StartPoint[];
  readonly steps: readonly StepPoint[];
  readonly evaluations: readonly EvaluationPoint[];
}

const courses = new WeakMap<readonly MetricPoint[], Course>();

/** Sorted once for all who look at the same points. */
export function curvesOf(points: readonly MetricPoint[]): Course {
  const known = courses.get(points);
  if (known) return known;
  const [starts, steps, evaluations]: [StartPoint[], StepPoint[], EvaluationPoint[]] = [[], [], []];
  for (const point of points) {
    if (point.kind === 'start') starts.push(point);
    else if (point.kind === 'step') steps.push(point);
    else if (point.kind === 'evaluation') evaluations.push(point);
  }
  const course = { starts, steps, evaluations };
  courses.set(points, course);
  return course;
}

const smoothed = new WeakMap<Course, { readonly smoothing: number; readonly losses: readonly number[] }>();

/** Smoothed training loss by step; kept until another smoothing is asked for. */
export function smoothedLosses(course: Course, smoothing: number): readonly number[] {
  const known = smoothed.get(course);
  if (known?.smoothing === smoothing) return known.losses;
  const losses = smooth(
    course.steps.map(({ loss }) => loss),
    smoothing,
  );
  smoothed.set(course, { smoothing, losses });
  return losses;
}

const DASHED = [5, 5];

/** Training loss, raw and smoothed, and the evaluations' loss. */
export function lossSeries(course: Course, { axis, smoothing }: CurveOptions): Series[] {
  const { steps, evaluations } = course;
  const raw = steps.map((point) => ({ x: xOf(point, axis), y: point.loss }));
  const train = smoothedLosses(course, smoothing).map((y, i) => ({ x: raw[i]!.x, y }));
  const last = train.findLast(({ y }) => Number.isFinite(y));
  const evaluated = evaluations.map((point) => ({ x: xOf(point, axis), y: point.loss }));
  const lowest = evaluations.length > 1 ? lowestOf(evaluated) : null;
  return [
    {
      label: 'each batch',
      points: raw,
      color: '--train',
      opacity: smoothing > 0 ? 0.32 : 1,
      width: smoothing > 0 ? 1 : 2,
    },
    {
      label: 'train',
      points: smoothing > 0 ? train : [],
      color: '--train',
      tracked: true,
      ...(last ? { endLabel: 'train', endFigure: figure(last.y) } : {}),
    },
    {
      label: 'validation',
      points: evaluated,
      color: '--valid',
      dash: DASHED,
      ringed: true,
      tracked: true,
      best: lowest,
      ...(evaluated.length > 0 ? { endLabel: 'validation', endFigure: figure(evaluated.at(-1)!.y) } : {}),
    },
  ];
}

function lowestOf(points: readonly { x: number; y: number }[]): number {
  return points.reduce((a, b) => (b.y < a.y ? b : a)).x;
}

/** One metric with its 95 % intervals. @param best the step of the best evaluation, by whatever decides that. */
export function metricSeries(
  { evaluations }: Course,
  metric: string,
  best: number | null,
  { axis, isLive = true }: Pick<CurveOptions, 'axis'> & { readonly isLive?: boolean },
): Series {
  const measured = evaluations.filter(({ report }) => report.metrics[metric] !== undefined);
  const points = measured.map((point) => ({ x: xOf(point, axis), y: point.report.metrics[metric]! }));
  const bestPoint = measured.find(({ step }) => step === best);
  const last = points.at(-1);
  const isBest = bestPoint !== undefined && bestPoint === measured.at(-1);
  return {
    label: metric,
    points,
    color: '--valid',
    dash: DASHED,
    ringed: true,
    tracked: true,
    whiskers: measured.flatMap((point) => {
      const interval = point.report.intervals[metric];
      return interval ? [{ x: xOf(point, axis), low: interval[0], high: interval[1] }] : [];
    }),
    best: bestPoint && measured.length > 1 ? xOf(bestPoint, axis) : null,
    ...(last
      ? {
          endLabel: isBest && measured.length > 1 ? (isLive ? 'best so far' : 'best') : metricWords(metric),
          endFigure: figure(last.y),
        }
      : {}),
  };
}

export interface StepFigure {
  readonly name: string;
  readonly note?: string;
  readonly read: (point: StepPoint) => number;
}

/** What every step has beside its loss. */
export const STEP_FIGURES: readonly StepFigure[] = [
  { name: 'learning rate', read: (point) => point.learning_rate },
  { name: 'gradient norm', note: 'of each step, before clipping', read: (point) => point.grad_norm },
  { name: 'tokens a second', note: 'padding left out', read: (point) => point.tokens / point.seconds },
];

/** A figure of every step. */
export function stepSeries(
  { steps }: Course,
  { name, read }: StepFigure,
  { axis }: Pick<CurveOptions, 'axis'>,
): Series {
  const points = steps.map((point) => ({ x: xOf(point, axis), y: read(point) }));
  return { label: name, points, color: '--train', width: 1.5, tracked: true };
}

/**
 * The loss of the best answer that is always the same: the classes with their shares in the evaluation split, whose
 * cross-entropy is the entropy of those shares. Null for tasks without one class an example.
 */
export function fixedLoss({ byClass, count, unit }: MetricReport): number | null {
  if (byClass.length < 2 || unit !== 'examples') return null;
  const support = byClass.reduce((sum, item) => sum + item.support, 0);
  if (support !== count) return null;
  return byClass.reduce((sum, item) => {
    const share = item.support / count;
    return share === 0 ? sum : sum - share * Math.log(share);
  }, 0);
}
