import { expect, it } from 'vitest';
import { entitySpans, withEntity } from './entities.ts';

const TAGS = ['B-PER', 'I-PER', 'I-PER', 'O', 'B-LOC'];

it('words become one entity, and what is left of another begins anew after them', () => {
  expect(withEntity(TAGS, 1, 1, 'ORG')).toEqual(['B-PER', 'B-ORG', 'B-PER', 'O', 'B-LOC']);
  expect(withEntity(TAGS, 2, 4, 'ORG')).toEqual(['B-PER', 'I-PER', 'B-ORG', 'I-ORG', 'I-ORG']);
});

it('entities are taken away', () => {
  expect(withEntity(TAGS, 0, 1, null)).toEqual(['O', 'O', 'B-PER', 'O', 'B-LOC']);
});

it('tags that stand for themselves are given as they are', () => {
  expect(withEntity(['DET', 'NOUN'], 1, 1, 'VERB')).toEqual(['DET', 'VERB']);
});

it('what was made is read back as one entity', () => {
  expect(entitySpans(withEntity(TAGS, 3, 4, 'LOC'))).toContainEqual({ type: 'LOC', from: 3, to: 5 });
});
