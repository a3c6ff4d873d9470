import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { writeError } from './atomic.ts';
import { isRunning } from './process-state.ts';

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
