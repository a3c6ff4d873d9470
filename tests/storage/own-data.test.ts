import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { editLabel, readLabelEdits } from '../../main/storage/label-edits.ts';
import { openModel } from '../../main/storage/models.ts';
import { keepDataset } from '../../main/storage/own-datasets.ts';
import { prepareData } from '../../main/workers/training-data.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

const home = mkdtempSync(join(tmpdir(), 'bert-studio-own-'));
const model = join(home, 'tiny');
const edits = join(home, 'label-edits');
let id: string;

beforeAll(async () => {
  vi.stubEnv('BERT_STUDIO_HOME', home);
  await writeTinyModel(model);
});
beforeEach(async () => {
  for (const folder of ['datasets', 'label-edits', 'cache'])
    rmSync(join(home, folder), { recursive: true, force: true });
  const path = join(home, 'days.csv');
  const rows = Array.from(
    { length: 20 },
    (_, i) => `a ${i % 2 ? 'good' : 'bad'} day,${i % 2 ? 'up' : 'down'}`,
  );
  writeFileSync(path, `text,label\n${rows.join('\n')}\n`);
  const about = { task: 'text-classification', rows: 20, columns: {}, division: null, source: 'days.csv' };
  id = await keepDataset(path, { ...about, title: 'Days' });
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** What a run would learn from, in memory or from disk. */
async function prepared(mostInMemory: number) {
  const args = parseTrainingArguments({ max_seq_length: 16 }, { context: { maxPositions: 32 } });
  const job = {
    name: 'r',
    folder: 'r',
    model,
    dataset: id,
    columns: {},
    validationShare: 0.2,
    args,
    resume: null,
  };
  return prepareData(job, await openModel(model), undefined, { mostInMemory });
}

describe('a label that was edited by hand', () => {
  it.each([
    ['in memory', 1e9],
    ['on disk', 0],
  ] as const)('is what training learns, %s', async (_, mostInMemory) => {
    const before = await prepared(mostInMemory);
    expect(before.labelCounts).toEqual([8, 8]);
    const [example] = await before.train.source.read([0]);
    expect([example!.row, before.head.labels[example!.label as number]]).toEqual([example!.row, 'down']);
    await editLabel(id, 'train', example!.row, 'up');
    const after = await prepared(mostInMemory);
    expect(after.labelCounts).toEqual([7, 9]);
    const [edited] = await after.train.source.read([0]);
    expect([edited!.row, after.head.labels[edited!.label as number]]).toEqual([example!.row, 'up']);
    expect(after.train.source.length).toBe(before.train.source.length);
    expect(readFileSync(join(home, 'datasets', id, 'data.csv'))).toEqual(
      readFileSync(join(home, 'days.csv')),
    );
  });

  it('is kept when many are edited at once, and taken back alone', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, row) => editLabel(id, 'train', row, 'up')));
    await editLabel(id, 'train', 3, null);
    expect((await readLabelEdits(id)).map(({ row }) => row).sort()).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9]);
  });
});

describe('a damaged file of edits', () => {
  it('is named, keeps training and editing from going on without it, and stays as it is', async () => {
    mkdirSync(edits);
    const file = join(edits, `${id}.json`);
    writeFileSync(file, '{"version": 1, "edits": [{"spl');
    for (const attempt of [editLabel(id, 'train', 0, 'up'), loadDataset(id), prepared(0)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'damaged_file',
        message: expect.stringContaining(`${id}.json holds the labels edited by hand and cannot be read`),
      });
    }
    expect(readFileSync(file, 'utf8')).toBe('{"version": 1, "edits": [{"spl');
    rmSync(file);
    await editLabel(id, 'train', 0, 'up');
    expect(await readLabelEdits(id)).toHaveLength(1);
  });
});
