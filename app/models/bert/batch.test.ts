import { expect, test } from 'vitest';
import { packTokens } from './batch.ts';

const example = (...ids: number[]) => ({
  inputIds: Int32Array.from(ids),
  tokenTypeIds: new Uint8Array(ids.length),
});

test('causal: a position sees itself and what stands before it, and no padding', () => {
  const { feeds } = packTokens([example(1, 2, 3), example(4, 5)], 2, { causal: true });
  const { shape, data } = feeds.attention_bias;
  expect(shape).toEqual([2, 1, 3, 3]);
  const seen = Array.from({ length: 6 }, (_, row) =>
    Array.from(data.subarray(row * 3, row * 3 + 3), (bias) => bias === 0),
  );
  expect(seen).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
    [true, false, false],
    [true, true, false],
    [true, true, false],
  ]);
});

test('without it every position sees all real tokens', () => {
  const { feeds } = packTokens([example(1, 2, 3), example(4, 5)], 2);
  expect(feeds.attention_bias.shape).toEqual([2, 1, 1, 3]);
  expect(Array.from(feeds.attention_bias.data, (bias) => bias === 0)).toEqual([
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
});
