import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { projectRoot } from '../../main/storage/paths.ts';

const published = join(projectRoot(), '../shared/testdata');
const has = (name: string) => existsSync(join(published, name));

describe('the embedded datasets', () => {
  it.each([
    ['paraphrase', 960, ['different', 'same']],
    ['paraphrase-hard', 800, ['different', 'same']],
    ['reviews', 1760, ['negative', 'positive']],
    ['entities', 500, ['B-LOC', 'B-MISC', 'B-ORG', 'B-PER', 'I-LOC', 'I-MISC', 'I-ORG', 'I-PER', 'O']],
  ])('%s has all its rows and labels', async (name, rows, labels) => {
    const dataset = await loadDataset(name);
    expect(dataset.splits.train!.rows).toHaveLength(rows);
    expect(dataset.splits.train!.skipped).toEqual({});
    expect(headFor(dataset).labels).toEqual(labels);
  });
});

describe('published datasets', () => {
  it.skipIf(!has('mrpc'))('MRPC is read as published (lacking: ../shared/testdata/mrpc)', async () => {
    const dataset = await loadDataset(join(published, 'mrpc'));
    const { train, validation } = dataset.splits;
    const equivalent = (split: typeof train) =>
      split!.labels.find(({ label }) => label === 'equivalent')!.count;
    expect([train!.rows.length, equivalent(train)]).toEqual([3668, 2474]);
    expect([validation!.rows.length, equivalent(validation)]).toEqual([408, 279]);
    expect((await allRows(train!.rows)).some(({ text }) => /^".*[^"]$/.test(text))).toBe(true);
    expect(headFor(dataset).labels).toEqual(['not_equivalent', 'equivalent']);
  });

  it.skipIf(!has('sst2'))('SST-2 is read as published (lacking: ../shared/testdata/sst2)', async () => {
    const { splits } = await loadDataset(join(published, 'sst2'));
    expect(splits.train!.rows).toHaveLength(60_614);
  });

  it.skipIf(!has('wnut17'))('WNUT-17 is read as published (lacking: ../shared/testdata/wnut17)', async () => {
    const dataset = await loadDataset(join(published, 'wnut17'));
    const { train, validation } = dataset.splits;
    expect([train?.rows.length, validation?.rows.length]).toEqual([3394, 1009]);
    expect(headFor(dataset).labels).toHaveLength(13);
  });
});
