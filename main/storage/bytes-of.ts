import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sum } from '../../app/math/sum.ts';

/**
 * Of a file, or of everything in a folder; what goes away meanwhile counts nothing. Files are counted where they are links,
 * folders are not entered: they may lead to all there is.
 */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ? bytesIn(path) : (found?.size ?? 0);
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const sizes = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return bytesIn(path);
    const found = await stat(path).catch(() => null);
    return found?.isFile() ? found.size : 0;
  });
  return sum(await Promise.all(sizes));
}
