import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WEB_PREFERENCES } from '../../../main/electron/window.ts';

// What can be seen in the sources, on any computer.

const ROOT = join(import.meta.dirname, '../../..');
const sources = (...folders: string[]) =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:c?ts|tsx|html)$/.test(name) && !name.includes('.test.'))
      .map((name) => ({
        name: `${folder}/${name}`,
        text: readFileSync(join(ROOT, folder, name), 'utf8'),
      })),
  );
/** The files in which a pattern occurs. */
const where = (pattern: RegExp, ...folders: string[]) =>
  sources(...folders)
    .filter(({ text }) => pattern.test(text))
    .map(({ name }) => name);

test('pages have a sandbox, their own world, and nothing that opens it', () => {
  expect(WEB_PREFERENCES).toEqual({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  });
  expect(where(/enableRemoteModule|experimentalFeatures|enableBlinkFeatures/, 'main')).toEqual([]);
});

test('one place makes windows, and one asks the system to open addresses', () => {
  expect(where(/new BrowserWindow\(|WebContentsView/, 'main')).toEqual(['main/electron/window.ts']);
  expect(where(/openExternal\(/, 'main')).toEqual(['main/electron/guard.ts']);
});

test('only the entry and the preload script load electron', () => {
  const importing = where(
    /^import (?!type)[^;]*from 'electron'|require\('electron'\)/m,
    'app',
    'main',
    'renderer',
  );
  expect(importing.sort()).toEqual(['main/electron/main.ts', 'main/electron/preload.cts']);
});

test('the preload script gives the page two functions, and neither Node nor ipcRenderer', () => {
  const preload = readFileSync(join(ROOT, 'main/electron/preload.cts'), 'utf8');
  expect(preload.match(/exposeInMainWorld/g)).toHaveLength(1);
  expect(preload.match(/'studio:[a-z]+'/g)).toEqual(["'studio:ask'", "'studio:event'", "'studio:listening'"]);
  expect(preload).not.toMatch(/process\.|require\('(?!electron')|exposeInMainWorld\([^,]*, ipcRenderer/);
});

test('the page makes no HTML and no code from strings, and loads nothing by an address of its own', () => {
  expect(where(/dangerouslySetInnerHTML|\.innerHTML|insertAdjacentHTML|document\.write/, 'renderer')).toEqual(
    [],
  );
  expect(where(/(?<![.\w])eval\(|new Function\(/, 'renderer', 'main', 'app')).toEqual([]);
  expect(where(/(?:src|href)=["']https?:|fetch\(["'`]https?:|@import url\(/, 'renderer')).toEqual([]);
});

test('the program listens on loopback alone', () => {
  const listening = where(/\.listen\(/, 'main');
  expect(listening).toEqual(['main/web/server.ts']);
  expect(readFileSync(join(ROOT, listening[0]!), 'utf8')).toMatch(/\.listen\(port, '127\.0\.0\.1'/);
});

test('secrets are compared in constant time', () => {
  const gate = readFileSync(join(ROOT, 'main/web/gate.ts'), 'utf8');
  expect(gate).toMatch(/\btimingSafeEqual\(/);
  expect(gate).not.toMatch(
    /[=!]==? *(?:secret|this\.#secret|this\.link)\b|\b(?:secret|#secret|link) *[=!]==/,
  );
});

test('every test that docs/security.md names is there', () => {
  const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
  const named = text.match(/\b(?:tests|app|main)\/[\w/.-]+\.test\.ts/g) ?? [];
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
