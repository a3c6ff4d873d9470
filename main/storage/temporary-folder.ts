import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, removeAbandoned, temporaryName } from './atomic.ts';
import { cacheFolder } from './paths.ts';

/** Works in a folder of its own, which is gone afterwards, also when the work fails; when it is killed, by the next time. */
export async function inTemporaryFolder<Result>(
  name: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  await makeFolder(cacheFolder());
  await removeAbandoned(cacheFolder());
  const folder = await mkdtemp(`${temporaryName(join(cacheFolder(), name))}-`);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
