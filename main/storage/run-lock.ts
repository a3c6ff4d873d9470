import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { writeError } from './atomic.ts';

const LOCK = 'run.lock';

/** Locks of this process: a lock file with our own process id may be left from an earlier process that had it. */
const held = new Set<string>();

/**
 * Lets one process at a time train a run.
 * @returns what gives the lock back.
 * @throws StudioError `run_in_use` when another living process holds it; `unwritable`, `disk_full`.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  const holder = await holderOf(folder);
  if (holder !== null) {
    throw new StudioError(
      'run_in_use',
      `The run in ${folder} is being trained by process ${holder}. Wait for it, or stop it first. ` +
        `If that process is something else, delete ${path}.`,
      { details: { folder, pid: holder } },
    );
  }
  try {
    await rm(path, { force: true });
    await writeFile(path, `${process.pid}\n`, { flag: 'wx' });
  } catch (error) {
    // Another process was faster between the two lines above.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return lockRun(folder);
    throw writeError(path, error);
  }
  held.add(path);
  return async () => {
    held.delete(path);
    // Where that fails (a disk that became read-only), a lock that nobody holds any more locks nothing.
    await rm(path, { force: true }).catch(() => {});
  };
}

/** The process that trains the run now, or null. */
export async function holderOf(folder: string): Promise<number | null> {
  const path = join(folder, LOCK);
  const pid = Number(await readFile(path, 'utf8').catch(() => ''));
  if (!Number.isSafeInteger(pid) || pid <= 0) return null;
  if (pid === process.pid) return held.has(path) ? pid : null;
  return (await isRunning(pid)) ? pid : null;
}

/** Whether there is a process of this id that does something. */
export async function isRunning(pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // A killed process that nobody has waited for, as in containers without an init, still answers to its id.
  const [state] = await statOf(pid);
  return state !== 'Z' && state !== 'X';
}

/** When a process began, in ticks since the computer did: its id may be given to another later. Null where Linux is not. */
export async function beganAt(pid: number): Promise<string | null> {
  return (await statOf(pid))[19] ?? null;
}

/** What Linux says of a process, from its state on. */
async function statOf(pid: number): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // `pid (name) state ...`, and the name may hold parentheses.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Whether there is a process of this id, whosever it is. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, but is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
