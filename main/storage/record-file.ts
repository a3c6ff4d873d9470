import { closeSync, fstatSync, openSync, read, renameSync } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import { writeAtomic } from './atomic.ts';
import { asideOf } from './json-file.ts';
import { RecordWriter } from './record-writer.ts';

// A file of many records and a few numbers about each, written once from front to back and read by index:
//   records | columns, each at a multiple of 8 | JSON trailer | its length, uint32 | MAGIC
// What is cut short has no MAGIC at its end. Numbers are little-endian, as on every processor this runs on.

const readAt = promisify(read);
/** Files stay open as long as somebody may read them. */
const opened = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

export const MAGIC = Buffer.from('BSRECS01');
const TAIL = 4 + MAGIC.length;
/** Records this near to each other are read at once. */
const GAP = 16 * 1024;
/** The most that is read at once, unless a record is longer. */
const SPAN = 2 * 1024 * 1024;

export type Column = Int32Array | Float64Array | Uint8Array;
export type ColumnKind = 'int32' | 'float64' | 'uint8';
const BYTES = { int32: 4, float64: 8, uint8: 1 } as const;

const count = z.int().nonnegative();
const trailerSchema = z.object({
  key: z.string(),
  length: count,
  columns: z.record(
    z.string(),
    z.object({ kind: z.enum(['int32', 'float64', 'uint8']), at: count, length: count }),
  ),
  about: z.unknown(),
});
export type Trailer = z.output<typeof trailerSchema>;

/** Records that follow each other, as they lie in the file. */
export interface RecordSpan {
  /** Index of the first. */
  readonly first: number;
  readonly count: number;
  readonly bytes: Buffer;
  /** [count + 1]: where each begins in `bytes`, and where the last ends. */
  readonly starts: Float64Array;
}

/** Random access to the records of a file. Memory holds the columns and what is being read. */
export class RecordFile {
  readonly length: number;
  /** What the writer said of them. */
  readonly about: unknown;
  readonly #path: string;
  readonly #descriptor: number;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #offsets: Float64Array;
  #isAside = false;

  private constructor(
    path: string,
    descriptor: number,
    { length, about }: Pick<Trailer, 'length' | 'about'>,
    columns: ReadonlyMap<string, Column>,
  ) {
    this.#path = path;
    this.#descriptor = descriptor;
    opened.register(this, descriptor);
    this.#columns = columns;
    this.#offsets = columns.get('offsets') as Float64Array;
    this.length = length;
    this.about = about;
  }

  /** @returns null where there is no such file. @throws Error where it is not a whole one of this key. */
  static async open(path: string, key: string): Promise<RecordFile | null> {
    const descriptor = openIfThere(path);
    if (descriptor === null) return null;
    let file: RecordFile | null = null;
    try {
      const trailer = await readTrailer(descriptor, key);
      file = new RecordFile(path, descriptor, trailer, await readColumns(descriptor, trailer));
    } finally {
      if (file === null) closeSync(descriptor);
    }
    return file;
  }

  /** One number a record, or as many as `length` says. @throws Error where they are not there. */
  int32(name: string, length = this.length): Int32Array {
    const column = this.#columns.get(name);
    if (column instanceof Int32Array && column.length === length) return column;
    throw new Error(`It has no column ${name} of ${length} numbers.`);
  }

  /** The same. */
  uint8(name: string): Uint8Array {
    const column = this.#columns.get(name);
    if (column instanceof Uint8Array && column.length === this.length) return column;
    throw new Error(`It has no column ${name} of ${this.length} bytes.`);
  }

