import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Where electron-builder puts what is not to be in the archive of the program. */
function besideArchive(path: string): string {
  return path.replace(/([\\/]app\.asar)(?=[\\/]|$)/, '$1.unpacked');
}

/** Where a person's own models, runs and caches are kept; `BERT_STUDIO_HOME` moves it. */
export function userFolder(): string {
  const { BERT_STUDIO_HOME, APPDATA, XDG_DATA_HOME } = process.env;
  if (BERT_STUDIO_HOME) return BERT_STUDIO_HOME;
  if (process.platform === 'win32' && APPDATA) return join(APPDATA, 'bert-studio');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'bert-studio');
  return join(XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'bert-studio');
}

/** Files that can be made again at any time, such as token caches. */
export function cacheFolder(): string {
  return join(userFolder(), 'cache');
}
