import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { type fakeElectron, OUR_FRAME } from './fake-electron.ts';
import { close, csv, home, opened, sent, started } from './started-desktop.ts';

test('a second start ends at once, makes no studio, and hands its files to the first', () => {
  const { electron, makeStudio } = started({ first: false, argv: ['bert-studio', '--flag', '/data/a.csv'] });
  expect(electron.app.quit).toHaveBeenCalledOnce();
  expect(electron.app.requestSingleInstanceLock).toHaveBeenCalledWith({ files: ['/data/a.csv'] });
  expect(makeStudio).not.toHaveBeenCalled();
});

test('of a program that is not packaged, its own folder on the command line is no data', () => {
  const argv = ['electron', '--inspect=0', '/bert-studio', '/data/a.csv'];
  const { electron } = started({ packaged: false, argv });
  expect(electron.app.requestSingleInstanceLock).toHaveBeenCalledWith({ files: ['/data/a.csv'] });
});

test('the first comes forward and opens the files of the second', async () => {
  const { electron, window } = await opened();
  window.minimized = true;
  electron.app.emit('second-instance', {}, [], '/', { files: [csv()] });
  expect(window.restore).toHaveBeenCalled();
  expect(window.focus).toHaveBeenCalled();
  await eventually(() =>
    expect(sent(window)).toContainEqual({
      event: 'command',
      payload: { command: expect.stringMatching(/^import:[-\da-f]{36}$/) },
    }),
  );
});

test('a second start before the first is ready waits for it', () => {
  const { electron } = started();
  electron.app.emit('second-instance', {}, [], '/', { files: 'nonsense' });
  electron.app.emit('activate');
  expect(electron.windows).toHaveLength(0);
});

test('a file opened before the studio is ready is given to the page once it listens', async () => {
  const shell = started({ argv: ['bert-studio', csv()] });
  let prevented = false;
  shell.electron.app.emit('open-file', { preventDefault: () => (prevented = true) }, csv('other.csv'));
  expect(prevented).toBe(true);
  await eventually(() => expect(shell.electron.app.addRecentDocument).toHaveBeenCalledTimes(2));
  const [window] = shell.electron.windows;
  expect(sent(window!)).toEqual([]);
  shell.electron.ipcMain.emit('studio:listening', { senderFrame: OUR_FRAME });
  expect(sent(window!)).toHaveLength(2);
});

test('closing the window leaves the run alone; the program ends with the run', async () => {
  const { electron, studio, state, tell, window } = await opened();
  state.training = true;
  await close(window);
  electron.app.emit('window-all-closed');
  expect(studio.close).not.toHaveBeenCalled();
  expect(electron.app.quit).not.toHaveBeenCalled();
  expect(electron.notes).toEqual(['The run goes on. Open BERT Studio again to see it.']);
  tell('runs.changed', null);
  expect(electron.app.quit).not.toHaveBeenCalled();
  state.training = false;
  tell('runs.changed', null);
  expect(electron.app.quit).toHaveBeenCalledOnce();
});

test('started again while its run goes on, it opens a new window', async () => {
  const { electron, state, window } = await opened();
  state.training = true;
  await close(window);
  electron.app.emit('second-instance', {}, [], '/', { files: [] });
  expect(electron.windows).toHaveLength(2);
});

test('on a Mac the program stays without windows', async () => {
  const { electron, window } = await opened({ platform: 'darwin' });
  await close(window);
  electron.app.emit('window-all-closed');
  expect(electron.app.quit).not.toHaveBeenCalled();
  electron.app.emit('activate');
  expect(electron.windows).toHaveLength(2);
});

test('a run shows on the icon, keeps the computer awake, and its end is told where nobody looks', async () => {
  const { electron, tell, window } = await opened();
  const event = (event: object) => tell('run.event', { id: 'reviews-1', event });
  event({ type: 'started', maxSteps: 40 });
  expect(electron.powerSaveBlocker.start).toHaveBeenCalledWith('prevent-app-suspension');
  event({ type: 'progress', points: [{ kind: 'step', step: 10 }] });
  expect(window.setProgressBar).toHaveBeenLastCalledWith(0.25, { mode: 'normal' });
  event({ type: 'finished' });
  expect(window.setProgressBar).toHaveBeenLastCalledWith(-1, { mode: 'normal' });
  expect(electron.powerSaveBlocker.stop).toHaveBeenCalledWith(7);
  expect(electron.notes).toEqual(['reviews-1 has ended.']);
});

test('a run that is paused is shown as that, and lets the computer fall asleep until it goes on', async () => {
  const { electron, tell, window } = await opened();
  const event = (event: object) => tell('run.event', { id: 'reviews-1', event });
  event({ type: 'started', maxSteps: 40 });
  event({ type: 'progress', points: [{ kind: 'step', step: 10 }] });
  event({ type: 'paused' });
  expect(window.setProgressBar).toHaveBeenLastCalledWith(0.25, { mode: 'paused' });
  expect(electron.powerSaveBlocker.stop).toHaveBeenCalledWith(7);
  event({ type: 'resumed' });
  expect(window.setProgressBar).toHaveBeenLastCalledWith(0.25, { mode: 'normal' });
  expect(electron.powerSaveBlocker.start).toHaveBeenCalledTimes(2);
});

