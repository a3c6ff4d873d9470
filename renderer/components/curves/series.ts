import type { EvaluationPoint, MetricPoint, StepPoint } from '../../../app/runs/points.ts';
import { smooth } from '../../../app/runs/smoothing.ts';
import type { Series } from './Chart.tsx';

export type Axis = 'step' | 'epoch' | 'time';

export interface CurveOptions {
  readonly axis: Axis;
  readonly smoothing: number;
}

export function stepsOf(points: readonly MetricPoint[]): StepPoint[] {
  return points.filter((point) => point.kind === 'step');
}

export function evaluationsOf(points: readonly MetricPoint[]): EvaluationPoint[] {
  return points.filter((point) => point.kind === 'evaluation');
}

function xOf(point: StepPoint | EvaluationPoint, axis: Axis): number {
  return axis === 'step' ? point.step : axis === 'epoch' ? point.epoch : point.elapsed_seconds / 60;
}

export const AXIS_LABELS: Readonly<Record<Axis, string>> = {
  step: 'step',
  epoch: 'epoch',
  time: 'minutes of training',
};

/** Training loss, raw and smoothed, and the evaluations' loss. */
export function lossSeries(points: readonly MetricPoint[], { axis, smoothing }: CurveOptions): Series[] {
  const steps = stepsOf(points);
  const smoothed = smooth(
    steps.map(({ loss }) => loss),
    smoothing,
  );
  const at = (values: readonly number[]) => steps.map((point, i) => ({ x: xOf(point, axis), y: values[i]! }));
  const evaluated = evaluationsOf(points).map((point) => ({ x: xOf(point, axis), y: point.loss }));
  return [
    {
      label: 'training loss, each step',
      points: at(steps.map(({ loss }) => loss)),
      color: '--train',
      opacity: smoothing > 0 ? 0.32 : 1,
      width: 1,
    },
    ...(smoothing > 0 ? [{ label: 'training loss, smoothed', points: at(smoothed), color: '--train' }] : []),
    { label: 'validation loss', points: evaluated, color: '--valid', dash: [6, 4], radius: 4 },
  ];
}

/** One metric with the ends of its 95 % interval, and what the simplest answer reaches. */
export function metricSeries(
  points: readonly MetricPoint[],
  metric: string,
  { axis }: CurveOptions,
): Series[] {
  const evaluations = evaluationsOf(points);
  const line = (read: (point: EvaluationPoint) => number | undefined) =>
    evaluations.flatMap((point) => {
      const y = read(point);
      return y === undefined ? [] : [{ x: xOf(point, axis), y }];
    });
  const baseline = line(({ report }) => report.baseline?.metrics[metric]);
  const strategy = evaluations[0]?.report.baseline?.strategy;
  return [
    {
      label: metric,
      points: line(({ report }) => report.metrics[metric]),
      color: '--valid',
      dash: [6, 4],
      radius: 4,
    },
    {
      label: '95 % interval, low',
      points: line(({ report }) => report.intervals[metric]?.[0]),
      color: '--valid',
      opacity: 0.4,
      width: 1,
    },
    {
      label: '95 % interval, high',
      points: line(({ report }) => report.intervals[metric]?.[1]),
      color: '--valid',
      opacity: 0.4,
      width: 1,
    },
    ...(baseline.length > 0
      ? [{ label: strategy ?? 'baseline', points: baseline, color: '--ink-3', dash: [2, 3], width: 1 }]
      : []),
  ];
}

/** A figure of every step. */
export function stepSeries(
  points: readonly MetricPoint[],
  read: (point: StepPoint) => number,
  label: string,
  { axis }: CurveOptions,
): Series[] {
  return [
    {
      label,
      points: stepsOf(points).map((point) => ({ x: xOf(point, axis), y: read(point) })),
      color: '--train',
      width: 1.5,
    },
  ];
}

export function curvesCsv(points: readonly MetricPoint[]): string {
  const metrics = [...new Set(evaluationsOf(points).flatMap(({ report }) => Object.keys(report.metrics)))];
  const header = [
    'kind',
    'step',
    'epoch',
    'elapsed_seconds',
    'loss',
    'learning_rate',
    'grad_norm',
    'tokens',
    ...metrics,
  ];
  const rows = points.flatMap((point) => {
    if (point.kind === 'step') {
      const { step, epoch, elapsed_seconds, loss, learning_rate, grad_norm, tokens } = point;
      return [
        [
          'train',
          step,
          epoch,
          elapsed_seconds,
          loss,
          learning_rate,
          grad_norm,
          tokens,
          ...metrics.map(() => ''),
        ],
      ];
    }
    if (point.kind !== 'evaluation') return [];
    const { step, epoch, elapsed_seconds, loss, report } = point;
    return [
      [
        'validation',
        step,
        epoch,
        elapsed_seconds,
        loss,
        '',
        '',
        '',
        ...metrics.map((name) => report.metrics[name] ?? ''),
      ],
    ];
  });
  return `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`;
}
