import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunDetail } from '../../app/contract/runs.ts';
import { newRunRecord } from '../../app/runs/record.ts';
import { answer } from '../../main/services/studio/answer.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { lessonIds, listLessons, readLesson } from '../../main/storage/lessons.ts';
import { MetricsFile } from '../../main/storage/metrics-file.ts';
import { readAbout, writeAbout } from '../../main/storage/run-about.ts';
import { neverSpawns } from '../support/never-spawns.ts';
import { NEW_RUN } from '../support/new-run.ts';
import { temporaryFolder, writeTinyModel } from '../support/tiny-model.ts';

let folder: string;
let studio: Studio;

beforeEach(async () => {
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = folder;
  studio = createStudio('web', neverSpawns);
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

const RECORD = newRunRecord({ ...NEW_RUN, id: 'whole', name: 'whole' }, '2026-01-01T00:00:00Z');

interface Problem {
  readonly file: string;
  readonly message: string;
}
const problems = async () => (await studio.invoke('studio.problems', {})) as Problem[];

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

    const told = await problems();
    for (const file of damaged) {
      const named = told.filter(
        ({ message }) => message.includes(file) || message.includes(join(file, '..')),
      );
      expect(named, file).toHaveLength(1);
    }
    expect(told).toHaveLength(damaged.length);
    expect(await Promise.all(damaged.map((file) => readFile(file, 'utf8')))).toEqual(before);

    const runs = (await studio.invoke('runs.list', {})) as { record: { id: string } }[];
    expect(runs.map(({ record }) => record.id)).toEqual(['whole']);
    const models = (await studio.invoke('models.list', {})) as { id: string }[];
    expect(models.map(({ id }) => id)).toContain('tiny');
    expect(models.map(({ id }) => id)).not.toContain('hurt');
    expect(await studio.invoke('datasets.list', {})).not.toHaveLength(0);
  });

  it('as a folder in place of a file, or one that cannot be looked into, is named too', async () => {
    await write('runs/whole/run.json', RECORD);
    await mkdir(join(folder, 'runs/odd/run.json'), { recursive: true });
    await symlink('round', join(folder, 'runs/round'));
    const runs = (await studio.invoke('runs.list', {})) as { record: { id: string } }[];
    expect(runs.map(({ record }) => record.id)).toEqual(['whole']);
    const told = (await problems()).map(({ message }) => message);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringContaining(join(folder, 'runs/odd/run.json')),
        expect.stringContaining(`${join(folder, 'runs/round')} cannot be looked into`),
      ]),
    );
    await mkdir(join(folder, 'runs/whole/metrics.jsonl'));
    await expect(studio.invoke('runs.get', { id: 'whole' })).rejects.toMatchObject({ code: 'damaged_file' });
  });

  it('of a run alone is its model: the other models are there to ask', async () => {
    await write('runs/whole/run.json', { ...RECORD, last_checkpoint: 'checkpoint-8' });
    const models = (await studio.invoke('models.list', {})) as { id: string }[];
    expect(models.map(({ id }) => id)).toContain('all-MiniLM-L6-v2');
    expect(models.map(({ id }) => id)).not.toContain('run:whole');
    expect(await problems()).toEqual([
      expect.objectContaining({ message: expect.stringContaining('checkpoint-8') }),
    ]);
  });

  it('of a newer version is refused politely', async () => {
    await write('runs/later/run.json', { ...RECORD, format: 2 });
    await write('label-edits/reviews.json', { version: 9, edits: [] });
    await write('datasets/mine/dataset.json', { version: 2 });
    await write('runs/whole/run.json', RECORD);
    await write('runs/whole/about.json', { format: 2, name: { en: 'whole' } });
    await write('kept/quiz-results.json', { format: 2, value: {} });
    await write('kept/lesson-progress.json', { format: 1, value: { format: 2, lessons: {} } });
    const told = await problems();
    expect(told).toHaveLength(6);
    for (const { message } of told) expect(message).toMatch(/a newer BERT Studio writes them \(format [29]/);
    await write('learners/abc234.json', { format: 2, name: null });
    expect(await studio.invoke('learners.list', {})).toMatchObject({
      learners: [],
      problems: [{ message: expect.stringContaining('a newer BERT Studio writes them (format 2') }],
    });
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

  it.each([
    ['of no schema of ours', { format: 1, value: { theme: 'purple' } }],
    ['torn', '{"format": 1, "val'],
    ['nested without end', `{"format": 1, "value": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['of a newer version', { format: 2, value: { theme: 'dark', font: 'big' } }],
  ])('of the settings (%s) is set aside and named; settings begin anew', async (_, content) => {
    const file = await write('kept/settings.json', content);
    const was = await readFile(file, 'utf8');
    expect(await studio.invoke('settings.get', {})).toEqual({
      theme: 'system',
      textSize: 100,
      device: 'auto',
    });
    await studio.invoke('settings.set', { theme: 'dark' });
    const aside = (await readdir(join(folder, 'kept'))).find((name) =>
      name.startsWith('settings.json.set-aside-'),
    );
    expect(await readFile(join(folder, 'kept', aside!), 'utf8')).toBe(was);
    const message = expect.stringContaining('was set aside');
    expect(await problems()).toEqual([{ file: join(folder, 'kept', aside!), message }]);
  });

  it.each([
    ['a newer BERT Studio writes them', { format: 2, lessons: {} }],
    ['cannot be read', { format: 1, lessons: { a: { page: 7 } } }],
  ])('of the progress ("%s") is named and not written over', async (message, value) => {
    const file = await write('kept/lesson-progress.json', { format: 1, value });
    const was = await readFile(file, 'utf8');
    const none = { format: 1, lessons: {} };
    await expect(studio.invoke('lessons.keepProgress', { value: none, was: none })).rejects.toThrow(message);
    expect(await readFile(file, 'utf8')).toBe(was);
    expect(await problems()).toEqual([{ file, message: expect.stringContaining(message) }]);
  });

  it('of a run’s metrics is said beside the curves that are left, and kept when the run goes on', async () => {
    const point = (step: number) => ({
      kind: 'step',
      step,
      epoch: 1,
      loss: 0.5,
      learning_rate: 0,
      tokens: 1,
    });
    const lines = [
      JSON.stringify(point(1)),
      '{"kind":"step","step":2',
      '{"kind":"evaluation","step":2,"loss":0.4}',
      '\0\0\0',
    ];
    await write('runs/whole/run.json', RECORD);
    const file = await write('runs/whole/metrics.jsonl', lines.join('\n'));
    const { points, problem } = (await studio.invoke('runs.get', { id: 'whole' })) as RunDetail;
    expect(points).toEqual([point(1)]);
    expect(problem).toMatch(`${file} has 3 lines that cannot be read`);
    expect(await studio.invoke('runs.list', {})).toHaveLength(1);
    await new MetricsFile(file).repair();
    const names = await readdir(join(folder, 'runs/whole'));
    const aside = names.find((name) => name.startsWith('metrics.jsonl.set-aside-'));
    expect(await readFile(join(folder, 'runs/whole', aside!), 'utf8')).toBe(lines.join('\n'));
  });

  it('of a run’s note is named', async () => {
    await write('runs/whole/run.json', RECORD);
    const file = await write('runs/whole/about.json', '{"note": "los');
    expect(await problems()).toEqual([{ file, message: expect.stringContaining(file) }]);
  });

  it('of a model’s files leads nowhere, as links do that were copied: the models and runs are there', async () => {
    await mkdir(join(folder, 'models/linked'), { recursive: true });
    await write('models/linked/config.json', '{"model_type": "bert"}');
    await symlink('../../blobs/gone', join(folder, 'models/linked/model.safetensors'));
    expect(await studio.invoke('models.list', {})).not.toHaveLength(0);
    expect((await problems()).map(({ file }) => file)).toEqual([expect.stringContaining('linked')]);
  });
});

it('a data folder that vanishes is missed by name, none is made in its place, and all is there when it is back', async () => {
  await studio.invoke('settings.set', { theme: 'dark' });
  const elsewhere = `${folder}-moved`;
  await rename(folder, elsewhere);
  for (const [name, params] of [
    ['settings.set', { theme: 'light' }],
    ['kept.set', { key: 'quiz-results', value: 1 }],
    ['runs.list', {}],
    ['results.make', {}],
  ] as const)
    expect(await answer(studio, name, params)).toMatchObject({ ok: false, error: { code: 'folder_gone' } });
  expect(existsSync(folder)).toBe(false);
  await rename(elsewhere, folder);
  expect(await studio.invoke('settings.get', {})).toMatchObject({ theme: 'dark' });
});

it('a run that is not there any more is neither deleted nor put back, and its folder is named', async () => {
  for (const name of ['runs.delete', 'runs.restore'])
    await expect(studio.invoke(name, { id: 'gone' })).rejects.toMatchObject({ code: 'not_movable' });
});

it('a lesson that cannot be read is named, what is no lesson is left alone, and the others open', async () => {
  const root = join(folder, 'lessons');
  const manifest = { format: 1, title: 'Whole', minutes: 1, pages: [] };
  await write('lessons/whole/lesson.json', manifest);
  await write('lessons/.DS_Store', 'of a Mac');
  await write('lessons/empty/notes.txt', '');
  const torn = await write('lessons/torn/lesson.json', '{"form');
  const later = await write('lessons/later/lesson.json', { ...manifest, format: 2 });
  expect(await listLessons(root)).toEqual([{ id: 'whole', title: 'Whole' }]);
  expect(await readLesson('whole', root)).toMatchObject({ manifest, pages: {}, quiz: null });
  await write('lessons/deep/lesson.json', manifest);
  const deep = await write('lessons/deep/deep.md', '> '.repeat(10_000));
  for (const [id, message] of [
    ['torn', torn],
    ['deep', `${deep} nests too deeply in line 1`],
    ['later', later],
    ['empty', 'no lesson'],
  ] as const)
    await expect(readLesson(id, root)).rejects.toThrow(message);
  expect(await lessonIds(root)).toEqual(['deep', 'later', 'torn', 'whole']);
});
