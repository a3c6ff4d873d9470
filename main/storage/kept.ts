import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { writeFileAtomic } from './atomic.ts';
import { userFolder } from './paths.ts';

/** Writes of one key wait for each other, so that nothing is written between a comparison and its write. */
const writing = new Map<string, Promise<unknown>>();

/**
 * What is kept for a person under a key; null where nothing is yet.
 *
 * @throws StudioError `kept_unreadable`: the file is left as it is until someone calls `setAsideKept`.
 */
export async function readKept(key: string): Promise<unknown> {
  const path = keptFile(key);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return (JSON.parse(text) as { value: unknown }).value;
  } catch (cause) {
    throw new StudioError(
      'kept_unreadable',
      `${path} cannot be read: it is no JSON. Put a copy of it back, or set it aside and begin anew.`,
      { details: { file: path }, cause },
    );
  }
}

/**
 * @param was what the writer had read; without it whatever is kept is replaced.
 * @throws StudioError `kept_changed` where something else is kept by now; `disk_full`, `unwritable`.
 */
export function writeKept(key: string, value: unknown, was?: unknown): Promise<void> {
  const write = async () => {
    if (was !== undefined && JSON.stringify(await readKept(key)) !== JSON.stringify(was)) {
      throw new StudioError('kept_changed', `${key} was changed elsewhere meanwhile. Read it and try again.`);
    }
    await writeFileAtomic(keptFile(key), `${JSON.stringify({ format: 1, value })}\n`);
  };
  const turn = (writing.get(key) ?? Promise.resolve()).then(write, write);
  writing.set(key, turn);
  return turn;
}

/** Renames what is kept, so that something new can be. @returns the new name. */
export async function setAsideKept(key: string): Promise<string> {
  const path = keptFile(key);
  const aside = `${path.slice(0, -'.json'.length)}.set-aside-${new Date().toISOString().replaceAll(':', '-')}.json`;
  await rename(path, aside);
  return aside;
}

function keptFile(key: string): string {
  return join(userFolder(), 'kept', `${key}.json`);
}
