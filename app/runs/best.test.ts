import { expect, test } from 'vitest';
import type { MetricReport } from '../training/metrics/report.ts';
import { mainMetric } from './best.ts';

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
