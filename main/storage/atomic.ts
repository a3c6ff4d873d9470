import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { isRunning } from './process-state.ts';

/**
 * Writes a file so that a reader, a crash or a full disk sees either the old content or the new: under a
 * temporary name in the same folder, flushed to the disk, then renamed.
 *
 * @throws StudioError `disk_full` or `unwritable`, naming the file; the old content is untouched.
 */
export async function writeFileAtomic(path: string, content: string | Uint8Array): Promise<void> {
  await writeAtomic(path, async (file) => {
    await file.writeFile(content);
  });
}

/** As `writeFileAtomic`, for content that is written piece by piece. */
export async function writeAtomic(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await makeFolder(dirname(path));
    const file = await open(temporary, 'w');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await discard(temporary);
    throw writeError(path, error);
  }
}

/**
 * Builds a folder under a temporary name and renames it when complete. `path` must not exist, or be an
 * empty folder. What killed processes left beside it goes first: it may be as large as what is to be written.
 */
export async function writeFolderAtomic(
  path: string,
  build: (folder: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await makeFolder(dirname(path));
    await removeAbandoned(dirname(path));
    await mkdir(temporary);
    await build(temporary);
    for (const name of await readdir(temporary)) await syncPath(join(temporary, name));
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await discard(temporary);
    throw writeError(path, error);
  }
}

/**
 * Makes a folder and those above it that are missing. Step by step: Node's own `recursive` never ends on a file system
 * that takes no folders, such as /proc.
 *
 * @returns the topmost folder that had to be made; null where all were there.
 * @throws StudioError `unwritable`, `disk_full`, naming the folder.
 */
export async function makeFolder(path: string): Promise<string | null> {
  if (await isFolder(path)) return null;
  const parent = dirname(path);
  const above = parent === path ? null : await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have been faster.
    if (await isFolder(path)) return above;
    throw folderError(path, error);
  }
  return above ?? path;
}

/** The same where nothing can be waited for yet. */
export function makeFolderSync(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolderSync(dirname(path));
  try {
    mkdirSync(path);
  } catch (error) {
    if (!existsSync(path)) throw folderError(path, error);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

function folderError(path: string, error: unknown): unknown {
  const unwritable = (message: string) =>
    new StudioError('unwritable', message, { details: { file: path }, cause: error });
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EEXIST':
      return unwritable(`${path} is a file, so nothing can be written in it. Choose a folder.`);
    case 'ENOENT':
      return unwritable(`${path} cannot be made: ${dirname(path)} takes no folders. Choose another place.`);
    default:
      return writeError(path, error);
  }
}

/** Clears up after a failed write, whose error is the one to tell. */
async function discard(temporary: string): Promise<void> {
  await rm(temporary, { force: true, recursive: true }).catch(() => {});
}

/** Names that interrupted writes leave behind start like this. */
export const TEMPORARY_PREFIX = '.writing-';

/** Names that this computer gave say so, for a process of another one cannot be asked after. */
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 6);
/** An earlier process may have had this one's id, as where every start in a container has the same. */
const SELF = `${process.pid}.${randomBytes(3).toString('hex')}`;
/** What another computer, or an older version, was writing is given up after it lay untouched for so long. */
const ABANDONED_MILLISECONDS = 86_400_000;

/** Beside `path`; whoever gives something this name renames or removes it before the process ends. */
export function temporaryName(path: string): string {
  const name = path.split(/[\\/]/).at(-1)!;
  const own = `${TEMPORARY_PREFIX}${HOST}.${SELF}.${randomBytes(3).toString('hex')}-`;
  return join(dirname(path), own + name);
}

/**
 * Removes from a folder what writes left that were interrupted, and no process is at any more. Never fails: what cannot be
 * removed stays until the next time.
 */
export async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((one) => one.startsWith(TEMPORARY_PREFIX))) {
    if (await isAbandoned(folder, name)) await discard(join(folder, name));
  }
}

async function isAbandoned(folder: string, name: string): Promise<boolean> {
  const [host, pid, token] = name.slice(TEMPORARY_PREFIX.length).split(/[.-]/);
  if (host === HOST && /^\d+$/.test(pid ?? '')) {
    if (`${pid}.${token}` === SELF) return false;
    return Number(pid) === process.pid || !(await isRunning(Number(pid)));
  }
  const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > ABANDONED_MILLISECONDS;
}

async function syncPath(path: string): Promise<void> {
  if (!(await stat(path)).isFile()) return;
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a rename durable. Windows cannot open folders, and does not need it. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Turns the system's error into one that says what to do; others pass unchanged. */
export function writeError(path: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  const details = { file: path };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    const message = `The disk is full: ${path} was not written. Free some space and try again; nothing was lost.`;
    return new StudioError('disk_full', message, { details, cause: error });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR' || code === 'EISDIR') {
    const message = `${path} cannot be written (${code}). Choose a folder you may write to.`;
    return new StudioError('unwritable', message, { details, cause: error });
  }
  if (code === 'ENOENT') {
    const message = `${path} could not be written, because its folder is gone: it was renamed or deleted, or its disk was taken out. Put it back and try again.`;
    return new StudioError('folder_gone', message, { details, cause: error });
  }
  if (code === 'ENOTEMPTY' || code === 'EEXIST') {
    return new StudioError(
      'already_exists',
      `${path} already exists and is not empty. Choose another name.`,
      { details, cause: error },
    );
  }
  return error;
}
