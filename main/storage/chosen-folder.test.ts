import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../tests/support/tiny-model.ts';
import { chooseFolder, chooseUsualFolder, folderOfNextStart } from './chosen-folder.ts';
import { choiceFile, projectRoot, userFolder, usualFolder } from './paths.ts';

let place: string;
beforeEach(async () => {
  place = realpathSync(await temporaryFolder());
  vi.stubEnv('BERT_STUDIO_HOME', '');
  // Whichever of them this system goes by.
  for (const name of ['APPDATA', 'XDG_DATA_HOME', 'HOME']) vi.stubEnv(name, join(place, 'system'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true, force: true });
});

const folder = (name: string, file?: string): string => {
  const path = join(place, name);
  mkdirSync(path, { recursive: true });
  if (file) writeFileSync(join(path, file), '');
  return path;
};

test('an empty folder is taken as it is, and is everybody’s from the next start on', async () => {
  const chosen = folder('chosen');
  expect(await chooseFolder(chosen)).toBe(chosen);
  expect(userFolder()).toBe(chosen);
});

test('what is in the folder of before stays there', async () => {
  mkdirSync(usualFolder(), { recursive: true });
  writeFileSync(join(usualFolder(), 'run'), 'mine');
  await chooseFolder(folder('chosen'));
  expect(readFileSync(join(usualFolder(), 'run'), 'utf8')).toBe('mine');
});

test('in a folder that holds other things the studio has one of its own', async () => {
  const documents = folder('documents', 'letter.txt');
  expect(await chooseFolder(documents)).toBe(join(documents, 'bert-studio'));
  expect(existsSync(join(documents, 'bert-studio'))).toBe(true);
});

test('a folder that the studio used before is taken as it is', async () => {
  const before = folder('before');
  folder('before/kept');
  expect(await chooseFolder(before)).toBe(before);
});

test('the environment has the last word', async () => {
  await chooseFolder(folder('chosen'));
  vi.stubEnv('BERT_STUDIO_HOME', join(place, 'given'));
  expect(userFolder()).toBe(join(place, 'given'));
});

test('the usual folder can be chosen again, by its name or by picking it', async () => {
  await chooseFolder(folder('chosen'));
  expect(folderOfNextStart()).toBe(join(place, 'chosen'));
  expect(await chooseUsualFolder()).toBe(usualFolder());
  expect(folderOfNextStart()).toBe(usualFolder());
  await chooseFolder(folder('chosen'));
  await chooseFolder(usualFolder());
  expect(existsSync(choiceFile())).toBe(false);
});

test.each([
  ['in the program', () => join(projectRoot(), 'resources')],
  [
    'in the folder of now',
    () => {
      mkdirSync(join(usualFolder(), 'runs'), { recursive: true });
      return join(usualFolder(), 'runs');
    },
  ],
])('a folder %s is refused, and nothing changes', async (_, pick) => {
  await expect(chooseFolder(pick())).rejects.toMatchObject({ code: 'folder_unfit' });
  expect(folderOfNextStart()).toBe(usualFolder());
});

test('the folder of the program itself is refused, also where it is called as the studio’s own is', async () => {
  const program = folder('bert-studio', 'package.json');
  await expect(chooseFolder(program, program)).rejects.toMatchObject({ code: 'folder_unfit' });
});

test('a folder that takes no files is refused, and nothing changes', async () => {
  const file = join(folder('chosen', 'a'), 'bert-studio');
  writeFileSync(file, 'a file where the folder would be');
  await expect(chooseFolder(join(place, 'chosen'))).rejects.toMatchObject({ code: 'unwritable' });
  expect(folderOfNextStart()).toBe(usualFolder());
});

test('a chosen folder that is gone is missed by name, and none is made in its place', async () => {
  const chosen = folder('chosen');
  await chooseFolder(chosen);
  rmSync(chosen, { recursive: true });
  expect(userFolder).toThrow(`${chosen}, which was chosen in Settings, is not there`);
  expect(userFolder).toThrow(`delete ${choiceFile()}`);
  expect(existsSync(chosen)).toBe(false);
});

test('a choice that cannot be read is told of, not forgotten', async () => {
  await chooseFolder(folder('chosen'));
  writeFileSync(choiceFile(), '{');
  expect(userFolder).toThrow('does not say which folder was chosen');
});
