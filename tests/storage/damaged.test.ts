import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newRunRecord } from '../../app/runs/record.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../app/training/arguments.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { readAbout, writeAbout } from '../../main/storage/run-about.ts';
import { temporaryFolder, writeTinyModel } from '../support/tiny-model.ts';

let folder: string;
let studio: Studio;

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = folder;
  studio = createStudio('web', () => {
    throw new Error('No worker is needed here.');
  });
});
afterEach(async () => {
  await studio.close();
  delete process.env.BERT_STUDIO_HOME;
  await rm(folder, { recursive: true });
});

async function write(path: string, content: unknown): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const RECORD = newRunRecord(
  {
    id: 'whole',
    name: 'whole',
    head: { task: 'text-classification', problemType: 'single_label_classification', labels: ['no', 'yes'] },
    model: 'all-MiniLM-L6-v2',
    dataset: { name: 'paraphrase', train_examples: 8, eval_examples: 2, options: {} },
    args: DEFAULT_TRAINING_ARGUMENTS,
    device: 'cpu',
    threads: 1,
  },
  '2026-01-01T00:00:00Z',
);

describe('what cannot be read', () => {
  it('is named with what to do, never overwritten, and the rest opens without it', async () => {
    await write('runs/whole/run.json', RECORD);
    const damaged = [
      await write('runs/torn/run.json', JSON.stringify(RECORD).slice(0, 300)),
      await write('runs/empty/run.json', ''),
      await write('datasets/my-data/dataset.json', '{"version": 1'),
      await write('label-edits/reviews.json', { version: 1, edits: [{ split: 'nowhere' }] }),
      await write('kept/lesson-progress.json', 'not json'),
      await write('models/hurt/config.json', '{'),
    ];
    await writeTinyModel(join(folder, 'models', 'tiny'));
    const before = await Promise.all(damaged.map((file) => readFile(file, 'utf8')));

    const problems = (await studio.invoke('studio.problems', {})) as { file: string; message: string }[];
    for (const file of damaged) {
      const named = problems.filter(
        ({ message }) => message.includes(file) || message.includes(join(file, '..')),
      );
      expect(named, file).toHaveLength(1);
    }
    expect(problems).toHaveLength(damaged.length);
    expect(await Promise.all(damaged.map((file) => readFile(file, 'utf8')))).toEqual(before);

    const runs = (await studio.invoke('runs.list', {})) as { record: { id: string } }[];
    expect(runs.map(({ record }) => record.id)).toEqual(['whole']);
    const models = (await studio.invoke('models.list', {})) as { id: string }[];
    expect(models.map(({ id }) => id)).toContain('tiny');
    expect(models.map(({ id }) => id)).not.toContain('hurt');
    expect(await studio.invoke('datasets.list', {})).not.toHaveLength(0);
  });

  it('of a run alone is its model: the other models are there to ask', async () => {
    await write('runs/whole/run.json', { ...RECORD, last_checkpoint: 'checkpoint-8' });
    const models = (await studio.invoke('models.list', {})) as { id: string }[];
    expect(models.map(({ id }) => id)).toContain('all-MiniLM-L6-v2');
    expect(models.map(({ id }) => id)).not.toContain('run:whole');
    const problems = (await studio.invoke('studio.problems', {})) as { message: string }[];
    expect(problems).toEqual([expect.objectContaining({ message: expect.stringContaining('checkpoint-8') })]);
  });

  it('of a newer version is refused politely', async () => {
    await write('runs/later/run.json', { ...RECORD, format: 2 });
    await write('label-edits/reviews.json', { version: 9, edits: [] });
    const problems = (await studio.invoke('studio.problems', {})) as { message: string }[];
    expect(problems).toHaveLength(2);
    for (const { message } of problems)
      expect(message).toMatch(/a newer BERT Studio writes them \(format [29]/);
  });

  it('of a run’s note is set aside when a new one is written', async () => {
    const run = join(folder, 'run');
    await write('run/about.json', '{"note": "los');
    expect(await readAbout(run)).toEqual({ name: null, note: '', guess: null });
    await writeAbout(run, { note: 'new' });
    expect((await readAbout(run)).note).toBe('new');
    const aside = (await readdir(run)).find((name) => name.startsWith('about.json.set-aside-'));
    expect(await readFile(join(run, aside!), 'utf8')).toBe('{"note": "los');
  });
});