test('what the system told of a run leads to the window', async () => {
  const { electron, tell, window } = await opened();
  tell('run.event', { id: 'reviews-1', event: { type: 'finished' } });
  electron.clickNote();
  expect(window.focus).toHaveBeenCalledOnce();
});

test('title bar and menus of the system follow the theme of the settings', async () => {
  const { electron, studio, tell } = await opened();
  studio.invoke.mockResolvedValueOnce({ theme: 'dark' } as never);
  tell('workspace.changed', { key: 'settings' });
  await eventually(() => expect(electron.nativeTheme.themeSource).toBe('dark'));
});

test('pages and processes that crash are in the log that diagnostics hold', async () => {
  const { electron, studio } = await opened();
  electron.app.emit('render-process-gone', {}, {}, { reason: 'oom' });
  electron.app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed' });
  expect(studio.log.read()).toMatch(
    /process\.gone type=page reason=oom\n.*process\.gone type=GPU reason=crashed\n/,
  );
});

test.each([
  ['win32', [['org.bert-studio.desktop']]],
  ['linux', []],
] as const)(
  'on %s the system knows by its name whose notifications they are, where it asks',
  (platform, calls) => {
    expect(started({ platform }).electron.app.setAppUserModelId.mock.calls).toEqual(calls);
  },
);

test('what keeps it from starting is told, and it ends', async () => {
  const { electron } = started({ fault: new Error('There is no data folder.') });
  await eventually(() => expect(electron.app.exit).toHaveBeenCalledWith(1));
  expect(electron.dialog.showErrorBox).toHaveBeenCalledWith(expect.any(String), 'There is no data folder.');
});

test('a file chosen in the dialog is offered to the page, and is among the recent ones', async () => {
  const { electron, window } = await opened();
  const path = csv();
  electron.dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: [path] });
  item(electron, 'File', 'Open Data…').click!({} as never, undefined, {} as never);
  await eventually(() => expect(labels(electron, 'File', 'Open Recent')).toContain('mine.csv'));
  expect(electron.app.addRecentDocument).toHaveBeenCalledWith(path);
  expect(sent(window)).toHaveLength(1);
});

test('a folder chosen in the dialog is opened as a whole: its files are read by what their folder says', async () => {
  const { electron, window, studio } = await opened();
  const folder = join(home, 'reviews');
  for (const label of ['good', 'bad']) {
    mkdirSync(join(folder, label), { recursive: true });
    writeFileSync(join(folder, label, '1.txt'), label);
  }
  electron.dialog.showOpenDialog.mockResolvedValue({ canceled: false, filePaths: [folder] });
  item(electron, 'File', 'Open Folder…').click!({} as never, undefined, {} as never);
  await eventually(() => expect(labels(electron, 'File', 'Open Recent')).toContain('reviews'));
  expect(electron.dialog.showOpenDialog.mock.lastCall).toMatchObject([{ properties: ['openDirectory'] }]);
  const [, handle = ''] = JSON.stringify(sent(window)).match(/import:([-\da-f]{36})/)!;
  const { holds, handles, name } = await studio.intake.unpack([handle]);
  expect({ holds, name, path: studio.intake.pathOf(handles[0]!) }).toEqual({
    holds: 'data',
    name: 'reviews',
    path: folder,
  });
});

test('a recent file that is gone is told of and leaves the list', async () => {
  const path = csv();
  mkdirSync(join(home, 'kept'));
  const kept = join(home, 'kept/recent-files.json');
  writeFileSync(kept, JSON.stringify({ format: 1, value: [path, '/gone/other.csv'] }));
  const { electron } = await opened();
  recentItem(electron, 'other.csv').click!({} as never, undefined, {} as never);
  await eventually(() => expect(labels(electron, 'File', 'Open Recent')).not.toContain('other.csv'));
  expect(electron.dialog.showMessageBox.mock.calls[0]![0].message).toBe('other.csv could not be opened.');
  recentItem(electron, 'Clear This List').click!({} as never, undefined, {} as never);
  await eventually(() => expect(labels(electron, 'File', 'Open Recent')).toEqual(['No File Yet']));
});

type Electron = ReturnType<typeof fakeElectron>;

function item({ Menu }: Electron, menu: string, label: string): MenuItemConstructorOptions {
  const template = Menu.setApplicationMenu.mock.lastCall![0] as MenuItemConstructorOptions[];
  const items = template.find((top) => top.label === menu)!.submenu as MenuItemConstructorOptions[];
  return items.find((entry) => entry.label === label)!;
}

function labels(electron: Electron, menu: string, label: string): (string | undefined)[] {
  const items = item(electron, menu, label).submenu as MenuItemConstructorOptions[];
  return items.map((entry) => entry.label);
}

function recentItem(electron: Electron, label: string): MenuItemConstructorOptions {
  const items = item(electron, 'File', 'Open Recent').submenu as MenuItemConstructorOptions[];
  return items.find((entry) => entry.label === label)!;
}
