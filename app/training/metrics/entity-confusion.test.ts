import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EntityCounter } from './entities.ts';

const tags = (line: string): string[] => line.split(' ');

describe('the confusion of named entities', () => {
  // Ada Lovelace met Charles Babbage in New York for Acme
  const actual = tags('B-PER I-PER O B-PER I-PER O B-LOC I-LOC O B-ORG');
  // One right, one found in part, one taken for an organisation, one missed.
  const predicted = tags('B-PER I-PER O B-PER O O B-ORG I-ORG O O');

  it('tells right, another type, in part, missed and invented apart', () => {
    const counter = new EntityCounter();
    counter.add(actual, predicted);
    // Rain fell: no name, and one was seen.
    counter.add(tags('O O'), tags('B-LOC O'));
    expect(counter.scores().map(({ label }) => label)).toEqual(['LOC', 'ORG', 'PER']);
    expect(counter.confusion()).toEqual([
      // LOC ORG PER in part, missed
      [0, 1, 0, 0, 0],
      [0, 0, 0, 0, 1],
      [0, 0, 1, 1, 0],
      // in part, invented
      [0, 0, 1, 0, 0],
      [1, 0, 0, 0, 0],
    ]);
  });

  it('puts two names into one that was drawn over both, each in part', () => {
    const counter = new EntityCounter();
    counter.add(tags('B-PER B-LOC O'), tags('B-PER I-PER I-PER'));
    expect(counter.confusion()).toEqual([
      [0, 0, 1, 0],
      [0, 0, 1, 0],
      [0, 1, 0, 0],
      [0, 0, 0, 0],
    ]);
  });

  it('has the figures of seqeval in its sums: support by row, predictions by column, the right ones between', () => {
    const { seqeval } = JSON.parse(
      readFileSync(new URL('../../../tests/golden/metrics.json', import.meta.url), 'utf8'),
    ) as { seqeval: { labels: string[][]; predictions: string[][] }[] };
    for (const { labels, predictions } of seqeval) {
      const counter = new EntityCounter();
      for (const [i, sentence] of labels.entries()) counter.add(sentence, predictions[i]!);
      const matrix = counter.confusion();
      for (const [i, { support, precision, recall }] of counter.scores().entries()) {
        const [row, column] = [matrix[i]!, matrix.map((counts) => counts[i]!)];
        const [actually, said] = [row, column].map((counts) => counts.reduce((a, b) => a + b));
        expect(actually).toBe(support);
        expect(row[i]! / (actually || 1)).toBe(recall);
        expect(row[i]! / (said || 1)).toBe(precision);
      }
    }
  });
});
