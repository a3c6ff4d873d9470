import { z } from 'zod';
import { keptAnew } from '../storage/kept.ts';

const MOST = 10;

/** Files opened last, newest first. */
const recent = keptAnew('recent-files', z.array(z.string()).max(MOST));

export async function readRecentFiles(): Promise<readonly string[]> {
  return (await recent.read()) ?? [];
}

/** Puts a file first. @returns the list as it is now. */
export function rememberFile(path: string): Promise<readonly string[]> {
  return recent.change((paths) => [path, ...without(paths, path)].slice(0, MOST));
}

export function forgetFile(path: string): Promise<readonly string[]> {
  return recent.change((paths) => without(paths, path));
}

export function forgetAllFiles(): Promise<readonly string[]> {
  return recent.change(() => []);
}

function without(paths: readonly string[] | null, path: string): string[] {
  return (paths ?? []).filter((other) => other !== path);
}
