import type { FileHandle } from 'node:fs/promises';
import { type Column, type ColumnKind, MAGIC, type Trailer } from './record-file.ts';

const CHUNK = 1024 * 1024;

/** Appends records to a file. */
export class RecordWriter {
  readonly #file: FileHandle;
  readonly #full: Buffer[] = [];
  #chunk = Buffer.allocUnsafe(CHUNK);
  #used = 0;
  /** Bytes in the file. */
  #written = 0;
  /** Bytes appended. */
  #end = 0;
  #offsets = new Float64Array(1024);
  #length = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  get length(): number {
    return this.#length;
  }

  /** Copies the record; `drain` brings it to the disk. */
  append(record: Uint8Array): void {
    const { bytes, at } = this.reserve(record.length);
    bytes.set(record, at);
    this.commit(record.length);
  }

  /** Room from `at` on for the next record, of `most` bytes at most; `commit` ends it. */
  reserve(most: number): { readonly bytes: Buffer; readonly at: number } {
    if (this.#chunk.length - this.#used < most) this.#nextChunk(most);
    return { bytes: this.#chunk, at: this.#used };
  }

  /** The record has this many bytes. */
  commit(length: number): void {
    if (this.#length + 2 > this.#offsets.length) {
      const larger = new Float64Array(2 * this.#offsets.length);
      larger.set(this.#offsets);
      this.#offsets = larger;
    }
    this.#used += length;
    this.#end += length;
    this.#offsets[++this.#length] = this.#end;
  }

  /** Writes the chunks that are full, so that memory never holds much. */
  async drain(): Promise<void> {
    for (const chunk of this.#full.splice(0)) await this.#write(chunk);
  }

  async finish(key: string, about: unknown, columns: Readonly<Record<string, Column>>): Promise<void> {
    this.#nextChunk(0);
    await this.drain();
    const all = { offsets: this.#offsets.subarray(0, this.#length + 1), ...columns };
    const places: Trailer['columns'] = {};
    for (const [name, column] of Object.entries(all)) {
      await this.#write(Buffer.alloc((8 - (this.#written % 8)) % 8));
      places[name] = { kind: kindOf(column), at: this.#written, length: column.length };
      await this.#write(Buffer.from(column.buffer, column.byteOffset, column.byteLength));
    }
    const trailer: Trailer = { key, length: this.#length, columns: places, about };
    const json = Buffer.from(JSON.stringify(trailer));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(json.length);
    await this.#write(Buffer.concat([json, length, MAGIC]));
  }

  #nextChunk(least: number): void {
    this.#full.push(this.#chunk.subarray(0, this.#used));
    this.#chunk = Buffer.allocUnsafe(Math.max(CHUNK, least));
    this.#used = 0;
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done);
      done += bytesWritten;
    }
    this.#written += bytes.length;
  }
}

function kindOf(column: Column): ColumnKind {
  if (column instanceof Float64Array) return 'float64';
  return column instanceof Int32Array ? 'int32' : 'uint8';
}
