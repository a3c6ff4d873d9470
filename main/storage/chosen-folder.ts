import { existsSync } from 'node:fs';
import { readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { basename, isAbsolute, join, relative, resolve } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { makeFolder, temporaryName, writeError, writeFileAtomic } from './atomic.ts';
import { choiceFile, programFolder, readChoice, userFolder, usualFolder } from './paths.ts';

const OWN_NAME = 'bert-studio';

/**
 * Has the studio keep everything in another folder from its next start on. Nothing is moved: what is in the folder of now
 * stays there.
 *
 * @param picked a folder that is there. What is not empty and no studio's gets a folder of the studio's own in it.
 * @returns the folder.
 * @throws StudioError `folder_unfit` within the program or the folder of now; `unwritable`, `disk_full`.
 */
export async function chooseFolder(picked: string, program = programFolder()): Promise<string> {
  const folder = await studioFolderIn(await realOf(picked));
  const now = await realOf(userFolder());
  if (isWithin(folder, await realOf(program))) throw unfit(folder, 'the program, which an update replaces');
  if (folder !== now && isWithin(folder, now)) throw unfit(folder, 'the folder that is used now');
  await tryToWrite(folder);
  if (folder === (await realOf(usualFolder()))) await rm(choiceFile(), { force: true });
  else {
    await makeFolder(usualFolder());
    await writeFileAtomic(choiceFile(), `${JSON.stringify({ folder })}\n`);
  }
  return folder;
}

/** Where the studio will keep everything when it starts next, unless `BERT_STUDIO_HOME` says otherwise. */
export function folderOfNextStart(): string {
  return readChoice() ?? usualFolder();
}

/** Back to where the folder is usually, from the next start on. */
export async function chooseUsualFolder(): Promise<string> {
  await rm(choiceFile(), { force: true });
  return usualFolder();
}

const realOf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));

async function studioFolderIn(picked: string): Promise<string> {
  const names = await readdir(picked).catch((error) => {
    throw writeError(picked, error);
  });
  const isOurs = names.length === 0 || basename(picked) === OWN_NAME || existsSync(join(picked, 'kept'));
  return isOurs ? picked : join(picked, OWN_NAME);
}

/** Also where they are the same. */
function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
}

function unfit(folder: string, where: string): StudioError {
  return new StudioError('folder_unfit', `${folder} lies in ${where}. Choose one elsewhere.`);
}

async function tryToWrite(folder: string): Promise<void> {
  const probe = temporaryName(join(folder, 'probe'));
  try {
    await makeFolder(folder);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw writeError(folder, error);
  }
}
