import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, temporaryName, writeFolderAtomic } from './atomic.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bert-studio-atomic-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the process `pid` calls what it writes. */
function nameOf(pid: number, process = 'other', host?: string): string {
  const [own] = basename(temporaryName(join(folder, 'model')))
    .split('.')
    .slice(1);
  return `.${[host ?? own, pid, process, 'a1-model'].join('.')}`;
}

function leave(name: string): string {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'model.safetensors'), 'half of it');
  return name;
}

test('before a folder is written, what killed processes left there goes, and what others are writing stays', async () => {
  const dead = spawnSync(process.execPath, ['--version']).pid;
  leave(nameOf(dead));
  // As in a container, where every start has the same id.
  leave(nameOf(process.pid));
  const old = leave('.writing-0a1b2c3d-model');
  const monthsAgo = new Date(Date.now() - 1e10);
  utimesSync(join(folder, old), monthsAgo, monthsAgo);
  const stay = [
    leave(nameOf(process.ppid)),
    leave(basename(temporaryName(join(folder, 'mine')))),
    leave(nameOf(dead, 'other', 'writing-another')),
    leave('.writing-0a1b2c3e-model'),
    leave('mine'),
  ];
  await writeFolderAtomic(join(folder, 'new'), async (target) => writeFileSync(join(target, 'a'), 'a'));
  expect(readdirSync(folder).sort()).toEqual([...stay, 'new'].sort());
});

test('a folder is made with those above it, and says which was the first that was missing', async () => {
  expect(await makeFolder(join(folder, 'a/b/c'))).toBe(join(folder, 'a'));
  expect(await makeFolder(join(folder, 'a/b/c'))).toBe(null);
  expect(await makeFolder(join(folder, 'a/b/d'))).toBe(join(folder, 'a/b/d'));
});

test('a folder below a file is refused by name', async () => {
  writeFileSync(join(folder, 'notes'), '');
  await expect(makeFolder(join(folder, 'notes/runs/one'))).rejects.toThrow(
    `${join(folder, 'notes')} is a file`,
  );
});

test.skipIf(process.platform !== 'linux')(
  'where the system takes no folders that is said, and not tried for ever (needs /proc)',
  async () => {
    await expect(makeFolder('/proc/nothing/here')).rejects.toMatchObject({ code: 'unwritable' });
  },
);
