import type { RawExample, RowAside } from '../../../app/data/raw-example.ts';
import type { Rows } from '../../../app/data/rows.ts';
import { RowPlaces } from '../../storage/row-codec.ts';
import { RowFile } from '../../storage/row-file.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';

type Texts = Pick<RawExample, 'text' | 'textPair'>;

/** The texts of rows that follow each other, as UTF-8. */
export interface TextBlock {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** [count x 3]: where in `bytes` each row's text begins, where it ends and its second text begins, and where that ends. */
  readonly places: Int32Array;
  /** @param row among those of the block. */
  texts(row: number): Texts;
  aside(row: number): RowAside;
}

/** All rows in order; those on disk are not decoded. Memory holds one block. */
export async function* textBlocks({ sources }: PartsOfDataset): AsyncGenerator<TextBlock> {
  for (const { rows } of sources) {
    const { storage } = rows;
    if (storage instanceof RowFile && storage.length === rows.length) yield* storedBlocks(rows, storage);
    else for await (const examples of rows.batches()) yield blockOf(examples, (row) => examples[row]!);
  }
}

async function* storedBlocks(rows: Rows, storage: RowFile): AsyncGenerator<TextBlock> {
  const changed = [...new Set([...rows.editedIndices(), ...rows.leftOutIndices()])];
  const examples = await rows.read(changed);
  const edited = new Map(changed.map((index, i) => [index, examples[i]!]));
  const at = new RowPlaces(storage.file);
  for await (const { first, count, bytes, starts } of storage.file.spans()) {
    const places = new Int32Array(3 * count);
    for (let row = 0; row < count; row++) {
      at.at(bytes, starts[row]!);
      places[3 * row] = at.textStart;
      places[3 * row + 1] = at.textEnd;
      places[3 * row + 2] = at.pairEnd;
    }
    const texts = (row: number) => storage.decode(bytes, starts[row]!, first + row);
    const aside = (row: number) =>
      edited.get(first + row) ?? storage.decodeAside(bytes, at.at(bytes, starts[row]!), first + row);
    yield { count, bytes, places, texts, aside };
  }
}

/** Texts that are in memory. */
export function blockOf(texts: readonly Texts[], aside: TextBlock['aside']): TextBlock {
  const pieces = texts.flatMap(({ text, textPair }) => [Buffer.from(text), Buffer.from(textPair ?? '')]);
  const places = new Int32Array(3 * texts.length);
  let end = 0;
  for (let row = 0; row < texts.length; row++) {
    places[3 * row] = end;
    places[3 * row + 1] = end + pieces[2 * row]!.length;
    end = places[3 * row + 1]! + pieces[2 * row + 1]!.length;
    places[3 * row + 2] = end;
  }
  return { count: texts.length, bytes: Buffer.concat(pieces), places, texts: (row) => texts[row]!, aside };
}
