import { describe, expect, test } from 'vitest';
import { spansOf } from './entity-spans.ts';

function words(...labels: readonly (string | null)[]) {
  return labels.map((label, i) => ({
    word: `w${i}`,
    start: i * 3,
    end: i * 3 + 2,
    label,
    score: 1 - i / 10,
  }));
}
const shape = (...labels: readonly (string | null)[]) =>
  spansOf(words(...labels)).map(({ type, words: inside }) => [type, inside.length]);

describe('names in a text', () => {
  test('B- begins a name and I- goes on with it', () => {
    expect(shape('O', 'B-PER', 'I-PER', 'O')).toEqual([
      [null, 1],
      ['PER', 2],
      [null, 1],
    ]);
  });

  test('two names of a kind that touch stay two', () => {
    expect(shape('B-LOC', 'B-LOC')).toEqual([
      ['LOC', 1],
      ['LOC', 1],
    ]);
  });

  test('an I- without a beginning is a name, and labels without B and I are joined', () => {
    expect(shape('O', 'I-ORG', 'NUM', 'NUM')).toEqual([
      [null, 1],
      ['ORG', 1],
      ['NUM', 2],
    ]);
  });

  test('words that were cut off belong to no name', () => {
    expect(shape('B-PER', null)).toEqual([
      ['PER', 1],
      [null, 1],
    ]);
  });

  test('a name is as sure as its least sure word', () => {
    expect(spansOf(words('B-PER', 'I-PER'))[0]!.score).toBeCloseTo(0.9);
  });
});