  /** Of a record that is not as it was written: the file is set aside, so that it is made anew when it is asked for again. */
  damaged(cause: unknown): unknown {
    if (cause instanceof StudioError) return cause;
    try {
      if (!this.#isAside) renameSync(this.#path, asideOf(this.#path));
    } catch {
      // Where it cannot be moved, the message below is what there is to do.
    }
    this.#isAside = true;
    return new StudioError(
      'damaged_file',
      `${this.#path}, which was made of your data so that it is read faster, is damaged (${(cause as Error).message}). ` +
        'Your data is as it was. Try again: it is made anew; if that does not help, delete it.',
      { details: { file: this.#path }, cause },
    );
  }

  /** The records at `indices`, in that order. */
  async read(indices: ArrayLike<number>): Promise<Buffer[]> {
    const records = await readRecordsAt(this.#descriptor, this.#offsets, indices).catch((error: unknown) => {
      throw this.damaged(error);
    });
    // Nobody may close the file of an object that is still in use here.
    return this.#descriptor >= 0 ? records : [];
  }

  /** All records in order, span by span; the bytes of one are there until the next is asked for. */
  async *spans(): AsyncGenerator<RecordSpan> {
    const offsets = this.#offsets;
    let buffer = Buffer.allocUnsafe(0);
    for (let first = 0; first < this.length; ) {
      let end = first + 1;
      while (end < this.length && offsets[end + 1]! - offsets[first]! <= SPAN) end++;
      const length = offsets[end]! - offsets[first]!;
      if (length > buffer.length) buffer = Buffer.allocUnsafe(Math.max(length, SPAN));
      const bytes = buffer.subarray(0, length);
      await readFully(this.#descriptor, bytes, offsets[first]!).catch((error: unknown) => {
        throw this.damaged(error);
      });
      const starts = offsets.slice(first, end + 1).map((offset) => offset - offsets[first]!);
      yield { first, count: end - first, bytes, starts };
      first = end;
    }
  }
}

/**
 * Writes a file of records; it is there when all is written, or not at all.
 *
 * @param write appends the records and tells what is to be known about them.
 * @throws StudioError `disk_full`, `unwritable`, and whatever `write` throws.
 */
export async function writeRecordFile(
  path: string,
  key: string,
  write: (writer: RecordWriter) => Promise<{ about: unknown; columns: Readonly<Record<string, Column>> }>,
): Promise<void> {
  await writeAtomic(path, async (file) => {
    const writer = new RecordWriter(file);
    const { about, columns } = await write(writer);
    await writer.finish(key, about, columns);
  });
}

/** @param offsets where each record begins, and where the last ends. */
async function readRecordsAt(
  descriptor: number,
  offsets: Float64Array,
  indices: ArrayLike<number>,
): Promise<Buffer[]> {
  const records = new Array<Buffer>(indices.length);
  const order = Int32Array.from({ length: indices.length }, (_, i) => i).sort(
    (a, b) => indices[a]! - indices[b]!,
  );
  const reads: Promise<void>[] = [];
  for (let from = 0; from < order.length; ) {
    const start = offsets[indices[order[from]!]!]!;
    const endOf = (i: number) => offsets[indices[order[i]!]! + 1]!;
    let to = from + 1;
    while (
      to < order.length &&
      offsets[indices[order[to]!]!]! - endOf(to - 1) <= GAP &&
      endOf(to) - start <= SPAN
    )
      to++;
    const group = order.subarray(from, to);
    const bytes = Buffer.allocUnsafe(endOf(to - 1) - start);
    const cut = () => {
      for (const i of group)
        records[i] = bytes.subarray(offsets[indices[i]!]! - start, offsets[indices[i]! + 1]! - start);
    };
    reads.push(readFully(descriptor, bytes, start).then(cut));
    from = to;
  }
  await Promise.all(reads);
  return records;
}

function openIfThere(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function readTrailer(descriptor: number, key: string): Promise<Trailer> {
  const { size } = fstatSync(descriptor);
  const tail = Buffer.alloc(TAIL);
  if (size >= TAIL) await readFully(descriptor, tail, size - TAIL);
  if (!tail.subarray(4).equals(MAGIC)) throw new Error('It has no end.');
  const length = tail.readUInt32LE(0);
  if (length > size - TAIL) throw new Error('Its end is longer than itself.');
  const json = Buffer.alloc(length);
  await readFully(descriptor, json, size - TAIL - length);
  const trailer = trailerSchema.parse(JSON.parse(json.toString('utf8')));
  if (trailer.key !== key) throw new Error('It was made of something else.');
  return trailer;
}

async function readColumns(descriptor: number, trailer: Trailer): Promise<ReadonlyMap<string, Column>> {
  const { size } = fstatSync(descriptor);
  const read = new Map<string, Column>();
  for (const [name, { kind, at, length }] of Object.entries(trailer.columns)) {
    if (at + length * BYTES[kind] > size) throw new Error(`Its column ${name} lies outside of it.`);
    const column = newColumn(kind, length);
    await readFully(descriptor, Buffer.from(column.buffer), at);
    read.set(name, column);
  }
  checkOffsets(read.get('offsets'), trailer.length, size);
  return read;
}

/** Each record ends where the next begins, and all lie in the file. */
function checkOffsets(offsets: Column | undefined, length: number, size: number): void {
  let last = 0;
  const isWhole =
    offsets instanceof Float64Array &&
    offsets.length === length + 1 &&
    offsets.every((offset) => {
      const follows = Number.isInteger(offset) && offset >= last && offset <= size;
      last = offset;
      return follows;
    });
  if (!isWhole) throw new Error('Its records do not follow each other.');
}

function newColumn(kind: ColumnKind, length: number): Column {
  if (kind === 'float64') return new Float64Array(length);
  return kind === 'int32' ? new Int32Array(length) : new Uint8Array(length);
}

async function readFully(descriptor: number, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesRead } = await readAt(descriptor, bytes, done, bytes.length - done, position + done);
    if (bytesRead === 0) throw new Error('A file of records ended before its records did.');
    done += bytesRead;
  }
}
