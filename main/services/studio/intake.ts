import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MOST_FILES } from '../../../app/contract/datasets.ts';
import { StudioError } from '../../../app/errors.ts';
import { makeFolder, writeError } from '../../storage/atomic.ts';
import { findDataFiles, type SplitChoice, splitsToldBy } from '../../storage/dataset-layout.ts';
import { cacheFolder } from '../../storage/paths.ts';
import { isAlive } from '../../storage/process-state.ts';
import { extractZip } from '../../storage/zip.ts';
import { isArchive, modelFolderIn } from '../import-sources.ts';
import { withNames } from '../named-errors.ts';
import { safeName } from './safe-name.ts';
import { type StagedFile, type StagedFiles, stageFiles } from './stage-files.ts';

/** In bytes. */
export const LARGEST_FILE = 8 * 2 ** 30;
/** What a folder comes to at most: a text a file, by folders of labels, makes many. */
const FOLDER_LIMITS = { files: 100_000, bytes: LARGEST_FILE };

interface OfferedFile {
  /** What a window names the file by; it never names paths. */
  readonly handle: string;
  readonly name: string;
}

/** What files turned out to be, archives unpacked. */
interface Unpacked {
  /** `model`: an archive of a model folder, which `handles` name. */
  readonly holds: 'model' | 'data';
  readonly handles: readonly string[];
  /** What the file is called. */
  readonly name: string;
}

interface HeldFile {
  readonly path: string;
  /** As a person knows it: with its folder, where it came in one. */
  readonly name: string;
  /** What it was taken from, where that is not the file itself. */
  readonly from: string | null;
}

/** Files a person handed to the studio: by a dialog of the system, or sent by the window they were dropped on. */
export class Intake {
  readonly #held = new Map<string, HeldFile>();
  readonly #unpacked = new Map<string, Promise<Unpacked>>();
  /** Of this process alone, so that clearing it up takes nothing from another. */
  readonly #folder = join(uploadsFolder(), String(process.pid));

  /** A file or a folder. @throws StudioError `missing_file`. */
  async offer(path: string): Promise<OfferedFile> {
    const found = await stat(path).catch(() => null);
    if (found?.isFile() || found?.isDirectory())
      return this.#hold({ path, name: basename(path), from: null });
    throw new StudioError('missing_file', `There is no file ${path} any more.`);
  }

  /** Several files, or folders of texts, that came together in a folder. @param from what a person knows it as. */
  offerFrom(folder: string, paths: readonly string[], from: string): readonly OfferedFile[] {
    return paths.map((path) => {
      const name = relative(folder, path).split(sep).join('/') || from;
      return this.#hold({ path, name, from });
    });
  }

