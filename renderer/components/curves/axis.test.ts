import { expect, test } from 'vitest';
import type { StepPoint } from '../../../app/runs/points.ts';
import { rangeOn } from './axis.ts';

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
