import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearDuplicates } from './near-duplicates.ts';

describe('near duplicates', () => {
  it('are rows that share nearly all their words, whatever case and punctuation', () => {
    expect(
      nearDuplicates([
        'The quick brown fox jumps over a dog',
        'Something else altogether, really',
        'the quick brown fox jumps over a dog!',
        'The quick brown fox jumps over the dog',
      ]),
    ).toEqual([null, null, 0, 0]);
  });

  it('are the same as comparing every pair finds', () => {
    const text = fc.array(fc.constantFrom(...'abcdefg'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 12 }), (rows) => {
        const sets = rows.map((row) => new Set(row));
        const expected = sets.map((set, i) => {
          const found = sets.slice(0, i).findIndex((other) => {
            const common = [...set].filter((word) => other.has(word)).length;
            return common / (set.size + other.size - common) >= 0.8;
          });
          return found < 0 ? null : found;
        });
        expect(nearDuplicates(rows.map((row) => row.join(' ')))).toEqual(expected);
      }),
      { seed: 7 },
    );
  });
});
