import { expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS } from '../training/arguments.ts';
import type { RunBest } from './best.ts';
import { newRunRecord } from './record.ts';
import { bySeed, seedBand } from './seeds.ts';
import { verdictOn } from './verdict.ts';

const record = (name: string, args = {}, dataset = 'paraphrase') =>
  newRunRecord(
    {
      id: name,
      name,
      head: {
        task: 'text-classification',
        problemType: 'single_label_classification',
        labels: ['no', 'yes'],
      },
      model: 'm',
      dataset: { name: dataset, train_examples: 760, eval_examples: 200, options: {} },
      args: { ...DEFAULT_TRAINING_ARGUMENTS, ...args },
      device: 'cpu',
      threads: 2,
    },
    '2026-01-01T00:00:00Z',
  );

const best = (value: number, more: Partial<RunBest> = {}): RunBest => ({
  metric: 'accuracy',
  isMain: true,
  value,
  isLowerBetter: false,
  interval: [value - 0.06, value + 0.06],
  baseline: 0.5,
  step: 144,
  count: 200,
  unit: 'examples',
  ...more,
});

test('a run whose lead is beyond what other rows could explain stands clear', () => {
  const runs = [
    { record: record('a', { learning_rate: 1e-4 }), best: best(0.91) },
    { record: record('b', { learning_rate: 2e-5 }), best: best(0.73) },
  ];
  expect(verdictOn(runs)).toBe(
    '“a” stands clear: 0.910 against 0.730, more than the 0.085 that drawing other 200 rows could explain. ' +
      'Each is one seed: another seed of the same recipe may land elsewhere.',
  );
});

test('a small lead is called noise, and seeds of one recipe say how far luck goes', () => {
  const runs = [
    { record: record('a', { seed: 42 }), best: best(0.73) },
    { record: record('b', { seed: 7 }), best: best(0.69) },
  ];
  expect(verdictOn(runs)).toBe(
    'They cannot be told apart: 0.730 against 0.690, and drawing other 200 rows could move that by 0.085. Call it noise. ' +
      '“a” and “b” are one recipe with 2 seeds, and differ by 0.040: a gap of that size between any two runs may be luck.',
  );
});

test.each([
  ['other rows', { record: record('b', {}, 'reviews'), best: best(0.9) }, /different rows/],
  ['another metric', { record: record('b'), best: best(0.9, { metric: 'f1' }) }, /different metrics/],
  ['no evaluation', { record: record('b'), best: null }, /Fewer than two/],
] as const)('runs with %s are not set against each other', (_, other, words) => {
  expect(verdictOn([{ record: record('a'), best: best(0.8) }, other])).toMatch(words);
});

test('runs that differ by seed alone are one recipe, with a band where all were evaluated', () => {
  const runs = [record('a', { seed: 1 }), record('b', { seed: 2 }), record('c', { learning_rate: 1 })];
  expect(bySeed(runs.map((r) => ({ record: r }))).map((group) => group.length)).toEqual([2, 1]);
  const evaluation = (step: number, accuracy: number) => ({
    ...{
      kind: 'evaluation' as const,
      step,
      epoch: 1,
      loss: 1,
      seconds: 1,
      elapsed_seconds: 1,
      is_best: false,
    },
    report: {
      metrics: { accuracy },
      intervals: {},
      baseline: null,
      count: 1,
      unit: 'examples' as const,
      byClass: [],
      confusion: null,
    },
  });
  const band = seedBand([[evaluation(1, 0.5), evaluation(2, 0.7)], [evaluation(1, 0.7)]], 'accuracy');
  expect(band.map(({ step, mean, low, high }) => [step, mean, low, high])).toEqual([[1, 0.6, 0.5, 0.7]]);
});
