import { expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from '../training/arguments.ts';
import type { MetricReport } from '../training/metrics/report.ts';
import { bestOf, betterOf, mainMetric, type RunBest } from './best.ts';
import type { EvaluationPoint } from './points.ts';

const report = (part: Partial<MetricReport>): MetricReport => ({
  metrics: {},
  intervals: {},
  baseline: null,
  count: 100,
  unit: 'examples',
  byClass: [],
  confusion: null,
  ...part,
});

test('names are judged by F1, for to find none of them is right on most words', () => {
  const metrics = { precision: 0.5, recall: 0.6, f1: 0.55, accuracy: 0.9 };
  const baseline = { strategy: 'always "O"', metrics: { precision: 0, recall: 0, f1: 0, accuracy: 0.76 } };
  expect(mainMetric(report({ metrics, baseline, unit: 'words' }))).toBe('f1');
});

test('classes of texts and of words are judged by accuracy, what has neither by its first metric or the loss', () => {
  const metrics = { accuracy: 0.9, f1: 0.8 };
  const baseline = { strategy: 'always "yes"', metrics: { accuracy: 0.5, f1: 0 } };
  expect(mainMetric(report({ metrics, baseline }))).toBe('accuracy');
  const nouns = { strategy: 'always "NOUN"', metrics: { accuracy: 0.3, f1: 0.05 } };
  expect(mainMetric(report({ metrics, baseline: nouns, unit: 'words' }))).toBe('accuracy');
  expect(mainMetric(report({ metrics: { mse: 0.2, pearson: 0.9 } }))).toBe('mse');
  expect(mainMetric(report({}))).toBe('loss');
});

function evaluated(step: number, metrics: Record<string, number>, loss = 1): EvaluationPoint {
  const record = { step, epoch: step, loss, seconds: 1, elapsed_seconds: step, is_best: false };
  return { kind: 'evaluation', ...record, report: report({ metrics }) };
}

const bestBy = (args: Partial<TrainingArguments>, ...points: EvaluationPoint[]) =>
  bestOf(points, { ...DEFAULT_TRAINING_ARGUMENTS, ...args });

test('the best evaluation is the one with the highest accuracy, of equals the first', () => {
  const points = [0.6, 0.8, 0.8, 0.7].map((accuracy, i) => evaluated(i + 1, { f1: 1 - i / 10, accuracy }));
  expect(bestBy({}, ...points)).toMatchObject({
    metric: 'accuracy',
    value: 0.8,
    step: 2,
    isLowerBetter: false,
  });
});

test('of perplexity less is better, though its name does not end in loss', () => {
  const points = [30, 12, 20].map((perplexity, i) => evaluated(i + 1, { perplexity }));
  expect(bestBy({}, ...points)).toMatchObject({
    metric: 'perplexity',
    value: 12,
    step: 2,
    isLowerBetter: true,
  });
});

test('what greater_is_better says is of the metric the run chose by, and of no other', () => {
  const points = [0.6, 0.8].map((accuracy, i) => evaluated(i + 1, { accuracy }, 1 - i / 2));
  // The run chooses by its loss.
  expect(bestBy({ load_best_model_at_end: true, greater_is_better: false }, ...points)?.value).toBe(0.8);
  const chosen = { metric_for_best_model: 'eval_loss', greater_is_better: false };
  expect(bestBy(chosen, ...points)).toMatchObject({ metric: 'loss', value: 0.5, isLowerBetter: true });
});

test('an evaluation that gave no number is never the best, and a run without evaluations has none', () => {
  expect(bestBy({}, evaluated(1, { pearson: Number.NaN }), evaluated(2, { pearson: 0.1 }))?.step).toBe(2);
  expect(bestBy({})).toBeNull();
});

test('as evaluations come in, the best so far is that of all of them at once', () => {
  const courses: [Partial<TrainingArguments>, EvaluationPoint[]][] = [
    [{}, [0.6, 0.8, 0.8, 0.7].map((accuracy, i) => evaluated(i + 1, { accuracy }))],
    [{}, [30, 12, 20].map((perplexity, i) => evaluated(i + 1, { perplexity }))],
    [{}, [Number.NaN, 0.1, Number.NaN].map((pearson, i) => evaluated(i + 1, { pearson }))],
  ];
  for (const [args, points] of courses) {
    const oneByOne = points.reduce<RunBest | null>(
      (best, point) => betterOf(best, bestBy(args, point)),
      null,
    );
    expect(oneByOne).toEqual(bestBy(args, ...points));
  }
});
