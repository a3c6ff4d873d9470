import { closeSync, fstatSync, openSync, read } from 'node:fs';
import { promisify } from 'node:util';
import { z } from 'zod';
import { writeAtomic } from './atomic.ts';
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

const trailerSchema = z.object({
  key: z.string(),
  length: z.int(),
  columns: z.record(
    z.string(),
    z.object({ kind: z.enum(['int32', 'float64', 'uint8']), at: z.int(), length: z.int() }),
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
  readonly #descriptor: number;
  readonly #columns: ReadonlyMap<string, Column>;
  readonly #offsets: Float64Array;

  private constructor(
    descriptor: number,
    { length, about }: Pick<Trailer, 'length' | 'about'>,
    columns: ReadonlyMap<string, Column>,
  ) {
    this.#descriptor = descriptor;
    opened.register(this, descriptor);
    this.#columns = columns;
    this.#offsets = columns.get('offsets') as Float64Array;
    this.length = length;
    this.about = about;
  }

  /** @returns null where there is no such file, or not a whole one of this key. */
  static async open(path: string, key: string): Promise<RecordFile | null> {
    const descriptor = openIfThere(path);
    if (descriptor === null) return null;
    let file: RecordFile | null = null;
    try {
      const trailer = await readTrailer(descriptor);
      if (trailer?.key === key)
        file = new RecordFile(descriptor, trailer, await readColumns(descriptor, trailer));
    } finally {
      if (file === null) closeSync(descriptor);
    }
    return file;
  }

  int32(name: string): Int32Array {
    return this.#columns.get(name) as Int32Array;
  }

  uint8(name: string): Uint8Array {
    return this.#columns.get(name) as Uint8Array;
  }

  /** The records at `indices`, in that order. */
  async read(indices: ArrayLike<number>): Promise<Buffer[]> {
    const records = await readRecordsAt(this.#descriptor, this.#offsets, indices);
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
      await readFully(this.#descriptor, bytes, offsets[first]!);
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

async function readTrailer(descriptor: number): Promise<Trailer | null> {
  const { size } = fstatSync(descriptor);
  if (size < TAIL) return null;
  const tail = Buffer.alloc(TAIL);
  await readFully(descriptor, tail, size - TAIL);
  if (!tail.subarray(4).equals(MAGIC)) return null;
  const json = Buffer.alloc(tail.readUInt32LE(0));
  await readFully(descriptor, json, size - TAIL - json.length);
  return trailerSchema.parse(JSON.parse(json.toString('utf8')));
}

async function readColumns(descriptor: number, { columns }: Trailer): Promise<ReadonlyMap<string, Column>> {
  const read = new Map<string, Column>();
  for (const [name, { kind, at, length }] of Object.entries(columns)) {
    const column = newColumn(kind, length);
    await readFully(descriptor, Buffer.from(column.buffer), at);
    read.set(name, column);
  }
  return read;
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
