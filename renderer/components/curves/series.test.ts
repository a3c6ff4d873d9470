import { expect, test } from 'vitest';
import type { EvaluationPoint, StepPoint } from '../../../app/runs/points.ts';
import { curvesCsv } from './curves-csv.ts';
import { curvesOf, fixedLoss, lossSeries, metricSeries } from './series.ts';

const step = (number: number, loss: number): StepPoint => ({
  kind: 'step',
  step: number,
  epoch: number / 2,
  loss,
  grad_norm: 1,
  learning_rate: 1e-4,
  tokens: 100,
  padded_tokens: 120,
  seconds: 0.5,
  elapsed_seconds: number * 0.5,
});

const evaluation = (number: number, loss: number, accuracy: number): EvaluationPoint => ({
  kind: 'evaluation',
  step: number,
  epoch: number / 2,
  loss,
  report: {
    metrics: { accuracy },
    intervals: { accuracy: [accuracy - 0.1, accuracy + 0.1] },
    baseline: null,
    count: 10,
    unit: 'examples',
    byClass: [
      { label: 'no', precision: 0, recall: 0, f1: 0, support: 5 },
      { label: 'yes', precision: 0, recall: 0, f1: 0, support: 5 },
    ],
    confusion: null,
  },
  seconds: 1,
  elapsed_seconds: number,
  is_best: false,
});

const points = [evaluation(0, 0.7, 0.5), step(1, 0.7), step(2, 0.5), evaluation(2, 0.6, 0.8), step(3, 0.4)];
const course = curvesOf(points);

test('the raw line keeps every batch, the smoothed one is named at its end', () => {
  const [raw, smoothed, validation] = lossSeries(course, { axis: 'step', smoothing: 0.5 });
  expect(raw!.points.map(({ y }) => y)).toEqual([0.7, 0.5, 0.4]);
  expect(smoothed).toMatchObject({ endLabel: 'train', endFigure: '0.471' });
  expect(validation!.best).toBe(2);
});

test('by epoch and by time the same points stand at other places', () => {
  const xs = (axis: 'epoch' | 'time') =>
    lossSeries(course, { axis, smoothing: 0 })[0]!.points.map(({ x }) => x);
  expect(xs('epoch')).toEqual([0.5, 1, 1.5]);
  expect(xs('time')).toEqual([0.5, 1, 1.5]);
});

test('a metric has whiskers for its intervals, and a second ring where it is best', () => {
  const { whiskers, best, endLabel, endFigure } = metricSeries(course, 'accuracy', 2, { axis: 'step' });
  expect(whiskers).toEqual([
    { x: 0, low: 0.4, high: 0.6 },
    { x: 2, low: 0.7000000000000001, high: 0.9 },
  ]);
  expect([best, endLabel, endFigure]).toEqual([2, 'best so far', '0.800']);
});

test('the best fixed answer to two equal classes costs the logarithm of two', () => {
  expect(fixedLoss(course.evaluations[0]!.report)).toBeCloseTo(Math.log(2));
});

test('the CSV has a line for every step and evaluation, with the ends of the intervals', () => {
  const lines = curvesCsv(course).trimEnd().split('\n');
  expect(lines[0]).toBe(
    'split,step,epoch,elapsed_seconds,loss,learning_rate,grad_norm,tokens,padded_tokens,seconds,accuracy,accuracy_low,accuracy_high',
  );
  expect(lines.slice(1).map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
    'validation 0',
    'train 1',
    'train 2',
    'validation 2',
    'train 3',
  ]);
});
