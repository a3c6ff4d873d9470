import { describe, expect, test } from 'vitest';
import { headShares, thumbnail } from './attention-habits.ts';

const CLS = { type: 0, special: true };
const SEP = (type: number) => ({ type, special: true });
const WORD = (type: number) => ({ type, special: false });
const TOKENS = [CLS, WORD(0), WORD(0), SEP(0), WORD(1), WORD(1), SEP(1)];

/** Every token looks at one other. */
function looking(at: (from: number) => number): Float32Array {
  const weights = new Float32Array(TOKENS.length ** 2);
  for (const from of TOKENS.keys()) weights[from * TOKENS.length + at(from)] = 1;
  return weights;
}

describe('habits of attention heads', () => {
  test('a head that looks at [SEP] is parked', () => {
    expect(
      headShares(
        looking(() => 3),
        TOKENS,
      ),
    ).toEqual({ special: 1, near: 0, across: 0, habit: 'parked' });
  });

  test('a head that looks at the token before is near, but where that is [CLS] or [SEP]', () => {
    const shares = headShares(
      looking((from) => Math.max(0, from - 1)),
      TOKENS,
    );
    expect(shares.habit).toBe('near');
    expect(shares.special).toBeCloseTo(3 / 7);
  });

  test('a head that links the two texts goes across', () => {
    const shares = headShares(
      looking((from) => (from < 4 ? 4 : 1)),
      TOKENS,
    );
    expect(shares.across).toBeCloseTo(4 / 7);
    expect(shares.habit).toBe('across');
  });

  test('a head without a half anywhere is spread out', () => {
    const even = new Float32Array(TOKENS.length ** 2).fill(1 / TOKENS.length);
    expect(headShares(even, TOKENS).habit).toBe('spread');
  });

  test('a thumbnail of more tokens than places keeps the largest weight of each square', () => {
    const weights = Float32Array.from([0, 1, 0, 0, 0, 0.2, 0, 0.4, 0]);
    expect(thumbnail(weights, 3, 3)).toEqual({ places: 3, values: [0, 255, 0, 0, 0, 51, 0, 102, 0] });
    expect(thumbnail(weights, 3, 2)).toEqual({ places: 2, values: [255, 51, 102, 0] });
  });
});
