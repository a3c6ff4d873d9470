import { setImmediate } from 'node:timers/promises';
import { matchesSearch } from '../../../app/data/browsing/row-query.ts';
import type { Rows } from '../../../app/data/rows.ts';
import type { RecordSpan } from '../../storage/record-file.ts';
import { RowFile } from '../../storage/row-file.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';

/** Not what JSON escapes, as which further columns are kept. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/;

/** 1 for each row that has the search's words in one of its texts, whatever the case. A pass over all rows. */
export async function searchRows(
  { sources, length }: PartsOfDataset,
  search: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const found = new Uint8Array(length);
  let start = 0;
  for (const { rows } of sources) {
    const part = found.subarray(start, start + rows.length);
    const { storage } = rows;
    const wanted = search.trim();
    if (storage instanceof RowFile && storage.length === rows.length && PLAIN.test(wanted))
      await searchBytes(storage, wanted, part, signal);
    else await searchTexts(rows, wanted, part, signal);
    start += rows.length;
  }
  return found;
}

async function searchTexts(
  rows: Rows,
  search: string,
  found: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const matches = matchesSearch(search);
  let row = 0;
  for await (const examples of rows.batches()) {
    for (const example of examples) found[row++] = matches(example) ? 1 : 0;
    signal.throwIfAborted();
    await setImmediate();
  }
}

/**
 * Looks for letters of ASCII in the bytes of the file, where UTF-8 has them for nothing else, many times faster than in
 * decoded texts; only rows that may match are decoded.
 */
async function searchBytes(
  storage: RowFile,
  search: string,
  found: Uint8Array,
  signal: AbortSignal,
): Promise<void> {
  const pattern = new RegExp(search.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'), 'gi');
  const matches = matchesSearch(search);
  for await (const span of storage.file.spans()) {
    for (const row of rowsWith(span, pattern)) {
      const index = span.first + row;
      if (matches(storage.decode(span.bytes, span.starts[row]!, index))) found[index] = 1;
    }
    signal.throwIfAborted();
    await setImmediate();
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
