import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { checkModels } from '../../main/services/doctor/program.ts';
import { findProblems } from '../../main/services/studio/problems.ts';
import { listDatasets, loadDataset } from '../../main/storage/datasets.ts';
import { listModels } from '../../main/storage/models.ts';
import { temporaryFolder, writeTinyModel } from '../support/tiny-model.ts';

const damaged = vi.hoisted(() => ({ resources: '' }));
vi.mock('../../main/storage/paths.ts', async (original) => ({
  ...(await original<object>()),
  resourcesFolder: () => damaged.resources,
}));

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  damaged.resources = join(folder, 'resources');
  vi.stubEnv('BERT_STUDIO_HOME', join(folder, 'home'));
  await mkdir(join(damaged.resources, 'models'), { recursive: true });
  await cp('resources/datasets', join(damaged.resources, 'datasets'), { recursive: true });
  await writeTinyModel(join(folder, 'home/models/mine'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it.each([
  ['missing', null],
  ['torn', '{"bert-base-unc'],
  ['empty', ''],
])('where what comes with the program is %s, it is named and a person’s own opens', async (_, text) => {
  for (const kind of ['models', 'datasets']) {
    const file = join(damaged.resources, kind, `${kind}.json`);
    await rm(file, { force: true });
    if (text !== null) await writeFile(file, text);
  }
  expect((await listModels()).map(({ name }) => name)).toEqual(['mine']);
  expect(await listDatasets()).toEqual([]);
  const told = (await findProblems(join(folder, 'home/runs'))).map(({ file }) => file);
  for (const kind of ['models', 'datasets'])
    expect(told).toContain(join(damaged.resources, kind, `${kind}.json`));
});

it('a dataset that comes with the program and lacks its folder is named when it is asked for; the others open', async () => {
  await writeFile(join(damaged.resources, 'models/models.json'), '{}');
  await rm(join(damaged.resources, 'datasets/reviews'), { recursive: true });
  expect((await listDatasets()).map(({ name }) => name)).toContain('paraphrase');
  await expect(loadDataset('reviews')).rejects.toMatchObject({ name: 'StudioError', message: /reviews/ });
});

it('the doctor says what to do where the list of checksums is damaged', async () => {
  await writeFile(join(damaged.resources, 'models/sha256.json'), '{"a": 1');
  expect(await checkModels()).toMatchObject({ state: 'bad', remedy: expect.stringContaining('anew') });
});
