import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sum } from '../../app/math/sum.ts';

/** Of a file, or of everything in a folder; what goes away meanwhile counts nothing. */
export async function bytesOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return found?.size ?? 0;
  const sizes = await Promise.all(
    (await readdir(path).catch(() => [])).map((name) => bytesOf(join(path, name))),
  );
  return sum(sizes);
}
