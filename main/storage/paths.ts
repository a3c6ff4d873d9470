import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StudioError } from '../../app/errors.ts';

let root: string | null = null;

/** The folder that holds package.json, resources/ and dist/, whether run from source or compiled. */
export function projectRoot(): string {
  root ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return root;
}

function findRoot(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).name === 'bert-studio')
      return folder;
    if (dirname(folder) === folder) throw new Error(`No bert-studio package.json above ${from}.`);
  }
}

/** As package.json says. */
export function programVersion(): string {
  return JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')).version;
}

/** Models, datasets and lessons that come with the program. A package has them beside its archive, to be read in place. */
export function resourcesFolder(): string {
  return join(besideArchive(projectRoot()), 'resources');
}

/** What belongs to the program: of a package, all that is beside its archive too. */
export function programFolder(): string {
  const folder = projectRoot();
  return folder.endsWith('.asar') ? dirname(dirname(folder)) : folder;
}

/** Where electron-builder puts what is not to be in the archive of the program. */
function besideArchive(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/]|$)/, '$1.unpacked');
}

/**
 * Where a person's own models, runs and caches are kept: where `BERT_STUDIO_HOME` says, or was chosen in Settings, or usual.
 *
 * @throws StudioError `folder_gone` where the chosen one is not there: a new one in its place would lack everything.
 */
export function userFolder(): string {
  return process.env.BERT_STUDIO_HOME || chosenFolder() || usualFolder();
}

/** What was chosen lies where the folder is usually: the chosen one may be on a disk that comes and goes. */
export const choiceFile = (): string => join(usualFolder(), 'folder.json');

function chosenFolder(): string | null {
  const folder = readChoice();
  if (folder === undefined) return null;
  if (folder !== null && existsSync(folder)) return folder;
  const problem =
    folder === null
      ? `${choiceFile()} does not say which folder was chosen in Settings`
      : `${folder}, which was chosen in Settings, is not there. Bring its disk back, and everything is there again`;
  throw new StudioError(
    'folder_gone',
    `${problem}. To go on with ${usualFolder()} instead, delete ${choiceFile()}.`,
    { details: { folder } },
  );
}

/** The folder that was chosen in Settings; undefined where none was, null where the file does not tell. */
export function readChoice(): string | null | undefined {
  if (!existsSync(choiceFile())) return undefined;
  try {
    const { folder } = JSON.parse(readFileSync(choiceFile(), 'utf8')) as { readonly folder?: unknown };
    return typeof folder === 'string' && isAbsolute(folder) ? folder : null;
  } catch {
    return null;
  }
}

/** Where the system keeps what is a program's. */
export function usualFolder(): string {
  const { APPDATA, XDG_DATA_HOME } = process.env;
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'bert-studio');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'bert-studio');
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'bert-studio');
}

/** Files that can be made again at any time, such as token caches. */
export function cacheFolder(): string {
  return join(userFolder(), 'cache');
}
