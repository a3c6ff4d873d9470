import { expect, test } from 'vitest';
import { smooth } from './smoothing.ts';

test('no smoothing leaves the values as they are', () => {
  expect(smooth([3, 1, 2], 0)).toEqual([3, 1, 2]);
});

test('the first smoothed value is the first value, not pulled to zero', () => {
  expect(smooth([0.7, 0.7, 0.7], 0.9).map((value) => value.toFixed(12))).toEqual(
    Array(3).fill('0.700000000000'),
  );
});

test('two values at weight 0.5 average one to two', () => {
  expect(smooth([1, 4], 0.5)).toEqual([1, 3]);
});

test('a NaN leaves a gap and the curve goes on behind it', () => {
  expect(smooth([1, Number.NaN, 4], 0.5)).toEqual([1, Number.NaN, 3]);
});
