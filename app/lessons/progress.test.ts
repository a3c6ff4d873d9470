import { expect, test } from 'vitest';
import {
  keptOver,
  type LessonProgress,
  mergeProgress,
  minutesLeft,
  type Progress,
  parseProgress,
} from './progress.ts';

test('progress that cannot be read counts as none', () => {
  expect(parseProgress({ format: 2 })).toEqual({ format: 1, lessons: {} });
});

test('two windows that learn at once lose nothing of each other', () => {
  const progress = (lesson: LessonProgress): Progress => ({ format: 1, lessons: { bert: lesson } });
  const cell = (guess: string, done = false) => ({ done, kept: { guess } });
  const was = progress({ page: 'a', read: ['a'], cells: { tokens: cell(''), heads: cell('') } });
  const kept = progress({
    page: 'b',
    read: ['a', 'b'],
    cells: { tokens: cell('tea', true), heads: cell('the first', true), blank: cell('ice') },
  });
  const mine = progress({ page: 'a', read: ['a', 'c'], cells: { tokens: cell('coffee'), heads: cell('') } });
  const merged = progress({
    page: 'b',
    read: ['a', 'b', 'c'],
    cells: { tokens: cell('coffee', true), heads: cell('the first', true), blank: cell('ice') },
  });
  expect(mergeProgress(was, mine, kept)).toEqual(merged);
  expect(mergeProgress(parseProgress(null), mine, parseProgress(null))).toEqual(mine);
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
