import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { encodeRows } from '../../main/storage/encode-rows.ts';
import { openModel } from '../../main/storage/models.ts';

// Made by make.py beside them, with the library that writes the Hub's files.
const file = (name: string) => join(import.meta.dirname, 'parquet', name);

describe('Parquet in the layout of the Hub', () => {
  it('MRPC: shards named by split, labels by the names that are noted in the file', async () => {
    const dataset = await loadDataset(file('mrpc'));
    expect(dataset.columns).toMatchObject({
      task: 'text-classification',
      problemType: 'single_label_classification',
      text: 'sentence1',
      textPair: 'sentence2',
      label: 'label',
    });
    const { train, validation } = dataset.splits;
    expect([train!.rows.length, validation!.rows.length]).toEqual([4, 2]);
    expect(headFor(dataset).labels).toEqual(['not_equivalent', 'equivalent']);
    const [, , third] = await allRows(train!.rows);
    expect(third).toEqual({
      row: 2,
      line: null,
      text: 'She sold the "old" boat.',
      textPair: 'The old boat was sold by her.',
      label: 'equivalent',
      words: null,
      extra: { idx: '2' },
    });
  });

  it('MRPC with numbers alone, known by its columns and its path', async () => {
    const dataset = await loadDataset(file('mrpc-numbers.parquet'));
    expect(headFor(dataset).labels).toEqual(['not_equivalent', 'equivalent']);
    expect(dataset.splits.train!.labels).toEqual([
      { label: 'equivalent', count: 2 },
      { label: 'not_equivalent', count: 2 },
    ]);
  });

  it('several labels a row, over several row groups, with a missing text skipped by its number', async () => {
    const dataset = await loadDataset(file('films.parquet'));
    const { rows, labels, skipped } = dataset.splits.train!;
    expect(dataset.columns.problemType).toBe('multi_label_classification');
    expect(skipped).toEqual({ 'no text': { count: 1, first: ['row 3'] } });
    expect([...rows.storage.rows]).toEqual([0, 1, 3, 4]);
    expect(labels).toEqual([
      { label: 'drama', count: 2 },
      { label: 'nature', count: 2 },
      { label: 'comedy', count: 1 },
    ]);
    const all = await allRows(rows);
    expect(all.map(({ label }) => label)).toEqual([['drama', 'nature'], ['comedy'], [], ['nature', 'drama']]);
    expect(all.map(({ extra }) => extra)).toEqual([{ year: '1999' }, {}, { year: '2003' }, { year: '2004' }]);
    const head = headFor(dataset);
    const { tokenizer } = await openModel('all-MiniLM-L6-v2');
    const { source } = await encodeRows(rows, { tokenizer, head, maxLength: 16, file: 'films' });
    const encoded = await source.read([0, 1, 2, 3]);
    expect(head.labels).toEqual(['comedy', 'drama', 'nature']);
    expect(encoded.map(({ label }) => [...(label as Float32Array)])).toEqual([
      [0, 1, 1],
      [1, 0, 0],
      [0, 0, 0],
      [0, 1, 1],
    ]);
  });

  it('tagged words, their tags by name', async () => {
    const dataset = await loadDataset(file('entities.parquet'));
    expect(dataset.columns).toMatchObject({
      task: 'token-classification',
      tokens: 'tokens',
      tags: 'ner_tags',
    });
    expect(headFor(dataset).labels).toEqual(['B-LOC', 'B-PER', 'I-PER', 'O']);
    const [first] = await allRows(dataset.splits.train!.rows);
    expect(first!.words).toEqual({ tokens: ['Ada', 'Lovelace', 'wrote'], tags: ['B-PER', 'I-PER', 'O'] });
  });

  it.each(['boats-1', 'boats-2'])('pages of either version, differences and packers: %s', async (name) => {
    const { splits } = await loadDataset(file(`${name}.parquet`));
    const { rows, skipped } = splits.train!;
    expect(skipped).toMatchObject({ 'no text': { count: 6, first: ['row 4', 'row 11', 'row 18'] } });
    const all = await allRows(rows);
    expect(all).toHaveLength(34);
    expect(all.at(-1)).toMatchObject({
      row: 39,
      text: 'The boat of 39 oars sails at 4.',
      label: 'on time',
      extra: { harbour: 'Turin', oars: '39', open: 'false' },
    });
  });
});
