import { expect, test } from 'vitest';
import type { RunDetail } from '../../../app/contract/runs.ts';
import type { RunBest } from '../../../app/runs/best.ts';
import { runVerdict } from './run-verdict.ts';

const record = {
  device: 'cpu',
  threads: 2,
  progress: { elapsed_seconds: 62 },
} as RunDetail['record'];
const ACCURACY: RunBest = {
  ...{ metric: 'accuracy', isMain: true, value: 0.9, isLowerBetter: false },
  ...{ interval: [0.85, 0.94], baseline: 0.5, step: 10, count: 1200, unit: 'examples' },
};
const PERPLEXITY: RunBest = {
  ...{ metric: 'perplexity', isMain: true, value: 12, isLowerBetter: true },
  ...{ interval: [9, 15], baseline: 17.7, step: 10, count: 214, unit: 'tokens' },
};
const said = (best: RunBest) => runVerdict({ record, live: null, best });

test('shares are said in per cent, beside what always one answer scores', () => {
  expect(said(ACCURACY)).toMatch(/^Accuracy \*90\.0.%\* at step 10, with 1,200 rows judged: between /);
  expect(said(ACCURACY)).toMatch(/scores \*50\.0.%\*, so this is better by more than chance .* optimistic\./);
  expect(said({ ...ACCURACY, interval: [0.45, 0.6] })).toContain('within what chance');
  expect(said({ ...ACCURACY, interval: [0.3, 0.4] })).toContain('worse by more than chance');
});

test('perplexity is no share, and less of it is better', () => {
  expect(said(PERPLEXITY)).toMatch(/^Perplexity \*12\.000\* at step 10, with 214 tokens judged/);
  expect(said(PERPLEXITY)).toContain('scores *17.700*, so this is better by more than chance');
  const bad = { ...PERPLEXITY, value: 56_526.3, interval: [53_000, 59_000] } as const;
  expect(said(bad)).toContain('Perplexity *56,526*');
  expect(said(bad)).toContain('worse by more than chance');
});

test('a figure without a simplest answer is said with its interval alone', () => {
  const pearson = { ...ACCURACY, metric: 'pearson', value: 0.588, interval: [0.301, 0.777] } as const;
  expect(said({ ...pearson, baseline: null })).toBe(
    'Pearson *0.588* at step 10, with 1,200 rows judged: between *0.301* and *0.777*. 1:02 of training, CPU, 2 threads.',
  );
});
