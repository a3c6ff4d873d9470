import { expect, test } from 'vitest';
import { centredCosines } from './centred-cosines.ts';

test('what all tokens share is taken off before vectors are compared', () => {
  // Two sequences of [CLS] a b [SEP], width 2; every vector has 10 in its first number.
  const states = Float32Array.from([...[99, 99, 10, 1, 10, -1, 99, 99], ...[99, 99, 10, 1, 10, 3, 99, 99]]);
  const cosines = centredCosines(states, [4, 4], 2, 2);
  expect(cosines[0]![0]).toBeCloseTo(1, 12);
  // Mean (10, 1): the vectors of b are (0, -2) and (0, 2).
  expect(cosines[0]![1]).toBeCloseTo(-1, 12);
});

test('padding behind a shorter sequence does not count', () => {
  const states = Float32Array.from([...[0, 0, 2, 1, 0, 0, 0, 0], ...[0, 0, 2, 1, 4, 5, 0, 0]]);
  const [[, cosine]] = centredCosines(states, [3, 4], 1, 2) as [[number, number]];
  expect(cosine).toBeCloseTo(1, 12);
});
