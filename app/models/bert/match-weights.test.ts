import { describe, expect, it } from 'vitest';
import { SENTIMENT, TINY_CONFIG } from '../../../tests/support/tiny-model.ts';
import { MASKED_LM } from '../task.ts';
import { matchClassifier } from './classifier-rows.ts';
import { formatLoadReport } from './load-report.ts';
import { matchWeights } from './match-weights.ts';
import { bertParameters } from './parameters.ts';

const sentiment = bertParameters(TINY_CONFIG, SENTIMENT);
const maskedLm = bertParameters(TINY_CONFIG, MASKED_LM);
const shapesOf = (parameters: typeof sentiment, rename = (name: string) => name) =>
  new Map(parameters.map(({ name, shape }) => [rename(name), shape]));
const EMPTY = { missing: [], unexpected: [], mismatched: [], note: null };

describe('matchWeights', () => {
  it('finds every weight under its own name', () => {
    const { sources, report } = matchWeights(sentiment, shapesOf(sentiment));
    expect(report).toEqual(EMPTY);
    expect([...sources].every(([name, source]) => name === source)).toBe(true);
  });

  it("finds weights without the prefix, and under TensorFlow's names", () => {
    const old = (name: string) =>
      name
        .replace(/^bert\./, '')
        .replace('LayerNorm.weight', 'LayerNorm.gamma')
        .replace('LayerNorm.bias', 'LayerNorm.beta');
    const { sources, report } = matchWeights(sentiment, shapesOf(sentiment, old));
    expect(report).toEqual(EMPTY);
    expect(sources.get('bert.embeddings.LayerNorm.weight')).toBe('embeddings.LayerNorm.gamma');
  });

  it('takes the tied decoder for the embeddings only where they are not there themselves', () => {
    const shapes = shapesOf(maskedLm);
    shapes.set('cls.predictions.decoder.weight', [10, 8]).set('cls.predictions.decoder.bias', [10]);
    const words = 'bert.embeddings.word_embeddings.weight';
    expect(matchWeights(maskedLm, shapes).sources.get(words)).toBe(words);
    shapes.delete(words);
    shapes.delete('cls.predictions.bias');
    const { sources, report } = matchWeights(maskedLm, shapes);
    expect(report).toEqual(EMPTY);
    expect(sources.get(words)).toBe('cls.predictions.decoder.weight');
    expect(sources.get('cls.predictions.bias')).toBe('cls.predictions.decoder.bias');
  });

  it('ignores position ids without a word', () => {
    const shapes = shapesOf(sentiment).set('bert.embeddings.position_ids', [1, 32]);
    expect(matchWeights(sentiment, shapes).report).toEqual(EMPTY);
  });

  it('reports what is missing, unused and of another shape', () => {
    const shapes = shapesOf(maskedLm).set('classifier.weight', [3, 8]);
    const { report } = matchWeights(sentiment, shapes);
    expect(report.missing).toEqual(['bert.pooler.dense.weight', 'bert.pooler.dense.bias', 'classifier.bias']);
    expect(report.unexpected).toContain('cls.predictions.bias');
    expect(report.mismatched).toEqual([{ name: 'classifier.weight', checkpoint: [3, 8], model: [2, 8] }]);
  });
});

describe('formatLoadReport', () => {
  it('says nothing when everything was found and used', () => {
    expect(formatLoadReport(EMPTY, 'tiny')).toBe('');
  });

  it('puts the weights of many layers in one row and explains each status', () => {
    const report = {
      missing: ['classifier.bias'],
      unexpected: Array.from({ length: 12 }, (_, i) => `bert.encoder.layer.${i}.extra.weight`),
      mismatched: [{ name: 'classifier.weight', checkpoint: [3, 8], model: [2, 8] }],
      note: 'The classifier is new.',
    };
    expect(formatLoadReport(report, 'tiny')).toMatchInlineSnapshot(`
      "LOAD REPORT from: tiny
      Key                                      | Status
      -----------------------------------------+-----------
      bert.encoder.layer.{0...11}.extra.weight | UNEXPECTED
      classifier.bias                          | MISSING
      classifier.weight                        | MISMATCH   | checkpoint [3, 8], model [2, 8]

      Notes:
      - UNEXPECTED: in the checkpoint but not in this model; to be expected when the task is another one.
      - MISSING:    not in the checkpoint, so newly initialized; train the model before you rely on it.
      - MISMATCH:   of another shape in the checkpoint, so newly initialized.
      - The classifier is new."
    `);
  });

  it('lists a few layers one by one and keeps different shapes apart', () => {
    const report = {
      ...EMPTY,
      missing: ['layer.0.a', 'layer.3.a', 'layer.3.b'],
      mismatched: [
        { name: 'layer.1.c', checkpoint: [1], model: [2] },
        { name: 'layer.2.c', checkpoint: [3], model: [2] },
      ],
    };
    const lines = formatLoadReport(report, 'tiny').split('\n');
    expect(lines).toContain('layer.{0, 3}.a | MISSING');
    expect(lines).toContain('layer.3.b      | MISSING');
    expect(lines).toContain('layer.2.c      | MISMATCH | checkpoint [3], model [2]');
  });
});

describe('matchClassifier', () => {
  const head = { ...SENTIMENT, labels: ['a', 'b', 'c'] };
  it('takes over a classifier of the same labels', () => {
    expect(matchClassifier(head, ['a', 'b', 'c'])).toEqual({ rows: [0, 1, 2], note: null });
  });

  it('rearranges a classifier of the same labels in another order, and says so', () => {
    const { rows, note } = matchClassifier(head, ['c', 'a', 'b']);
    expect(rows).toEqual([1, 2, 0]);
    expect(note).toContain('rearranged');
  });

  it('takes labels without names in order, and says so', () => {
    const { rows, note } = matchClassifier(head, ['LABEL_0', 'LABEL_1', 'LABEL_2']);
    expect(rows).toEqual([0, 1, 2]);
    expect(note).toContain('in order');
  });

  it.each([
    ['another number of labels', ['a', 'b']],
    ['other labels', ['a', 'b', 'd']],
  ])('wants a new classifier for %s, and says so', (_, labels) => {
    const { rows, note } = matchClassifier(head, labels);
    expect(rows).toBeNull();
    expect(note).toContain('the classifier is new');
  });

  it('has nothing to say where there is no classifier', () => {
    expect(matchClassifier(head, null)).toEqual({ rows: null, note: null });
    expect(matchClassifier(MASKED_LM, ['a'])).toEqual({ rows: null, note: null });
  });
});
