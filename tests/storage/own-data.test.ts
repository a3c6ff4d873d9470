import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { ExampleSource } from '../../app/data/example.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { dataOptionsOf } from '../../main/services/recorded-run.ts';
import { headFor, loadDataset } from '../../main/storage/datasets.ts';
import { editLabel, leaveOut, readLabelEdits } from '../../main/storage/label-edits.ts';
import { openModel } from '../../main/storage/models.ts';
import { keepDataset, nameLabels } from '../../main/storage/own-datasets.ts';
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
async function prepared(mostInMemory: number, dataset = id) {
  const args = parseTrainingArguments({ max_seq_length: 16 }, { context: { maxPositions: 32 } });
  const job = {
    name: 'r',
    folder: 'r',
    model,
    dataset,
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

const PLACES = [
  ['in memory', 1e9],
  ['on disk', 0],
] as const;

/** A dataset of a person's own. */
async function keep(name: string, content: string, columns: ColumnOverrides = {}): Promise<string> {
  writeFileSync(join(home, name), content);
  const about = { task: 'any', rows: 0, division: null, source: name, title: name };
  return keepDataset(join(home, name), { ...about, columns });
}

describe('other labels edited by hand', () => {
  const lines = (line: (i: number) => object) =>
    Array.from({ length: 10 }, (_, i) => JSON.stringify(line(i))).join('\n');

  it.each(PLACES)('any number of labels are what training learns, %s', async (_, mostInMemory) => {
    const own = await keep(
      'films.jsonl',
      lines((i) => ({ text: 'a film', labels: i % 2 ? ['a'] : ['b'] })),
    );
    const { row } = (await (await prepared(mostInMemory, own)).train.source.read([0]))[0]!;
    await editLabel(own, 'train', row, ['a', 'b']);
    const both = (await (await prepared(mostInMemory, own)).train.source.read([0]))[0]!;
    expect([both.row, both.label]).toEqual([row, new Float32Array([1, 1])]);
    await editLabel(own, 'train', row, []);
    const none = (await (await prepared(mostInMemory, own)).train.source.read([0]))[0]!;
    expect(none.label).toEqual(new Float32Array([0, 0]));
  });

  it.each(PLACES)('a number is what training learns, %s', async (_, mostInMemory) => {
    const own = await keep(
      'scores.jsonl',
      lines((i) => ({ text: 'a film', score: i / 4 })),
    );
    const { row } = (await (await prepared(mostInMemory, own)).train.source.read([0]))[0]!;
    await editLabel(own, 'train', row, '-7.5');
    expect((await (await prepared(mostInMemory, own)).train.source.read([0]))[0]!.label).toBe(-7.5);
  });

  it.each(PLACES)('tags of words are what training learns, %s', async (_, mostInMemory) => {
    const own = await keep(
      'names.jsonl',
      lines(() => ({ tokens: ['a', 'good', 'day'], tags: ['O', 'B-PER', 'O'] })),
    );
    const before = await prepared(mostInMemory, own);
    const { row } = (await before.train.source.read([0]))[0]!;
    await editLabel(own, 'train', row, ['O', 'B-PER', 'I-PER']);
    const after = await prepared(mostInMemory, own);
    const tags = (await after.train.source.read([0]))[0]!.label as Int32Array;
    expect(Array.from(tags.subarray(1, 4), (tag) => after.head.labels[tag])).toEqual(['O', 'B-PER', 'I-PER']);
    expect(after.labelCounts[after.head.labels.indexOf('I-PER')]).toBe(1);
  });
});

describe('a row that was left out', () => {
  it.each(PLACES)('is neither learnt from nor judged on, and moves no other, %s', async (_, mostInMemory) => {
    const rowsOf = async ({ source }: { source: ExampleSource }) =>
      (await source.read(Array.from({ length: source.length }, (_, i) => i))).map(({ row }) => row);
    const before = await prepared(mostInMemory);
    const [train, validation] = [await rowsOf(before.train), await rowsOf(before.validation!)];
    await leaveOut(id, 'train', train[2]!, true);
    await leaveOut(id, 'train', validation[0]!, true);
    await editLabel(id, 'train', train[2]!, 'up');
    const after = await prepared(mostInMemory);
    expect(await rowsOf(after.train)).toEqual(train.filter((row) => row !== train[2]));
    expect(await rowsOf(after.validation!)).toEqual(validation.slice(1));
    expect(after.leftOut).toBe(2);
    expect(after.labelCounts.reduce((a, b) => a + b)).toBe(train.length - 1);
    await leaveOut(id, 'train', train[2]!, false);
    expect(await rowsOf((await prepared(mostInMemory)).train)).toEqual(train);
    expect(await readLabelEdits(id)).toEqual([
      { split: 'train', row: validation[0], left_out: true },
      { split: 'train', row: train[2], label: 'up' },
    ]);
  });
});

describe('names for labels', () => {
  const encoded = async () => {
    const { train, validation, head } = await prepared(1e9);
    const read = async (source: ExampleSource) =>
      (await source.read(Array.from({ length: source.length }, (_, i) => i))).map(({ row, label }) => [
        row,
        label,
      ]);
    return { labels: head.labels, rows: [await read(train.source), await read(validation!.source)] };
  };

  it('change neither rows nor ids, and edits stay theirs', async () => {
    await editLabel(id, 'train', 0, 'up');
    const before = await encoded();
    expect(before.labels).toEqual(['down', 'up']);
    await nameLabels(id, { down: 'worse', up: 'better' });
    const after = await encoded();
    expect(after.labels).toEqual(['worse', 'better']);
    expect(after.rows).toEqual(before.rows);
  });

  it('may be one for several labels', async () => {
    const stars = await keep(
      'stars.jsonl',
      Array.from({ length: 12 }, (_, i) => JSON.stringify({ text: 'a film', label: String(i % 3) })).join(
        '\n',
      ),
    );
    await nameLabels(stars, { 0: 'bad', 1: 'bad', 2: 'good' });
    expect((await prepared(1e9, stars)).head.labels).toEqual(['bad', 'good']);
  });

  it('are not those of a run that learnt others', async () => {
    const columns = dataOptionsOf({
      dataset: { options: { validation_share: 0.2 }, label_names: undefined },
    } as unknown as RunRecord).columns;
    expect((await loadDataset('reviews')).columns.labelNames).toEqual({ 0: 'negative', 1: 'positive' });
    expect(headFor(await loadDataset('reviews', columns)).labels).toEqual(['0', '1']);
  });
});

describe('edits of an earlier version', () => {
  it('are read, and written anew with the next', async () => {
    mkdirSync(edits, { recursive: true });
    const file = join(edits, `${id}.json`);
    writeFileSync(file, '{"version": 1, "edits": [{"split": "train", "row": 0, "label": "up"}]}');
    await leaveOut(id, 'train', 1, true);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      version: 2,
      edits: [
        { split: 'train', row: 0, label: 'up' },
        { split: 'train', row: 1, left_out: true },
      ],
    });
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

describe.skipIf(process.platform === 'win32')(
  'a folder of labels with links in it (needs links and mkfifo)',
  () => {
    const LABELS = join(home, 'by-label');
    const about = { task: 'text-classification', rows: 2, columns: {}, division: null, source: 'by-label' };
    beforeEach(() => {
      rmSync(LABELS, { recursive: true, force: true });
      for (const [label, text] of [
        ['up', 'a good day'],
        ['down', 'a bad day'],
      ] as const) {
        mkdirSync(join(LABELS, label), { recursive: true });
        writeFileSync(join(LABELS, label, '1.txt'), text);
      }
    });

    it('is kept with files that links lead to, and without folders: those may lead to all there is', async () => {
      writeFileSync(join(home, 'elsewhere.txt'), 'another day');
      symlinkSync(join(home, 'elsewhere.txt'), join(LABELS, 'up/2.txt'));
      symlinkSync('/', join(LABELS, 'up/all'));
      symlinkSync('.', join(LABELS, 'down/itself'));
      symlinkSync('round', join(LABELS, 'round'));
      execFileSync('mkfifo', [join(LABELS, 'down/pipe.txt')]);
      for (const options of [{}, { mostInMemory: 0 }])
        expect((await loadDataset(LABELS, {}, ['train'], options)).splits.train!.rows.length).toBe(3);
      const kept = await keepDataset(LABELS, { ...about, title: 'Links' });
      const files = readdirSync(join(home, 'datasets', kept), { recursive: true, withFileTypes: true });
      const names = files.filter((entry) => entry.isFile()).map(({ name }) => name);
      expect(names.sort()).toEqual(['1.txt', '1.txt', '2.txt', 'dataset.json']);
      expect((await loadDataset(kept)).splits.train!.rows.length).toBe(3);
    });

    it('is refused by the name of a link that leads nowhere', async () => {
      symlinkSync('gone.txt', join(LABELS, 'up/2.txt'));
      await expect(loadDataset(LABELS)).rejects.toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining(join(LABELS, 'up/2.txt')),
      });
    });
  },
);
