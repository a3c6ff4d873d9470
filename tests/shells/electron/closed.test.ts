import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { serveBridge } from '../../../main/electron/bridge.ts';
import { guardPages, KNOWN_HOSTS } from '../../../main/electron/guard.ts';
import { registerScheme, serveScheme } from '../../../main/electron/scheme.ts';
import { closeNetwork, closeSession } from '../../../main/electron/session.ts';
import { listRendererFiles } from '../../../main/services/renderer-files.ts';
import { createStudio } from '../../../main/services/studio/studio.ts';
import { eventually } from '../../support/eventually.ts';
import { neverSpawns } from '../../support/never-spawns.ts';
import { fakeContents, fakeElectron, fakeStudio, OUR_FRAME } from './fake-electron.ts';

// What a page that is not ours, or ours under somebody else's control, may do: nothing.

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-closed-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

describe('the bridge', () => {
  function bridge(studio = fakeStudio().studio) {
    const electron = fakeElectron();
    const onListening = vi.fn();
    serveBridge(electron.api, studio, onListening);
    return { electron, studio, onListening };
  }

  test('answers the page in the top frame', async () => {
    const { electron } = bridge();
    expect(await electron.ask(OUR_FRAME, 'runs.list', {})).toEqual({
      ok: true,
      value: { name: 'runs.list', params: {} },
    });
  });

  test.each([
    ['of another site', { parent: null, url: 'https://evil.example/' }],
    ['whose address only begins like ours', { parent: null, url: 'app://studio.evil/' }],
    ['of a file', { parent: null, url: 'file:///tmp/page.html' }],
    ['within our page', { parent: OUR_FRAME, url: 'app://studio/' }],
    ['that has gone elsewhere meanwhile', null],
  ])('refuses a frame %s, and does not count it as listening', async (_, frame) => {
    const { electron, studio, onListening } = bridge();
    expect(() => electron.ask(frame, 'runs.list', {})).toThrow('Only the studio itself may ask.');
    electron.ipcMain.emit('studio:listening', { senderFrame: frame });
    expect(studio.invoke).not.toHaveBeenCalled();
    expect(onListening).not.toHaveBeenCalled();
  });

  test.each([
    ['a request that there is not', 'fs.readFile', {}, 'unknown_request'],
    ['a name from a prototype', 'constructor', {}, 'unknown_request'],
    ['a name that is no text', { toString: 1 }, {}, 'unknown_request'],
    ['parameters of the wrong type', 'runs.get', { id: 7 }, 'invalid_request'],
    ['parameters too many', 'runs.list', { path: '/etc/passwd' }, 'invalid_request'],
    ['a run outside the folder of runs', 'runs.get', { id: '../../etc' }, 'invalid_request'],
    ['a path instead of a handle', 'datasets.preview', { handle: '/etc/passwd' }, 'invalid_request'],
    ['no parameters', 'runs.get', undefined, 'invalid_request'],
  ])('refuses %s', async (_, name, params, code) => {
    const { electron } = bridge(createStudio('electron', neverSpawns) as never);
    vi.spyOn(console, 'error').mockReturnValue();
    const answer = (await electron.ask(OUR_FRAME, name, params)) as { ok: boolean; error: { code: string } };
    expect(answer.ok).toBe(false);
    expect(answer.error.code).toBe(code);
  });
});

describe('the scheme', () => {
  const root = () => join(home, 'page');

  async function served() {
    const electron = fakeElectron();
    registerScheme(electron.api);
    const { studio } = fakeStudio();
    serveScheme(electron.api, await listRendererFiles(root()), studio);
    return { ...electron, studio };
  }
  beforeAll(() => {
    mkdirSync(join(root(), 'assets'), { recursive: true });
    writeFileSync(join(root(), 'index.html'), '<p>studio</p>');
    writeFileSync(join(root(), 'assets/app.js'), '1');
    writeFileSync(join(home, 'secret.txt'), 'secret');
    symlinkSync(join(home, 'secret.txt'), join(root(), 'link.txt'));
    symlinkSync(home, join(root(), 'folder'));
  });

  test('serves the page under its policy', async () => {
    const electron = await served();
    const response = await electron.load(new Request('app://studio/'));
    expect(await response.text()).toBe('<p>studio</p>');
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await electron.load(new Request('app://studio/assets/app.js'))).status).toBe(200);
  });

  test.each([
    'app://studio/../secret.txt',
    'app://studio/%2e%2e/secret.txt',
    'app://studio/..%2fsecret.txt',
    'app://studio/assets/..%5c..%5csecret.txt',
    'app://studio//etc/passwd',
    'app://studio/etc/passwd',
    'app://studio/C:/Windows/win.ini',
    'app://studio/index.html%00.txt',
    'app://studio/link.txt',
    'app://studio/folder/secret.txt',
    'app://other/index.html',
    'app://studio/toString',
    'app://studio/download/..%2Fsecret.txt',
    'app://studio/download/toString',
  ])('serves nothing for %s', async (url) => {
    const response = await (await served()).load(new Request(url));
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain('secret');
  });

  test('takes no other methods', async () => {
    const electron = await served();
    expect((await electron.load(new Request('app://studio/', { method: 'POST' }))).status).toBe(404);
  });

  test('gives what the studio made by its handle, to be saved and never shown', async () => {
    const electron = await served();
    const { handle } = await electron.studio.outgoing.offer(join(home, 'secret.txt'));
    const response = await electron.load(new Request(`app://studio/download/${handle}`));
    expect(await response.text()).toBe('secret');
    expect(response.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''secret.txt");
  });

  test('takes a file that was dropped on the window, an empty one too, and names it by a handle', async () => {
    const electron = await served();
    for (const body of ['a,b', null]) {
      const request = new Request('app://studio/upload/..%2F..%2Fmine.csv', { method: 'PUT', body });
      const answer = (await (await electron.load(request)).json()) as { value: { handle: string } };
      expect(answer.value).toEqual({ handle: expect.stringMatching(/^[-\da-f]{36}$/), name: 'mine.csv' });
    }
    expect(readdirSync(home)).not.toContain('mine.csv');
  });
});

