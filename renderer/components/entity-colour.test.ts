import { expect, test } from 'vitest';
import { entityColour, entityTypes } from './entity-colour.ts';

test('a type has one colour, however the types are ordered where it is shown', () => {
  const byFrequency = ['LOC', 'PER', 'ORG', 'MISC'];
  const byLabel = ['LOC', 'MISC', 'ORG', 'PER'];
  const colours = byLabel.map((type) => entityColour(type, byLabel));
  expect(new Set(colours).size).toBe(4);
  expect(byLabel.map((type) => entityColour(type, byFrequency))).toEqual(colours);
});

test('beyond four types names alone tell them apart', () => {
  expect(entityColour('TIME', ['DATE', 'LOC', 'ORG', 'PER', 'TIME'])).toBe('var(--ink-2)');
});

test('kinds come in the order of the labels, each once', () => {
  expect(entityTypes(['O', 'B-PER', 'I-PER', 'B-LOC'])).toEqual(['PER', 'LOC']);
});
