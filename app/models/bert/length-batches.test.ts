import { expect, test } from 'vitest';
import { lengthBatches } from './length-batches.ts';

test('sequences of similar length share a batch, each once', () => {
  const batches = lengthBatches([128, 8, 512, 8, 128, 8]);
  expect(batches).toEqual([[1, 3, 5, 0, 4], [2]]);
});

test('a batch is padded to at most 1,024 tokens unless one sequence is longer', () => {
  const lengths = Array.from({ length: 300 }, (_, i) => 2 + ((i * 37) % 126));
  const batches = lengthBatches([...lengths, 2000]);
  const padded = batches.map((batch) => batch.length * Math.max(...batch.map((i) => lengths[i] ?? 2000)));
  expect(padded.pop()).toBe(2000);
  expect(Math.max(...padded)).toBeLessThanOrEqual(1024);
  expect(batches.flat().sort((a, b) => a - b)).toEqual([...lengths.keys(), lengths.length]);
});

test('no sequences are no batches', () => {
  expect(lengthBatches([])).toEqual([]);
});
