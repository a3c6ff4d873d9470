import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StudioWindow } from '../../../main/electron/window.ts';
import { keptWindow, placeOf } from '../../../main/electron/window-state.ts';
import { listSetAside } from '../../../main/storage/set-aside.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeElectron } from './fake-electron.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-window-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(home, { recursive: true });
});

function opened(answer = 0) {
  const electron = fakeElectron({ answer });
  const window = new StudioWindow(electron.api, null);
  return { electron, window, browser: electron.windows[0]! };
}

describe('the page in the window', () => {
  test('runs in a sandbox, apart from the preload script, without Node', () => {
    const { browser } = opened();
    expect(browser.options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      preload: expect.stringMatching(/preload\.cjs$/),
    });
    expect(browser.loadURL).toHaveBeenCalledWith('app://studio/');
  });

  test('is shown once it has something to show', () => {
    const { browser } = opened();
    expect(browser.show).not.toHaveBeenCalled();
    browser.emit('ready-to-show');
    expect(browser.show).toHaveBeenCalledOnce();
  });

  test('offers cut, copy and paste in a text field, copy on selected text, and nothing elsewhere', () => {
    const { browser, electron } = opened();
    const editFlags = { canCopy: true, canPaste: true };
    const rolesOn = (clicked: object) => {
      electron.Menu.buildFromTemplate.mockClear();
      browser.webContents.emit('context-menu', {}, { selectionText: '', editFlags, ...clicked });
      const items = (electron.Menu.buildFromTemplate.mock.calls[0]?.[0] ?? []) as { role?: string }[];
      return items.flatMap(({ role }) => role ?? []);
    };
    expect(rolesOn({ isEditable: true })).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
    expect(rolesOn({ isEditable: false, selectionText: 'frozen' })).toEqual(['copy']);
    expect(electron.popup).toHaveBeenCalledTimes(2);
    expect(rolesOn({ isEditable: false })).toEqual([]);
  });

  test('has the paper of its theme before the page has drawn anything', () => {
    const electron = fakeElectron();
    electron.nativeTheme.shouldUseDarkColors = true;
    new StudioWindow(electron.api, null);
    expect(electron.windows[0]!.options.backgroundColor).toBe('#1b1a18');
  });

  test('gets events only while it listens, and commands as soon as it does', () => {
    const { window, browser } = opened();
    window.tell('lost');
    window.command('view:data');
    expect(browser.webContents.send).not.toHaveBeenCalled();
    window.listens();
    window.tell('heard');
    browser.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    window.tell('lost too');
    expect(browser.webContents.send.mock.calls).toEqual([
      ['studio:event', { event: 'command', payload: { command: 'view:data' } }],
      ['studio:event', 'heard'],
    ]);
  });

  test('that moves within itself goes on listening', () => {
    const { window, browser } = opened();
    window.listens();
    browser.webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    window.tell('heard');
    expect(browser.webContents.send).toHaveBeenCalledOnce();
  });

  test('is loaded again when it crashes, and asked about when it keeps crashing', async () => {
    vi.useFakeTimers();
    const { electron, browser } = opened(1);
    const crash = () => browser.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    for (let i = 0; i < 3; i++) crash();
    expect(browser.webContents.reload).toHaveBeenCalledTimes(3);
    vi.advanceTimersByTime(61_000);
    for (let i = 0; i < 3; i++) crash();
    expect(browser.webContents.reload).toHaveBeenCalledTimes(6);
    crash();
    expect(browser.webContents.reload).toHaveBeenCalledTimes(6);
    await eventually(() => expect(browser.destroyed).toBe(true));
    expect(electron.dialog.showMessageBox.mock.calls[0]![0].message).toBe('The window keeps crashing.');
  });

  test('that ended by itself is not loaded again', () => {
    const { browser } = opened();
    browser.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(browser.webContents.reload).not.toHaveBeenCalled();
  });

  test('that hangs is ended, so that it is loaded again, only where a person says so', async () => {
    const { electron, browser } = opened(0);
    browser.emit('unresponsive');
    await eventually(() => expect(electron.dialog.showMessageBox).toHaveBeenCalledOnce());
    expect(browser.webContents.forcefullyCrashRenderer).not.toHaveBeenCalled();
    electron.dialog.answer = 1;
    browser.emit('unresponsive');
    await eventually(() => expect(browser.webContents.forcefullyCrashRenderer).toHaveBeenCalledOnce());
  });
});

describe('the place of the window', () => {
  const laptop = { x: 0, y: 0, width: 1366, height: 728 };
  const beside = { x: 1366, y: 0, width: 1920, height: 1040 };
  const at = (x: number, y: number, width = 1000, height = 700) => ({
    bounds: { x, y, width, height },
    maximized: false,
  });

  test.each([
    ['nothing is known yet: as large as fits, in the middle', null, [laptop], { width: 1366, height: 728 }],
    ['its screen is there', at(1500, 100), [laptop, beside], { x: 1500, y: 100, width: 1000, height: 700 }],
    ['its screen is gone', at(1500, 100), [laptop], { width: 1000, height: 700 }],
    ['its head is above the screen', at(100, -300), [laptop], { x: 100, y: 0, width: 1000, height: 700 }],
    ['it hangs over', at(900, 600), [laptop], { x: 366, y: 28, width: 1000, height: 700 }],
    ['the screen became smaller', at(0, 0, 1900, 1000), [laptop], { x: 0, y: 0, width: 1366, height: 728 }],
  ])('where %s', (_, state, screens, place) => {
    expect(placeOf(state, screens)).toEqual(place);
  });

  test('is kept, and found again', async () => {
    const { window } = opened();
    await window.keepPlace();
    expect(await keptWindow.read()).toEqual({
      bounds: { x: 10, y: 20, width: 1000, height: 700 },
      maximized: false,
    });
  });

  const tooSmall = { bounds: { x: 0, y: 0, width: 1, height: 1 }, maximized: false };
  test.each([
    ['torn', '{'],
    ['of another kind', JSON.stringify({ format: 1, value: { bounds: { x: '0' } } })],
    ['of no window', JSON.stringify({ format: 1, value: tooSmall })],
    ['of a newer version', JSON.stringify({ format: 2, value: {} })],
  ])('is set aside where its file is %s, and kept anew', async (_, text) => {
    const file = join(home, 'kept', 'window.json');
    mkdirSync(join(home, 'kept'));
    writeFileSync(file, text);
    expect(await keptWindow.read()).toBeNull();
    await opened().window.keepPlace();
    expect((await keptWindow.read())?.bounds.width).toBe(1000);
    const [aside] = await listSetAside(join(home, 'runs'));
    expect(readFileSync(aside!, 'utf8')).toBe(text);
  });
});