  #hold(file: HeldFile): OfferedFile {
    const handle = randomUUID();
    this.#held.set(handle, file);
    return { handle, name: file.name };
  }

  /**
   * Takes a file as it is sent, into a folder of its own.
   *
   * @throws StudioError `file_too_large`, or what writing meets; nothing of it is kept then.
   */
  async receive(name: string, bytes: Readable): Promise<OfferedFile> {
    const folder = join(this.#folder, randomUUID());
    const path = join(folder, safeName(name));
    await makeFolder(folder);
    try {
      await pipeline(bytes, limited(LARGEST_FILE), createWriteStream(path));
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw writeError(path, error);
    }
    return this.offer(path);
  }

  /**
   * Takes a folder as the zip it would be, and offers what was in it as a folder.
   *
   * @throws StudioError of `receive` and `extractZip`; nothing of it is kept then.
   */
  async receiveFolder(name: string, bytes: Readable): Promise<OfferedFile> {
    const sent = await this.receive(`${name}.zip`, bytes);
    const zip = this.pathOf(sent.handle);
    const folder = join(dirname(zip), safeName(name));
    this.#held.delete(sent.handle);
    try {
      await extractZip(zip, folder, FOLDER_LIMITS);
      await rm(zip);
      return await this.offer(folder);
    } catch (error) {
      await rm(dirname(zip), { recursive: true, force: true });
      throw withNames(error, [
        [zip, name],
        [folder, name],
      ]);
    }
  }

  /** @throws StudioError `unknown_file`. */
  pathOf(handle: string): string {
    return this.#fileOf(handle).path;
  }

  #fileOf(handle: string): HeldFile {
    const file = this.#held.get(handle);
    if (file !== undefined) return file;
    throw new StudioError('unknown_file', 'The studio no longer has this file. Open it again.');
  }

  /**
   * What files are, with those of a folder or a zip file in its place. The same handle is unpacked once.
   *
   * @throws StudioError `unknown_file`, `no_data_files`, `too_many_files`, and those of `extractZip`.
   */
  async unpack(handles: readonly string[]): Promise<Unpacked> {
    const [first, ...others] = await Promise.all(handles.map((handle) => this.#unpackOne(handle)));
    const all = [first!, ...others];
    const model = all.find(({ holds }) => holds === 'model');
    if (model) return model;
    const data = { ...first!, handles: all.flatMap((each) => each.handles) };
    if (data.handles.length <= MOST_FILES) return data;
    throw new StudioError(
      'too_many_files',
      `${data.name} holds ${data.handles.length} data files, and one dataset is made of at most ${MOST_FILES}. Open those of one dataset, or the folder in it that holds them.`,
    );
  }

  #unpackOne(handle: string): Promise<Unpacked> {
    const known = this.#unpacked.get(handle) ?? this.#lookInto(handle);
    this.#unpacked.set(handle, known);
    known.catch(() => this.#unpacked.delete(handle));
    return known;
  }

  async #lookInto(handle: string): Promise<Unpacked> {
    const { path, name } = this.#fileOf(handle);
    if ((await stat(path).catch(() => null))?.isDirectory()) return this.#openFolder(handle);
    return isArchive(name) ? this.#openArchive(handle) : { holds: 'data', handles: [handle], name };
  }

  async #openFolder(handle: string): Promise<Unpacked> {
    const { path, name } = this.#fileOf(handle);
    try {
      if ((await modelFolderIn(path)) !== null) return { holds: 'model', handles: [handle], name };
      const offered = this.offerFrom(path, await findDataFiles(path), name);
      return { holds: 'data', handles: offered.map((file) => file.handle), name };
    } catch (error) {
      throw withNames(error, [[path, name]]);
    }
  }

  async #openArchive(handle: string): Promise<Unpacked> {
    const { path, name } = this.#fileOf(handle);
    const folder = join(this.#folder, randomUUID());
    try {
      await extractZip(path, folder);
      const inside = await modelFolderIn(folder);
      if (inside !== null) {
        await rm(folder, { recursive: true });
        return { holds: 'model', handles: [handle], name };
      }
      const offered = this.offerFrom(folder, await findDataFiles(folder), name);
      return { holds: 'data', handles: offered.map((file) => file.handle), name };
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw withNames(error, [
        [folder, name],
        [path, name],
      ]);
    }
  }

  /** Files as one dataset. @throws StudioError `unknown_file`, and those of `stageFiles`. */
  async stage(
    wanted: readonly { readonly handle: string; readonly split?: SplitChoice | undefined }[],
  ): Promise<StagedFiles> {
    const held = wanted.map(({ handle }) => this.#fileOf(handle));
    const told = splitsToldBy(held.map(({ name }) => name));
    const files = wanted.map(({ handle, split }, i): StagedFile => {
      const { name, path } = held[i]!;
      return { handle, name, path, split: split ?? told[i]! };
    });
    const source = [...new Set(held.map(({ from, name }) => from ?? name))].join(', ');
    return { ...(await stageFiles(files, join(this.#folder, randomUUID()))), source };
  }

  /** Removes what windows sent to processes that ended without clearing up. */
  async clearLeftovers(): Promise<void> {
    const names = await readdir(uploadsFolder()).catch(() => []);
    const left = names.filter((name) => Number(name) !== process.pid && !isAlive(Number(name)));
    await Promise.all(left.map((name) => rm(join(uploadsFolder(), name), { recursive: true, force: true })));
  }

  /** Removes what windows sent. */
  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

function uploadsFolder(): string {
  return join(cacheFolder(), 'uploads');
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
