import { expect, test } from 'vitest';
import { hideWord, textFor } from './hidden-words.ts';

const TEXT = 'Farmers in the north have begun to cut hay a week early.';
const hidden = { left: 'Farmers in the ', word: 'north', right: ' have begun to cut hay.' };

test('a hidden word is neither first nor last, and the same again for the same seed', () => {
  const first = hideWord(TEXT, 7, 3, () => true)!;
  expect(hideWord(TEXT, 7, 3, () => true)).toEqual(first);
  expect(first.left + first.word + first.right).toBe(TEXT);
  for (let row = 0; row < 50; row++) {
    expect(['Farmers', 'early']).not.toContain(hideWord(TEXT, 7, row, () => true)!.word);
  }
});

test('only words of one token are hidden, and short sentences are left out', () => {
  for (let row = 0; row < 50; row++)
    expect(hideWord(TEXT, 1, row, (word) => word !== 'hay')!.word).not.toBe('hay');
  expect(hideWord('It was very cold.', 1, 0, () => true)).toBeNull();
});

test('a covered side keeps as many places as it had words, and the mask asked for is found', () => {
  expect(textFor(hidden, 'both')).toEqual({ text: 'Farmers in the [MASK] have begun to cut hay.', mask: 0 });
  expect(textFor(hidden, 'left')).toEqual({
    text: 'Farmers in the [MASK] [MASK] [MASK] [MASK] [MASK] [MASK].',
    mask: 0,
  });
  expect(textFor(hidden, 'right')).toEqual({
    text: '[MASK] [MASK] [MASK] [MASK] have begun to cut hay.',
    mask: 3,
  });
});
