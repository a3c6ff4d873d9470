import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { Desktop } from '../../../main/electron/desktop.ts';
import { eventually } from '../../support/eventually.ts';
import { type FakeWindow, fakeElectron, fakeStudio, OUR_FRAME } from './fake-electron.ts';

vi.mock('../../../main/services/renderer-files.ts', async (original) => ({
  ...(await original<object>()),
  listRendererFiles: async () => new Map(),
}));

/** The data folder of the test at hand. */
export let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-desktop-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

type Options = Parameters<typeof fakeElectron>[0] & {
  argv?: string[];
  platform?: NodeJS.Platform;
  /** Why there can be no studio. */
  fault?: Error;
};

/** A desktop shell that has been started. */
export function started({ argv = ['bert-studio'], platform = 'linux', fault, ...options }: Options = {}) {
  const electron = fakeElectron(options);
  const { studio, state, tell } = fakeStudio();
  const makeStudio = vi.fn(() => {
    if (fault) throw fault;
    return studio;
  });
  const desktop = new Desktop(electron.api, makeStudio, argv, platform);
  desktop.start();
  /** As the system does on Quit: nothing happens where that is prevented. */
  const quit = () => {
    let prevented = false;
    electron.app.emit('before-quit', { preventDefault: () => (prevented = true) });
    return prevented;
  };
  return { electron, studio, state, tell, makeStudio, quit, desktop };
}

/** With its window open and the page in it listening. */
export async function opened(options: Options = {}) {
  const shell = started(options);
  await eventually(() => expect(shell.electron.windows).toHaveLength(1));
  shell.electron.ipcMain.emit('studio:listening', { senderFrame: OUR_FRAME });
  return { ...shell, window: shell.electron.windows[0]! };
}

/** A small file of data. @returns its path. */
export function csv(name = 'mine.csv'): string {
  const path = join(home, name);
  writeFileSync(path, 'text,label\na,b\n');
  return path;
}

/** As a person closes it; its place is kept meanwhile. */
export async function close(window: FakeWindow): Promise<void> {
  window.close();
  await eventually(() => readFileSync(join(home, 'kept/window.json')));
}

/** The events that a window was sent. */
export const sent = (window: { webContents: { send: ReturnType<typeof vi.fn> } }) =>
  window.webContents.send.mock.calls.map(([, event]) => event);
