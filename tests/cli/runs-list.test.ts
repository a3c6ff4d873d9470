import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { studio, temporaryFolder } from './command-line.ts';
import { writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
const windows = join(folder, 'home', 'runs', 'second');
beforeAll(async () => {
  const task = await writeTinyTask(folder);
  for (const run of ['runs/first', windows])
    studio(folder, 'train', ...task, '--max_steps=2', `--output_dir=${run}`);
});
afterAll(remove);

test('runs list has those here and those of the window, each as the other commands take it', () => {
  const { out } = studio(folder, 'runs', 'list');
  const listed = out
    .split('\n')
    .slice(1)
    .flatMap((line) => line.match(/^\S+/) ?? []);
  expect(listed).toEqual([join('runs', 'first'), join('home', 'runs', 'second')]);
  for (const run of listed) expect(studio(folder, 'runs', 'show', run)).toMatchObject({ code: 0 });
});

test('a folder that is given is the only one that is looked in', () => {
  const { out } = studio(folder, 'runs', 'list', '--folder', 'home/runs', '--json');
  expect(JSON.parse(out)).toMatchObject([{ folder: windows, status: 'completed' }]);
});
