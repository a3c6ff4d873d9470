import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { allRows } from '../../app/data/rows.ts';
import { Intake } from '../../main/services/studio/intake.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { zipBytes } from '../support/zip-bytes.ts';

const CSV = 'text,label\na good day,up\na bad day,down\n';

let home: string;
let intake: Intake;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-intake-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
  intake = new Intake();
});
afterEach(async () => {
  await intake.clear();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

async function zipped(files: Readonly<Record<string, string>>): Promise<string> {
  return (await intake.receive('days.zip', Readable.from([await zipBytes(files)]))).handle;
}

/** Names and splits of what is in a zip file. */
async function opened(files: Readonly<Record<string, string>>) {
  const { handles } = await intake.unpack([await zipped(files)]);
  const staged = await intake.stage(handles.map((handle) => ({ handle })));
  return { ...staged, told: staged.files.map(({ name, split }) => [name, split]) };
}

describe('a zip file', () => {
  it('gives its data files, each for what its name tells, and is itself the source', async () => {
    const { told, source, path } = await opened({
      'days/dev.csv': CSV,
      'days/train.csv': CSV,
      'days/README.md': '# Days',
      'days/notes.csv': CSV,
    });
    expect(told).toEqual([
      ['days/train.csv', 'train'],
      ['days/dev.csv', 'validation'],
      ['days/notes.csv', 'unused'],
    ]);
    expect(source).toBe('days.zip');
    expect(Object.keys((await loadDataset(path)).splits)).toEqual(['train', 'validation']);
  });

  it('of folders named by labels is one dataset of them', async () => {
    const { told, path } = await opened({ 'up/1.txt': 'a good day', 'down/1.txt': 'a bad day' });
    expect(told).toEqual([['days.zip', 'train']]);
    const { splits } = await loadDataset(path);
    expect(splits.train!.labels.map(({ label }) => label).sort()).toEqual(['down', 'up']);
  });

  it('of several folders lets a person choose among their files', async () => {
    const { told } = await opened({ 'one/train.csv': CSV, 'two/train.csv': CSV });
    expect(told).toEqual([
      ['one/train.csv', 'train'],
      ['two/train.csv', 'unused'],
    ]);
  });

  it('of more files than one dataset is made of is refused by its name', async () => {
    const many = Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`${i}.csv`, CSV]));
    const handle = await zipped(many);
    await expect(intake.unpack([handle])).rejects.toMatchObject({
      code: 'too_many_files',
      message: expect.stringMatching(/^days\.zip holds 201 data files/),
    });
  });

  it('of a model is told to be one', async () => {
    const handle = await zipped({ 'tiny/config.json': '{}', 'tiny/vocab.txt': '[PAD]' });
    expect(await intake.unpack([handle])).toEqual({
      holds: 'model',
      handles: [handle],
      name: 'days.zip',
    });
  });

  it('without data is refused by its name', async () => {
    const handle = await zipped({ 'photo.png': 'x' });
    await expect(intake.unpack([handle])).rejects.toMatchObject({
      code: 'no_data_files',
      message: expect.stringMatching(/^days\.zip holds no dataset/),
    });
  });

  it('that is damaged is refused by its name', async () => {
    const { handle } = await intake.receive('days.zip', Readable.from(['PK no more']));
    await expect(intake.unpack([handle])).rejects.toMatchObject({
      code: 'invalid_zip',
      message: expect.stringMatching(/^days\.zip cannot be unpacked/),
    });
  });
});

describe('several files', () => {
  const offered = async (names: readonly string[]) => {
    for (const name of names) writeFileSync(join(home, name), CSV);
    return Promise.all(names.map(async (name) => (await intake.offer(join(home, name))).handle));
  };

  it('are training, validation and test rows in their order where no name tells', async () => {
    const handles = await offered(['a.csv', 'b.csv', 'c.csv', 'd.csv']);
    const { files } = await intake.stage(handles.map((handle) => ({ handle })));
    expect(files.map(({ split }) => split)).toEqual(['train', 'validation', 'test', 'unused']);
  });

  it('of one split follow one another, each row with a number of its own', async () => {
    const handles = await offered(['a.csv', 'b.csv']);
    const { path } = await intake.stage(handles.map((handle) => ({ handle, split: 'train' })));
    const { splits } = await loadDataset(path);
    expect((await allRows(splits.train!.rows)).map(({ row }) => row)).toEqual([0, 1, 2, 3]);
  });

  it('of one split and different formats are refused, and so are files of which none is learnt from', async () => {
    const handles = await offered(['a.csv', 'b.tsv']);
    const as = (...splits: ('train' | 'test' | 'validation')[]) =>
      intake.stage(handles.map((handle, i) => ({ handle, split: splits[i]! })));
    await expect(as('train', 'train')).rejects.toThrow(/a\.csv and b\.tsv are both given as train rows/);
    await expect(as('test', 'validation')).rejects.toThrow(/None of the files is given as training rows/);
  });

  it('are followed where they are links, as in the cache of Hugging Face', async () => {
    mkdirSync(join(home, 'blobs'));
    const paths = ['train.csv', 'validation.csv'].map((name) => {
      writeFileSync(join(home, 'blobs', `of ${name}`), CSV);
      symlinkSync(join('blobs', `of ${name}`), join(home, name));
      return join(home, name);
    });
    const handles = intake.offerFrom(home, paths, 'the Hub').map(({ handle }) => ({ handle }));
    const { path } = await intake.stage(handles);
    expect(readFileSync(join(path, 'train.csv'), 'utf8')).toBe(CSV);
  });
});
