import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../storage/atomic.ts';
import { userFolder } from '../storage/paths.ts';

const MOST = 10;
const schema = z.array(z.string()).max(MOST);

const file = () => join(userFolder(), 'recent-files.json');

/** Files opened last, newest first; none where the list cannot be used. */
export function readRecentFiles(): readonly string[] {
  try {
    return schema.parse(JSON.parse(readFileSync(file(), 'utf8')));
  } catch {
    return [];
  }
}

/** Puts a file first. @returns the list as it is now. */
export async function rememberFile(path: string): Promise<readonly string[]> {
  return keep([path, ...readRecentFiles().filter((other) => other !== path)].slice(0, MOST));
}

export async function forgetFile(path: string): Promise<readonly string[]> {
  return keep(readRecentFiles().filter((other) => other !== path));
}

export function forgetAllFiles(): Promise<readonly string[]> {
  return keep([]);
}

async function keep(paths: readonly string[]): Promise<readonly string[]> {
  await writeFileAtomic(file(), `${JSON.stringify(paths)}\n`);
  return paths;
}
