import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { StudioInfo } from '../../../app/contract/workspace.ts';
import { folderDialogs } from '../../../main/electron/folder-dialogs.ts';
import { createStudio, type Studio } from '../../../main/services/studio/studio.ts';
import { fakeElectron } from './fake-electron.ts';

let place: string;
let home: string;
let studio: Studio;
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'bert-studio-folders-')));
  home = join(place, 'now');
  mkdirSync(home);
  vi.stubEnv('BERT_STUDIO_HOME', home);
  for (const name of ['APPDATA', 'XDG_DATA_HOME', 'HOME']) vi.stubEnv(name, join(place, 'system'));
});
afterEach(async () => {
  await studio.close();
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

/** A desktop studio, whose folder the environment does not say. */
function desktop({ given = false } = {}) {
  const electron = fakeElectron();
  studio = createStudio('electron', neverSpawns, async () => {}, {
    folderDialogs: folderDialogs(electron.api),
    folderIsGiven: given,
  });
  return electron;
}
const neverSpawns = () => {
  throw new Error('Nothing is to be computed here.');
};
const folders = async () => ((await studio.invoke('studio.info', {})) as StudioInfo).folders;

test('the folder is shown in the system’s file manager, and what it says against it is told', async () => {
  const electron = desktop();
  await studio.invoke('folders.show', {});
  expect(electron.shell.openPath).toHaveBeenCalledWith(home);
  electron.shell.openPath.mockResolvedValueOnce('No application knows folders.');
  await expect(studio.invoke('folders.show', {})).rejects.toThrow('No application knows folders.');
});

test('another folder is chosen in the system’s dialog, for the next start; this studio stays where it is', async () => {
  const electron = desktop();
  const chosen = join(place, 'chosen');
  mkdirSync(chosen);
  electron.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: false, filePaths: [chosen] });
  expect(await studio.invoke('folders.choose', {})).toEqual({ next: chosen });
  expect(await folders()).toMatchObject({ user: home, next: chosen });
});

test('a dialog that is closed chooses nothing', async () => {
  desktop();
  expect(await studio.invoke('folders.choose', {})).toBeNull();
});

test('a folder that the environment gives is not chosen away', async () => {
  const electron = desktop({ given: true });
  await expect(studio.invoke('folders.choose', {})).rejects.toMatchObject({ code: 'folder_given' });
  expect(electron.dialog.showOpenDialog).not.toHaveBeenCalled();
  expect(await folders()).toMatchObject({ given: true, next: null });
});

test('a browser is told to copy the path', async () => {
  studio = createStudio('web', neverSpawns);
  await expect(studio.invoke('folders.show', {})).rejects.toMatchObject({ code: 'only_in_window' });
});
