import { readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { makeFolder, writeError } from './atomic.ts';
import { beganAt, isRunning } from './process-state.ts';

const LOCK = 'studio.lock';

/** Whose the folder is. A lock that came along with a copied folder names another one, or another computer. */
interface Owner {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  readonly host: string;
  readonly folder: string;
  readonly began: string | null;
}

/**
 * Lets one studio at a time work on a person's folder: two would not see each other's changes.
 *
 * @returns what gives the folder back.
 * @throws StudioError `studio_in_use` naming the process that has it and since when; `unwritable`, `disk_full`.
 */
export async function lockStudio(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK);
  const owner = await ownerOf(folder);
  if (owner !== null) {
    throw new StudioError(
      'studio_in_use',
      `BERT Studio is open already with ${folder}: process ${owner.pid}, since ${new Date(owner.since).toLocaleString()}. ` +
        'Use its window, or end it first. To have two, give this one a folder of its own with BERT_STUDIO_HOME. ' +
        `If that process is something else, delete ${path}.`,
      { details: { folder, pid: owner.pid } },
    );
  }
  const began = await beganAt(process.pid);
  const mine: Owner = { pid: process.pid, since: new Date().toISOString(), host: hostname(), folder, began };
  try {
    await makeFolder(folder);
    await rm(path, { force: true });
    await writeFile(path, `${JSON.stringify(mine)}\n`, { flag: 'wx' });
  } catch (error) {
    // Another studio was faster between the two lines above.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return lockStudio(folder);
    throw writeError(path, error);
  }
  // Where that fails, the lock is one of a process that is gone.
  return () => rm(path, { force: true }).catch(() => {});
}

/** The studio that works on the folder now, or null. */
async function ownerOf(folder: string): Promise<Owner | null> {
  const owner = parseOwner(await readFile(join(folder, LOCK), 'utf8').catch(() => ''));
  if (owner === null || owner.host !== hostname() || owner.folder !== folder) return null;
  // An id of our own was an earlier process's, as where every start in a container has the same.
  if (owner.pid === process.pid || !(await isRunning(owner.pid))) return null;
  return owner.began === (await beganAt(owner.pid)) ? owner : null;
}

/** Null for what an interrupted write or another program left: a lock is worth less than a studio that opens. */
function parseOwner(text: string): Owner | null {
  try {
    const owner = JSON.parse(text) as Owner;
    return Number.isSafeInteger(owner.pid) && owner.pid > 0 ? owner : null;
  } catch {
    return null;
  }
}
