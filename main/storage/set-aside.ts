import { join } from 'node:path';
import { SET_ASIDE } from './json-file.ts';
import { namesIn } from './names-in.ts';
import { cacheFolder, userFolder } from './paths.ts';

/**
 * What could not be read and was set aside, and lies there still.
 *
 * @param runsFolder with a folder for each run.
 */
export async function listSetAside(runsFolder: string): Promise<readonly string[]> {
  const folders = [
    userFolder(),
    join(userFolder(), 'kept'),
    join(userFolder(), 'learners'),
    join(cacheFolder(), 'probes'),
    join(cacheFolder(), 'datasets'),
    ...(await foldersIn(runsFolder)),
    ...(await Promise.all((await foldersIn(join(userFolder(), 'experiments'))).map(foldersIn))).flat(),
  ];
  const found = folders.map(async (folder) =>
    (await namesOf(folder)).filter((name) => name.includes(SET_ASIDE)).map((name) => join(folder, name)),
  );
  return (await Promise.all(found)).flat();
}

/** Files among them hold nothing. */
async function foldersIn(folder: string): Promise<string[]> {
  return (await namesOf(folder)).map((name) => join(folder, name));
}

/** None where a folder cannot be looked into, which is told by whoever reads what is in it. */
function namesOf(folder: string): Promise<string[]> {
  return namesIn(folder).catch(() => []);
}
