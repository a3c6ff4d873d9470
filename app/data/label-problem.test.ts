import { expect, it } from 'vitest';
import type { DatasetColumns } from './columns.ts';
import { labelProblem } from './label-problem.ts';
import type { RawExample } from './raw-example.ts';

const columns = (problemType: DatasetColumns['problemType']) => ({ problemType }) as DatasetColumns;
const SINGLE = columns('single_label_classification');
const text: RawExample = { row: 0, line: 1, text: 'a day', textPair: null, label: 'up', words: null };
const words = (tags: readonly string[]): RawExample => ({
  ...text,
  label: null,
  words: { tokens: tags.map((_, i) => `word ${i}`), tags },
});

it('words need a tag each, and such as they had', () => {
  const sentence = words(['O', 'B-PER']);
  expect(labelProblem(['O', 'O'], sentence, SINGLE)).toBeNull();
  expect(labelProblem(['O'], sentence, SINGLE)).toMatch(/2 words, and needs as many tags/);
  expect(labelProblem('O', sentence, SINGLE)).toMatch(/2 words/);
  expect(labelProblem(['O', 'PER'], sentence, SINGLE)).toMatch(/"PER" is no tag/);
  expect(labelProblem(['NOUN'], words(['VERB']), SINGLE)).toBeNull();
});

it('a number is asked for where the data has numbers', () => {
  expect(labelProblem('-2.5', text, columns('regression'))).toBeNull();
  expect(labelProblem('many', text, columns('regression'))).toMatch(/"many" is no number/);
});

it('one label is one, and a row without any has none to put right', () => {
  expect(labelProblem(['up', 'down'], text, SINGLE)).toMatch(/one label/);
  expect(labelProblem([], text, columns('multi_label_classification'))).toBeNull();
  expect(labelProblem('up', { ...text, label: null }, SINGLE)).toMatch(/no label to put right/);
  expect(labelProblem('up', undefined, SINGLE)).toMatch(/no such row/);
});
