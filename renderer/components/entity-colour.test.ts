import { expect, test } from 'vitest';
import { entityColour, entityTypes } from './entity-colour.ts';

test('a type has one colour, however the types are ordered where it is shown', () => {
  const byFrequency = ['LOC', 'PER', 'ORG', 'MISC'];
  const byLabel = ['LOC', 'MISC', 'ORG', 'PER'];
  const colours = byLabel.map((type) => entityColour(type, byLabel));
  expect(new Set(colours).size).toBe(4);
  expect(byLabel.map((type) => entityColour(type, byFrequency))).toEqual(colours);
});

test('beyond six types names alone tell them apart', () => {
  const types = ['DATE', 'LOC', 'MISC', 'MONEY', 'ORG', 'PER', 'TIME'];
  expect(new Set(types.map((type) => entityColour(type, types))).size).toBe(7);
  expect(entityColour('TIME', types)).toBe('var(--ink-2)');
});

test('kinds come in the order of the labels, each once', () => {
  expect(entityTypes(['O', 'B-PER', 'I-PER', 'B-LOC'])).toEqual(['PER', 'LOC']);
});
