import { expect, test } from 'vitest';
import { guessedOf } from './guessed.ts';

const head = (labels: string[], problemType: 'regression' | 'single_label_classification') => ({
  task: 'text-classification' as const,
  labels,
  problemType,
});
const baseline = (metrics: Record<string, number>) => ({ strategy: 'always the same', metrics });

test('of texts with labels a person predicts the share of rows that is right', () => {
  const task = 'text-classification of sentence pairs';
  expect(guessedOf({ task, baseline: null, head: null })).toEqual({ metric: 'accuracy', of: 'rows' });
  expect(guessedOf({ task, baseline: baseline({ accuracy: 0.5, f1: 0 }), head: null })?.metric).toBe(
    'accuracy',
  );
});

test('of names it is F1, of other tags the share of words', () => {
  const task = 'token-classification (named entities)';
  const names = baseline({ f1: 0, accuracy: 0.8 });
  expect(guessedOf({ task, baseline: names, head: null })).toEqual({ metric: 'f1', of: 'names' });
  expect(guessedOf({ task, baseline: null, head: null })?.of).toBe('names');
  const nouns = baseline({ f1: 0.05, accuracy: 0.3 });
  expect(guessedOf({ task, baseline: nouns, head: null })).toEqual({ metric: 'accuracy', of: 'words' });
});

test('of numbers and of hidden words nothing is predicted', () => {
  const task = 'text-classification';
  expect(guessedOf({ task, baseline: baseline({ mse: 2 }), head: null })).toBeNull();
  expect(guessedOf({ task, baseline: null, head: head([], 'regression') })).toBeNull();
  expect(guessedOf({ task: 'fill-mask', baseline: null, head: null })).toBeNull();
});
