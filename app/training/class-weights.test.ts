import { expect, it } from 'vitest';
import { resolveClassWeights } from './class-weights.ts';

it('balances classes by inverse frequency, as scikit-learn', () => {
  expect(resolveClassWeights('balanced', [30, 10])).toEqual([40 / 60, 2]);
});

it('gives a class without examples a weight of 1', () => {
  expect(resolveClassWeights('balanced', [30, 0, 10])).toEqual([40 / 60, 1, 2]);
});

it('leaves given weights, or none, as they are', () => {
  expect(resolveClassWeights([1, 3], [30, 10])).toEqual([1, 3]);
  expect(resolveClassWeights(null, [30, 10])).toBeNull();
});