describe('the session', () => {
  const electron = fakeElectron();
  closeSession(electron.api);
  closeNetwork(electron.api);
  const { permission } = electron;

  test.each([
    'media',
    'geolocation',
    'notifications',
    'midi',
    'clipboard-read',
    'openExternal',
    'fileSystem',
  ])('denies %s', (name) => {
    const answer = vi.fn();
    permission.request!({}, name, answer);
    expect(answer).toHaveBeenCalledWith(false);
    expect(permission.check!({}, name)).toBe(false);
    expect(permission.device!()).toBe(false);
  });

  test.each([
    ['app://studio/assets/app.js', false],
    ['blob:app://studio/1', false],
    ['https://evil.example/', true],
    ['http://127.0.0.1:8080/', true],
    ['file:///etc/passwd', true],
    ['app://studio.evil/', true],
    ['ws://evil.example/', true],
  ])('%s: cancelled %s', (url, cancel) => {
    const answer = vi.fn();
    permission.load!({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  test('Chromium itself finds no host', () => {
    expect(electron.app.commandLine.appendSwitch).toHaveBeenCalledWith(
      'host-resolver-rules',
      'MAP * ~NOTFOUND',
    );
  });
});

describe('a page, whichever way it came to be', () => {
  function page(answer = 0) {
    const electron = fakeElectron({ answer });
    guardPages(electron.api);
    const contents = fakeContents();
    electron.app.emit('web-contents-created', {}, contents);
    const navigate = (url: string, isMainFrame = true) => {
      const preventDefault = vi.fn();
      contents.emit('will-frame-navigate', { url, isMainFrame, preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    const open = (url: string) => contents.setWindowOpenHandler.mock.calls[0]![0]({ url }) as unknown;
    return { electron, contents, navigate, open };
  }

  test.each([
    'https://evil.example/',
    'file:///etc/passwd',
    'app://studio/other',
    'app://studio.evil/',
    'javascript:alert(1)',
    'not an address',
  ])('does not go to %s', (url) => {
    expect(page().navigate(url)).toBe(true);
  });

  test('may be loaded again', () => {
    expect(page().navigate('app://studio/#data')).toBe(false);
  });

  test('does not go anywhere in a frame, is not redirected, and holds no webview', () => {
    const { contents, navigate } = page();
    expect(navigate('app://studio/', false)).toBe(true);
    for (const name of ['will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn();
      contents.emit(name, { preventDefault });
      expect(preventDefault).toHaveBeenCalled();
    }
  });

  test('opens no window; a link to a known host goes to the browser', () => {
    const { electron, open } = page();
    expect(open('https://arxiv.org/abs/1810.04805')).toEqual({ action: 'deny' });
    expect(electron.shell.openExternal).toHaveBeenCalledWith('https://arxiv.org/abs/1810.04805');
  });

  test.each(['http://arxiv.org/', 'file:///bin/sh', 'javascript:alert(1)', 'smb://host/share', 'vscode://x'])(
    'a link to %s leads nowhere',
    (url) => {
      const { electron, open } = page();
      expect(open(url)).toEqual({ action: 'deny' });
      expect(electron.shell.openExternal).not.toHaveBeenCalled();
      expect(electron.dialog.showMessageBox).not.toHaveBeenCalled();
    },
  );

  test('a link to an unknown host is told with its address, which can be copied', async () => {
    const { electron, open } = page(1);
    open('https://arxiv.org.evil.example/');
    await eventually(() =>
      expect(electron.clipboard.writeText).toHaveBeenCalledWith('https://arxiv.org.evil.example/'),
    );
    expect(electron.shell.openExternal).not.toHaveBeenCalled();
  });

  test('every link of the lessons leads to a known host', () => {
    const lessons = join(import.meta.dirname, '../../../resources/lessons');
    const pages = readdirSync(lessons, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.md'),
    );
    const links = pages.flatMap(
      (name) => readFileSync(join(lessons, name), 'utf8').match(/https?:\/\/[^\s)>"]+/g) ?? [],
    );
    const unknown = links.filter(
      (link) => !link.startsWith('https://') || !KNOWN_HOSTS.has(new URL(link).host),
    );
    expect(unknown).toEqual([]);
  });
});
