import { PARTS, type Part } from '../../../app/data/browsing/data-row.ts';
import type { RawExample } from '../../../app/data/raw-example.ts';
import type { Rows } from '../../../app/data/rows.ts';
import { type Division, divisionOf } from '../../../app/data/splits.ts';
import { StudioError } from '../../../app/errors.ts';
import type { LoadedDataset } from '../../storage/datasets.ts';

/** The training and validation rows of a dataset one after the other, each with one index. */
export class PartsOfDataset {
  readonly dataset: LoadedDataset;
  readonly sources: readonly { readonly source: Part; readonly rows: Rows }[];

  /** @throws StudioError `missing_split`. */
  constructor(dataset: LoadedDataset) {
    this.dataset = dataset;
    this.sources = PARTS.flatMap((source) => {
      const rows = dataset.splits[source]?.rows;
      return rows ? [{ source, rows }] : [];
    });
    if (this.sources.length > 0) return;
    throw new StudioError(
      'missing_split',
      `${dataset.path} has neither training nor validation rows. Name one of its files train.`,
    );
  }

  get length(): number {
    return this.sources.reduce((sum, { rows }) => sum + rows.length, 0);
  }

  /** Whether all rows are in one file, so that they are divided by us. */
  get inOneFile(): boolean {
    return this.sources.length === 1;
  }

  /** Per row: 0 for training, 1 for validation. */
  split(division: Division): Uint8Array {
    const split = new Uint8Array(this.length);
    const [only, validation] = this.sources;
    if (validation) return split.fill(1, only!.rows.length);
    if (only!.source === 'validation') return split.fill(1);
    for (const row of divisionOf(only!.rows, division).second) split[row] = 1;
    return split;
  }

  /** The file a row is in, and its index and number there. */
  placeOf(index: number): {
    readonly source: Part;
    readonly rows: Rows;
    readonly index: number;
    readonly row: number;
  } {
    let start = 0;
    for (const { source, rows } of this.sources) {
      if (index < start + rows.length)
        return { source, rows, index: index - start, row: rows.storage.rows[rows.placeOf(index - start)]! };
      start += rows.length;
    }
    throw new RangeError(`There is no row ${index}.`);
  }

  /** Index of the row with a number in its file; null where it has none. */
  indexOf(part: Part, row: number): number | null {
    let start = 0;
    for (const { source, rows } of this.sources) {
      const place = source === part ? rows.storage.rows.indexOf(row) : -1;
      if (place >= 0) return start + place;
      start += rows.length;
    }
    return null;
  }

  /** Rows in the order of `indices`. */
  async read(indices: ArrayLike<number>): Promise<RawExample[]> {
    const examples = new Array<RawExample>(indices.length);
    let start = 0;
    for (const { rows } of this.sources) {
      const own = Array.from({ length: indices.length }, (_, i) => i).filter(
        (i) => indices[i]! >= start && indices[i]! < start + rows.length,
      );
      const read = await rows.read(own.map((i) => indices[i]! - start));
      for (const [i, example] of read.entries()) examples[own[i]!] = example;
      start += rows.length;
    }
    return examples;
  }

  async *batches(): AsyncGenerator<readonly RawExample[]> {
    for (const { rows } of this.sources) yield* rows.batches();
  }
}
