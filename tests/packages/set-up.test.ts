import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

// `npm start` in a fresh copy, on computers that lack something; npm is played by a script.

const ROOT = join(import.meta.dirname, '../..');
let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'bert-studio-fresh-'));
  cpSync(join(ROOT, 'scripts'), join(copy, 'scripts'), { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(ROOT, name), join(copy, name));
});
afterAll(() => rmSync(copy, { recursive: true }));

/** @param npm what it prints before it fails. @param first run before the program, to change what it sees. */
function start(npm: string, first = ''): { readonly status: number | null; readonly said: string } {
  const script = join(copy, 'npm.cjs');
  writeFileSync(script, `console.error(${JSON.stringify(npm)}); process.exit(1);`);
  const before = `--import=data:text/javascript,${encodeURIComponent(first)}`;
  const { status, stderr } = spawnSync(process.execPath, [before, 'scripts/start.mjs', 'models'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: script },
  });
  return { status, said: stderr };
}

const seen = (name: string, value: string) =>
  `Object.defineProperty(process, '${name}', { value: ${value} });`;

test('an old Node is told which one is needed', () => {
  const { status, said } = start('', seen('versions', "{ ...process.versions, node: '16.20.2' }"));
  expect(status).toBe(1);
  expect(said).toBe(
    'BERT Studio needs Node.js 20.19 or newer; this is 16.20.2.\n' +
      'Install a current version from https://nodejs.org, then run the same command again.\n',
  );
});

test('a full disk is told before anything is downloaded', () => {
  const first =
    "import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';" +
    'fs.statfsSync = () => ({ bavail: 100, bsize: 2 ** 20 }); syncBuiltinESMExports();';
  const { status, said } = start('npm was asked', first);
  expect(status).toBe(1);
  expect(said).toContain('needs 1536 MB');
  expect(said).toContain('has 100 MB left');
  expect(said).not.toContain('npm was asked');
});

test('an Intel Mac is told what does not work, and goes on', () => {
  const { said } = start('npm was asked', seen('platform', "'darwin'") + seen('arch', "'x64'"));
  expect(said).toContain('no library for Intel Macs (darwin-x64) since version 1.24');
  expect(said).toContain('Lessons, data and quiz work.');
  expect(said).toContain('npm was asked');
});

test('a computer that ONNX Runtime has no library for is told so by name, and goes on', () => {
  const { said } = start('npm was asked', seen('platform', "'linux'") + seen('arch', "'riscv64'"));
  expect(said).toContain('no library for this computer (linux-riscv64)');
  expect(said).toContain('npm was asked');
});

test('the same command again goes on where it stopped, with what npm has kept', () => {
  expect(start('npm error code ENOTFOUND').said).toContain('run the same command again');
  const script = join(copy, 'npm.cjs');
  writeFileSync(script, "require('node:fs').writeFileSync('asked.txt', process.argv.slice(2).join(' '))");
  const { stderr } = spawnSync(process.execPath, ['scripts/start.mjs', 'models'], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: script },
  });
  expect(stderr).toMatch(/^Installing the libraries/);
  expect(stderr).toContain('Compiling BERT Studio');
  expect(readFileSync(join(copy, 'asked.txt'), 'utf8')).toMatch(/^ci .*--prefer-offline/);
});

test.each([
  ['npm error code ENOTFOUND', 'could not be reached (ENOTFOUND)', 'npm config set proxy URL'],
  ['npm error code ECONNREFUSED', 'could not be reached (ECONNREFUSED)', 'npm config set proxy URL'],
  [
    'npm error code E407\nnpm error 407 Proxy Authentication Required',
    'the proxy asks for a name',
    'NAME:PASSWORD',
  ],
  [
    'npm error code SELF_SIGNED_CERT_IN_CHAIN',
    'not trusted (SELF_SIGNED_CERT_IN_CHAIN)',
    'npm config set cafile',
  ],
  ['npm error code E403\nnpm error 403 Forbidden', 'refuses (E403)', 'npm config set registry'],
  ['npm error code ENOSPC', 'the disk is full', 'Free about'],
  ['npm error code EACCES', 'may not be written', 'never use sudo'],
  ['npm error code EINTEGRITY', 'not what it should be', 'npm cache clean'],
  ['npm error something else', 'something else', "npm's reason is above"],
])('where npm says "%s" a person is told "%s" and "%s"', (npm, what, remedy) => {
  const { status, said } = start(npm);
  expect(status).toBe(1);
  expect(said).toContain(what);
  expect(said).toContain(remedy);
  expect(said.replaceAll('\n', ' ')).toContain(
    'Then run the same command again: what was downloaded is kept.',
  );
});
