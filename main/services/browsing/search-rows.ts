import { matchesSearch } from '../../../app/data/browsing/row-query.ts';
import type { Rows } from '../../../app/data/rows.ts';
import type { RecordSpan } from '../../storage/record-file.ts';
import { RowFile } from '../../storage/row-file.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';

/** Not what JSON escapes, as which further columns are kept. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;

/** How far a search is: rows looked through, and how many of them have the words. */
export interface Looked {
  readonly done: number;
  readonly hits: number;
}

/**
 * Looks through all rows, some each step, for a search's words in one of their texts, whatever the case.
 *
 * @param found set to 1 for each row that has them.
 */
export async function* searchRows(
  { sources }: PartsOfDataset,
  search: string,
  found: Uint8Array,
): AsyncGenerator<Looked> {
  let [start, hits] = [0, 0];
  for (const { rows } of sources) {
    const { storage } = rows;
    const isPlain = storage instanceof RowFile && storage.length === rows.length && PLAIN.test(search);
    const steps = isPlain ? searchBytes(storage, search) : searchTexts(rows, search);
    for await (const { end, matching } of steps) {
      for (const index of matching) found[start + index] = 1;
      hits += matching.length;
      yield { done: start + end, hits };
    }
    start += rows.length;
  }
}

/** Indices of rows that match among those up to `end` which come after the step before. */
interface Step {
  readonly end: number;
  readonly matching: readonly number[];
}

async function* searchTexts(rows: Rows, search: string): AsyncGenerator<Step> {
  const matches = matchesSearch(search);
  let end = 0;
  for await (const examples of rows.batches()) {
    const first = end;
    end += examples.length;
    yield { end, matching: examples.flatMap((example, i) => (matches(example) ? [first + i] : [])) };
  }
}

/**
 * Looks for letters of ASCII in the bytes of the file, where UTF-8 has them for nothing else, many times faster than in
 * decoded texts; only rows that may match are decoded.
 */
async function* searchBytes(storage: RowFile, search: string): AsyncGenerator<Step> {
  const pattern = new RegExp(search.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'gi');
  const matches = matchesSearch(search);
  for await (const span of storage.file.spans()) {
    const matching = [];
    for (const row of rowsWith(span, pattern)) {
      const index = span.first + row;
      if (matches(storage.decode(span.bytes, span.starts[row]!, index))) matching.push(index);
    }
    yield { end: span.first + span.count, matching };
  }
}

/** Rows of a span whose bytes match, as indices within it. */
function* rowsWith({ bytes, starts, count }: RecordSpan, pattern: RegExp): Generator<number> {
  const text = bytes.toString('latin1');
  let row = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    while (starts[row + 1]! <= match.index) row++;
    yield row;
    if (++row === count) return;
    pattern.lastIndex = starts[row]!;
  }
}
