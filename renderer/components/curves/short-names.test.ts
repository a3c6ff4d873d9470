import { expect, test } from 'vitest';
import { shortNames } from './short-names.ts';

test('names that fit stay as they are', () => {
  expect(shortNames(['Ferries, first', 'Ferries, seed 7'])).toEqual(['Ferries, first', 'Ferries, seed 7']);
});

test('of names that are too long, what all begin with is left out', () => {
  expect(shortNames(['paraphrase-all-MiniLM-L6-v2-1', 'paraphrase-all-MiniLM-L6-v2-12'])).toEqual([
    '…MiniLM-L6-v2-1',
    '…MiniLM-L6-v2-12',
  ]);
  expect(shortNames(['Hard pairs, rate 1e-4, seed 42', 'Hard pairs, rate 2e-5, seed 42'])).toEqual([
    '…1e-4, seed 42',
    '…2e-5, seed 42',
  ]);
});

test('names that share no beginning are cut in the middle', () => {
  const [a, b] = shortNames(['first of the long names 1', 'second of the long names 2']);
  expect(a).toBe('first of … names 1');
  expect(b).toHaveLength(18);
  expect(shortNames(['the same and only long name'])[0]).toHaveLength(18);
});

test('what some of them begin with is left out of those alone', () => {
  const hard = ['Hard, 0.0001, seed 42', 'Hard, 0.00002, seed 42'];
  expect(shortNames([...hard, 'Reviews, to be killed'])).toEqual([
    '…0.0001, seed 42',
    '…0.00002, seed 42',
    'Reviews, …e killed',
  ]);
});

test('a name that is too long takes nothing from those that fit', () => {
  expect(shortNames(['batch 8', 'batch 4', 'label smoothing of 0.1'])).toEqual([
    'batch 8',
    'batch 4',
    'label smo…g of 0.1',
  ]);
});

test('names that are the same stay the same', () => {
  const [a, b] = shortNames(['one and the same long name', 'one and the same long name']);
  expect(a).toBe(b);
});
