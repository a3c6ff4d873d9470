import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const PIECE = 64 * 1024;

type Told = (error: Error | null, bytesRead?: number) => void;

/** The bytes of an archive. A place beyond them, as one that lies may name, is an error; yauzl's own reader ends the process. */
export class ZipReader extends RandomAccessReader {
  readonly #file: FileHandle;
  readonly #size: number;

  /** @param size of the archive. */
  constructor(file: FileHandle, size: number) {
    super();
    this.#file = file;
    this.#size = size;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.#pieces(start, end), { objectMode: false });
  }

  async *#pieces(start: number, end: number): AsyncGenerator<Buffer> {
    for (let at = start; at < end; ) {
      const length = Math.min(PIECE, end - at);
      const { buffer, bytesRead } = await this.#file.read(Buffer.allocUnsafe(length), 0, length, at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, told: Told): void {
    if (!(position >= 0 && position <= this.#size)) {
      told(new Error('it names a place outside of itself'));
      return;
    }
    this.#file.read(buffer, offset, length, position).then(
      ({ bytesRead }) => told(null, bytesRead),
      (error: Error) => told(error),
    );
  }

  override close(told: Told): void {
    this.#file.close().then(
      () => told(null),
      (error: Error) => told(error),
    );
  }
}
