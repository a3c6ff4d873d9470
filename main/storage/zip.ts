import { createWriteStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from 'yauzl';
import { StudioError } from '../../app/errors.ts';
import { writeError } from './atomic.ts';
import { ZipReader } from './zip-reader.ts';

interface ZipLimits {
  readonly files: number;
  /** Bytes when unpacked. */
  readonly bytes: number;
}

const LIMITS: ZipLimits = { files: 1000, bytes: 8e9 };
/** Of the system, and no fault of the archive's. */
const NO_ROOM = ['ENOSPC', 'EDQUOT', 'EROFS'];
/** The file type in the upper half of an entry's attributes, as Unix has it. */
const TYPE = 0o170000;
const LINK = 0o120000;

/**
 * Unpacks an archive's files into a folder. Names that lead out of it, links, and more than `limits` are refused,
 * whatever the archive says of its own sizes.
 *
 * @throws StudioError `invalid_zip`, `zip_too_large`, naming the archive; `disk_full`, `unwritable`; what was unpacked by then is the caller's to remove.
 */
export async function extractZip(path: string, folder: string, limits: ZipLimits = LIMITS): Promise<void> {
  const invalid = (cause: unknown) => {
    const { message } = cause as Error;
    return new StudioError('invalid_zip', `${path} cannot be unpacked: ${message}. Get it again.`, { cause });
  };
  const zip = await openZip(path).catch((cause: unknown) => {
    throw invalid(cause);
  });
  let packed = 0;
  const meter = new Meter(path, limits);
  try {
    // Folders are listed too, each of its own at most.
    if (zip.entryCount > 2 * limits.files) throw meter.tooLarge(`${limits.files} files`);
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      if (((entry.externalFileAttributes >>> 16) & TYPE) === LINK) {
        throw new Error(`"${entry.fileName}" is a link`);
      }
      packed += entry.compressedSize;
      if (packed > zip.fileSize) throw new Error('its files lie in one another');
      const target = join(folder, ...entry.fileName.split('/'));
      await mkdir(dirname(target), { recursive: true });
      await pipeline(
        await zip.openReadStreamPromise(entry),
        meter.nextFile(entry),
        createWriteStream(target, { flags: 'wx' }),
      );
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (NO_ROOM.includes(code)) throw writeError(folder, error);
    throw error instanceof StudioError ? error : invalid(error);
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<ZipFile> {
  // Of a pipe nobody may ever write to the other end.
  if (!(await stat(path)).isFile()) throw new Error('it is no file');
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const options = { strictFileNames: true, autoClose: false };
    return await fromRandomAccessReaderPromise(new ZipReader(file, size), size, options);
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Counts what is really unpacked, and ends it where that is too much. */
class Meter {
  readonly #path: string;
  readonly #limits: ZipLimits;
  #files = 0;
  #bytes = 0;

  constructor(path: string, limits: ZipLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** Holds a file against its checksum too, which yauzl leaves alone. */
  nextFile({ fileName, crc32: sum }: Entry): Transform {
    if (++this.#files > this.#limits.files) throw this.tooLarge(`${this.#limits.files} files`);
    let found = 0;
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        this.#bytes += chunk.length;
        found = crc32(chunk, found);
        if (this.#bytes > this.#limits.bytes) done(this.tooLarge(`${this.#limits.bytes} bytes`));
        else done(null, chunk);
      },
      flush: (done) => done(found === sum ? null : new Error(`"${fileName}" is damaged`)),
    });
  }

  tooLarge(limit: string): StudioError {
    return new StudioError(
      'zip_too_large',
      `${this.#path} unpacks to more than ${limit}, which no model or dataset needs. Unpack it yourself if you trust it.`,
      { details: { file: this.#path } },
    );
  }
}
