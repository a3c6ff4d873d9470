import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ScheduleShape } from './schedules.ts';
import { learningRateAt } from './schedules.ts';

const golden = JSON.parse(
  readFileSync(new URL('../../tests/golden/optimizer.json', import.meta.url), 'utf8'),
) as { schedules: Record<string, number[]> };

const SHAPES: Record<string, ScheduleShape> = {
  linear: { type: 'linear', warmupSteps: 10, totalSteps: 60 },
  'linear no warmup': { type: 'linear', warmupSteps: 0, totalSteps: 60 },
  cosine: { type: 'cosine', warmupSteps: 10, totalSteps: 60 },
  constant_with_warmup: { type: 'constant_with_warmup', warmupSteps: 10, totalSteps: 60 },
};

it.each(Object.entries(golden.schedules))('follows the PyTorch schedule "%s" to 1e-12', (name, rates) => {
  rates.forEach((rate, step) => {
    expect(Math.abs(learningRateAt(step, 2e-5, SHAPES[name]!) - rate)).toBeLessThanOrEqual(1e-12 * 2e-5);
  });
});

it('decays a polynomial schedule from its peak to 1e-7', () => {
  const shape: ScheduleShape = { type: 'polynomial', warmupSteps: 2, totalSteps: 10 };
  expect(learningRateAt(0, 1e-3, shape)).toBe(0);
  expect(learningRateAt(2, 1e-3, shape)).toBeCloseTo(1e-3, 15);
  expect(learningRateAt(6, 1e-3, shape)).toBeCloseTo(1e-7 + (1e-3 - 1e-7) / 2, 15);
  expect(learningRateAt(10, 1e-3, shape)).toBeCloseTo(1e-7, 15);
});

it('keeps a constant schedule constant from the first step', () => {
  expect(learningRateAt(0, 3e-5, { type: 'constant', warmupSteps: 0, totalSteps: 5 })).toBe(3e-5);
});
