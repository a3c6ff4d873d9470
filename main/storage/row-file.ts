import { z } from 'zod';
import type { RawExample, RowAside } from '../../app/data/raw-example.ts';
import type { RowStorage } from '../../app/data/rows.ts';
import type { RecordFile } from './record-file.ts';
import { decodeAside, decodeRow, RowPlaces } from './row-codec.ts';

/** What is known of all rows together. */
const rowFileSchema = z.object({
  names: z.array(z.string()),
  totals: z.array(z.number()),
  extraNames: z.array(z.string()),
  skipped: z.record(z.string(), z.object({ count: z.number(), first: z.array(z.string()) })),
});

/** Rows on disk. */
export class RowFile implements RowStorage {
  /** What they were made of: data, columns and version. */
  readonly key: string;
  readonly file: RecordFile;
  readonly about: z.output<typeof rowFileSchema>;
  readonly rows: Int32Array;
  /** Per row: place of its label in `about.names`, or NO_LABEL. */
  readonly labelIds: Int32Array;
  readonly #places: RowPlaces;

  /** @throws Error where the records are no rows. */
  constructor(file: RecordFile, key: string) {
    this.file = file;
    this.key = key;
    this.about = rowFileSchema.parse(file.about);
    this.rows = file.int32('rows');
    this.labelIds = file.int32('labels');
    this.#places = new RowPlaces(file);
  }

  get length(): number {
    return this.file.length;
  }

  async read(indices: ArrayLike<number>): Promise<RawExample[]> {
    const records = await this.file.read(indices);
    return records.map((bytes, i) => this.decode(bytes, 0, indices[i]!));
  }

  async *batches(): AsyncGenerator<readonly RawExample[]> {
    for await (const { first, count, bytes, starts } of this.file.spans()) {
      yield Array.from({ length: count }, (_, i) => this.decode(bytes, starts[i]!, first + i));
    }
  }

  /** @param start where the row begins in `bytes`. @throws StudioError `damaged_file`. */
  decode(bytes: Buffer, start: number, index: number): RawExample {
    const { extraNames } = this.about;
    try {
      return decodeRow(bytes, start, this.#places, this.rows[index]!, this.#labelOf(index), extraNames);
    } catch (error) {
      throw this.file.damaged(error);
    }
  }

  /** The row without its texts, which take most of the time. @throws StudioError `damaged_file`. */
  decodeAside(bytes: Buffer, places: RowPlaces, index: number): RowAside {
    try {
      return decodeAside(bytes, places, this.#labelOf(index), this.about.extraNames);
    } catch (error) {
      throw this.file.damaged(error);
    }
  }

  #labelOf(index: number): string | null {
    return this.about.names[this.labelIds[index]!] ?? null;
  }
}
