import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { copyFile, link, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StudioError } from '../../../app/errors.ts';
import { writeError } from '../../storage/atomic.ts';
import { type SplitName, splitOf } from '../../storage/dataset-layout.ts';
import { cacheFolder } from '../../storage/paths.ts';
import { isAlive } from '../../storage/run-lock.ts';

/** In bytes. */
export const LARGEST_FILE = 8 * 2 ** 30;
/** Of a file's name, in bytes: file systems have 255 for it. */
const LONGEST_NAME = 200;
/** Devices by these names, whatever their ending, are no files on Windows. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

export interface OfferedFile {
  /** What a window names the file by; it never names paths. */
  readonly handle: string;
  readonly name: string;
}

export interface StagedFile {
  readonly handle: string;
  readonly name: string;
  /** Where it lies now, perhaps under a name that tells its split. */
  readonly path: string;
  readonly split: SplitName;
}

export interface StagedFiles {
  /** What `loadDataset` takes. */
  readonly path: string;
  readonly files: readonly StagedFile[];
}

/** Files a person handed to the studio: by a dialog of the system, or sent by the window they were dropped on. */
export class Intake {
  private readonly paths = new Map<string, string>();
  /** Of this process alone, so that clearing it up takes nothing from another. */
  private readonly folder = join(uploadsFolder(), String(process.pid));

  /** @throws StudioError `missing_file`. */
  async offer(path: string): Promise<OfferedFile> {
    if (!(await stat(path).catch(() => null))?.isFile())
      throw new StudioError('missing_file', `There is no file ${path} any more.`);
    const handle = randomUUID();
    this.paths.set(handle, path);
    return { handle, name: basename(path) };
  }

  /**
   * Takes a file as it is sent, into a folder of its own.
   *
   * @throws StudioError `file_too_large`, or what writing meets; nothing of it is kept then.
   */
  async receive(name: string, bytes: Readable): Promise<OfferedFile> {
    const folder = join(this.folder, randomUUID());
    const path = join(folder, safeName(name));
    await mkdir(folder, { recursive: true });
    try {
      await pipeline(bytes, limited(LARGEST_FILE), createWriteStream(path));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw writeError(path, error);
    }
    return this.offer(path);
  }

  /** @throws StudioError `unknown_file`. */
  pathOf(handle: string): string {
    const path = this.paths.get(handle);
    if (path !== undefined) return path;
    throw new StudioError('unknown_file', 'The studio no longer has this file. Open it again.');
  }

  /**
   * Files as one dataset: a single one as it is, several in a folder where their names tell their splits. Without a copy
   * where the disk allows it.
   *
   * @throws StudioError `unknown_file`, `ambiguous_files` where two are of one split or none is for training.
   */
  async stage(
    wanted: readonly { readonly handle: string; readonly split?: SplitName | undefined }[],
  ): Promise<StagedFiles> {
    const paths = wanted.map(({ handle }) => this.pathOf(handle));
    const files = wanted.map(({ handle, split }, i): StagedFile => {
      const name = basename(paths[i]!);
      return { handle, name, path: paths[i]!, split: split ?? splitByName(name, i, wanted.length) };
    });
    if (files.length === 1) return { path: paths[0]!, files: [{ ...files[0]!, split: 'train' }] };
    checkSplits(files);
    const folder = join(this.folder, randomUUID());
    await mkdir(folder, { recursive: true });
    const staged = files.map(async (file) => {
      const path = join(folder, `${file.split}${extname(file.path)}`);
      await link(file.path, path).catch(() => copyFile(file.path, path));
      return { ...file, path };
    });
    return { path: folder, files: await Promise.all(staged) };
  }

  /** Removes what windows sent to processes that ended without clearing up. */
  async clearLeftovers(): Promise<void> {
    const names = await readdir(uploadsFolder()).catch(() => []);
    const left = names.filter((name) => Number(name) !== process.pid && !isAlive(Number(name)));
    await Promise.all(left.map((name) => rm(join(uploadsFolder(), name), { recursive: true, force: true })));
  }

  /** Removes what windows sent. */
  async clear(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function uploadsFolder(): string {
  return join(cacheFolder(), 'uploads');
}

/** By what the name tells, else by the order in which they were given. */
function splitByName(name: string, index: number, count: number): SplitName {
  return splitOf(name) ?? (count === 1 ? 'train' : (['train', 'validation', 'test'] as const)[index]!);
}

function checkSplits(files: readonly StagedFile[]): void {
  const splits = files.map(({ split }) => split);
  const twice = files.find(({ split }, i) => splits.indexOf(split) < i);
  if (splits.includes('train') && !twice) return;
  const message = twice
    ? `Two files are given as ${twice.split} rows. Say for each file which rows it holds.`
    : 'None of the files is given as training rows. Say which one is to be learnt from.';
  throw new StudioError('ambiguous_files', message);
}

/** The last part of a name without what file systems refuse. */
export function safeName(name: string): string {
  const last = name
    .normalize('NFC')
    .split(/[/\\]/)
    .at(-1)!
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  const characters = [...last];
  // Its end tells the format.
  while (Buffer.byteLength(characters.join('')) > LONGEST_NAME) characters.shift();
  const short = characters.join('').trimStart() || 'data.txt';
  return WINDOWS_DEVICE.test(short) ? `_${short}` : short;
}

function limited(bytes: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      if (seen <= bytes) return done(null, chunk);
      done(new StudioError('file_too_large', `The file is larger than ${bytes / 2 ** 30} GB.`));
    },
  });
}
