import { expect, test } from 'vitest';
import { decimate, nearest } from './decimate.ts';

const wave = Array.from({ length: 100_000 }, (_, x) => ({ x, y: Math.sin(x / 50) }));

test('a hundred thousand points become at most two a column, with the peaks still there', () => {
  const spiked = wave.with(70_123, { x: 70_123, y: 9 });
  const kept = decimate(spiked, 0, 99_999, 800);
  expect(kept.length).toBeLessThanOrEqual(800 * 2 + 2);
  expect(Math.max(...kept.map(({ y }) => y))).toBe(9);
  expect(kept.map(({ x }) => x)).toEqual(kept.map(({ x }) => x).sort((a, b) => a - b));
});

test('a NaN is kept, so that its gap is seen', () => {
  const broken = wave.with(50_000, { x: 50_000, y: Number.NaN });
  expect(decimate(broken, 0, 99_999, 800).some(({ y }) => Number.isNaN(y))).toBe(true);
});

test('a zoomed range keeps its own points and one on either side', () => {
  const kept = decimate(wave, 1000, 1010, 800);
  expect(kept.map(({ x }) => x)).toEqual([999, ...Array.from({ length: 11 }, (_, i) => 1000 + i), 1011]);
});

test('few points are left as they are', () => {
  const few = wave.slice(0, 100);
  expect(decimate(few, 0, 99, 800)).toBe(few);
});

test('the nearest point is found on either side', () => {
  expect(nearest(wave, 3.4)?.x).toBe(3);
  expect(nearest(wave, 3.6)?.x).toBe(4);
  expect(nearest(wave, -5)?.x).toBe(0);
  expect(nearest([], 1)).toBeNull();
});
