import { expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS } from './arguments.ts';
import { estimateRun, memoryParts, type Probe } from './estimate.ts';

const probe: Probe = {
  at: '2026-01-01T00:00:00Z',
  device: 'cpu',
  threads: 2,
  steps: [0.5, 0.6, 0.4, 0.5, 0.9].map((seconds) => ({ tokens: 100, seconds })),
  longest: 20,
  train: { examples: 160, tokens: 1000 },
  evaluation: {
    examples: 40,
    tokens: 400,
    timed: { tokens: 200, seconds: 0.5 },
    baseline: null,
  },
  parameters: 1000,
  trainable: 900,
  headParameters: 10,
  memory: { program: 5000, peak: 50_000 },
  bytesPerSecond: 11_200,
};
const args = {
  ...DEFAULT_TRAINING_ARGUMENTS,
  per_device_train_batch_size: 16,
  num_train_epochs: 2,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
  eval_on_start: true,
} as const;

test('an estimate is the median pace times the tokens of all epochs, with evaluations and saves as measured', () => {
  const estimate = estimateRun(args, probe);
  expect(estimate.plan.maxSteps).toBe(20);
  expect(estimate.training).toBeCloseTo(10);
  expect(estimate.evaluations).toBe(3);
  expect(estimate.evaluation).toBeCloseTo(1);
  expect(estimate.saves).toBe(2);
  expect(estimate.save).toBeCloseTo(1);
  expect(estimate.seconds).toBeCloseTo(15);
});

test('its range is that of the slowest and the fastest timed step', () => {
  const { low, high } = estimateRun(args, probe);
  expect([low, high].map((seconds) => seconds.toFixed(3))).toEqual(['13.000', '23.000']);
});

test('a part of an epoch takes a part of its tokens', () => {
  expect(estimateRun({ ...args, max_steps: 5 }, probe).training).toBeCloseTo(2.5);
});

test('the parts of the memory add up to the measured peak', () => {
  const { weights, optimizer, program, batch } = memoryParts(probe);
  expect(weights + optimizer + program + batch).toBe(probe.memory.peak);
});
