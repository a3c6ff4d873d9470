import { expect, test } from 'vitest';
import { keptOver, minutesLeft, parseProgress } from './progress.ts';

test('progress that cannot be read counts as none', () => {
  expect(parseProgress({ format: 2 })).toEqual({ format: 1, lessons: {} });
});

test('kept fields of another type fall back, so that an older record breaks no cell', () => {
  const initial = { guess: '', run: null, answered: false };
  expect(keptOver(initial, { guess: 'tea', run: 'a-1', answered: 'yes', other: 1 })).toEqual({
    guess: 'tea',
    run: 'a-1',
    answered: false,
  });
});

test('minutes left shrink with every page read, and end at none', () => {
  const pages = ['a', 'b', 'c', 'd'];
  expect([[], ['a'], ['a', 'b', 'c'], pages].map((read) => minutesLeft(8, pages, read))).toEqual([
    8, 6, 2, 0,
  ]);
});
