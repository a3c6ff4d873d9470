import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beganAt } from './process-state.ts';
import { lockStudio } from './studio-lock.ts';

let folder: string;
/** As this process would lock it. */
let mine: object;
/** Another process, which lives. */
let other: ReturnType<typeof spawn>;
const lockFile = () => join(folder, 'studio.lock');

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'studio-lock-'));
  other = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
  await new Promise((resolve) => other.once('spawn', resolve));
  const unlock = await lockStudio(folder);
  mine = JSON.parse(readFileSync(lockFile(), 'utf8'));
  await unlock();
});
afterEach(() => {
  other.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** A lock of the other process, but for what is changed. */
async function leave(changes: object = {}): Promise<void> {
  const theirs = { ...mine, pid: other.pid, began: await beganAt(other.pid!), ...changes };
  writeFileSync(lockFile(), JSON.stringify(theirs));
}

it('a folder that another studio has is refused with its process, since when, and what to do', async () => {
  const since = '2026-03-04T10:00:00.000Z';
  await leave({ since });
  const error = await lockStudio(folder).catch((reason: Error) => reason);
  expect(error).toMatchObject({ code: 'studio_in_use', details: { pid: other.pid } });
  for (const part of [folder, `process ${other.pid}`, new Date(since).toLocaleString(), 'BERT_STUDIO_HOME'])
    expect((error as Error).message).toContain(part);
});

it('however the clock was set since, a studio that lives keeps its folder', async () => {
  for (const since of ['1990-01-01T00:00:00.000Z', '2090-01-01T00:00:00.000Z']) {
    await leave({ since });
    await expect(lockStudio(folder)).rejects.toMatchObject({ code: 'studio_in_use' });
  }
});

it('a folder of a studio that was killed is taken over', async () => {
  await leave();
  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  await lockStudio(folder);
  expect(JSON.parse(readFileSync(lockFile(), 'utf8'))).toMatchObject({ pid: process.pid });
});

it.skipIf(process.platform !== 'linux')(
  'so is one whose process id is another process now (needs Linux to tell)',
  async () => {
    await leave({ began: '1' });
    await lockStudio(folder);
  },
);

it.each([
  ['that was copied from another computer', { host: 'another-computer' }],
  ['that was copied from another place', { folder: '/somewhere/else' }],
])('so is one %s', async (_, change) => {
  await leave(change);
  await lockStudio(folder);
});

it.each(['', '{"pid":', '[]', 'null'])('a lock that cannot be read (%j) is taken over', async (text) => {
  writeFileSync(lockFile(), text);
  await lockStudio(folder);
});
