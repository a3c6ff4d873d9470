import { expect, test } from 'vitest';
import type { StepPoint } from '../../../app/runs/points.ts';
import { holding, rangeOn, zoomed } from './axis.ts';

/** Ten steps an epoch, three seconds each. */
const STEPS = Array.from({ length: 40 }, (_, i) => {
  const step = i + 1;
  return { kind: 'step', step, epoch: step / 10, elapsed_seconds: step * 3 } as StepPoint;
});

test('a zoomed range shows the same steps on another axis', () => {
  expect(rangeOn({ min: 10, max: 20 }, 'step', 'epoch', STEPS)).toEqual({ min: 1, max: 2 });
  expect(rangeOn({ min: 9.5, max: 20.4 }, 'step', 'time', STEPS)).toEqual({ min: 30, max: 60 });
  expect(rangeOn({ min: 60, max: 90 }, 'time', 'step', STEPS)).toEqual({ min: 20, max: 30 });
});

test('a range without two steps is left', () => {
  expect(rangeOn({ min: 10.2, max: 10.8 }, 'step', 'epoch', STEPS)).toBeNull();
  expect(rangeOn({ min: 50, max: 60 }, 'step', 'epoch', STEPS)).toBeNull();
  expect(rangeOn({ min: 0, max: 1 }, 'step', 'epoch', [])).toBeNull();
});

const WHOLE = { min: 0, max: 40 };

test('a zoom keeps its place, stays within the whole, and ends where it shows all', () => {
  expect(zoomed(WHOLE, 10, 0.5, WHOLE)).toEqual({ min: 5, max: 25 });
  expect(zoomed(WHOLE, null, 0.5, WHOLE)).toEqual({ min: 10, max: 30 });
  expect(zoomed({ min: 0, max: 10 }, 50, 2, WHOLE)).toEqual({ min: 0, max: 20 });
  expect(zoomed({ min: 30, max: 40 }, 40, 2, WHOLE)).toEqual({ min: 20, max: 40 });
  expect(zoomed({ min: 10, max: 30 }, null, 2, WHOLE)).toBeNull();
});

test('a range follows a place that leaves it, no further than the whole', () => {
  const range = { min: 10, max: 20 };
  expect(holding(range, 15, WHOLE)).toBe(range);
  expect(holding(range, 25, WHOLE)).toEqual({ min: 20, max: 30 });
  expect(holding(range, 1, WHOLE)).toEqual({ min: 0, max: 10 });
});
