import { sortByKeys } from '../../../app/data/browsing/key-order.ts';
import { NO_RANK } from '../../../app/data/browsing/table-column.ts';
import type { RawExample, RowAside } from '../../../app/data/raw-example.ts';
import { Pause } from '../../storage/pause.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';
import { type TextBlock, textBlocks } from './text-blocks.ts';

/** Bytes compared at a time, so that memory never holds the texts. */
const WINDOW = 32;
/** Texts that agree so far keep the order of the file. */
const MOST_WINDOWS = 8;
const BATCH = 4096;
/** Asking the clock takes as long as a few rows. */
const PAUSE_GROUPS = 4096;

/**
 * Rank of each row's text among all, by the UTF-8 of its lower case; equal texts have equal ranks.
 *
 * @param column `text`, `text_pair`, or `extra:` and its name.
 */
export async function textRanks(
  parts: PartsOfDataset,
  column: string,
  signal: AbortSignal,
): Promise<Int32Array> {
  const ranks = new Int32Array(parts.length).fill(NO_RANK);
  const pause = new Pause();
  const rows = new Int32Array(parts.length);
  const keys = new Uint8Array(parts.length * WINDOW);
  let [row, present] = [0, 0];
  for await (const block of textBlocks(parts)) {
    for (let i = 0; i < block.count; i++, row++) {
      rows[present] = row;
      // A text that is empty, or not there, leaves its place to the next.
      if (writeFirstKey(block, i, column, keys, present * WINDOW)) present++;
    }
    signal.throwIfAborted();
    await pause.whenDue();
  }
  await rankGroup(rows.subarray(0, present), keys, 0, 0);
  return ranks;

  /**
   * Gives the rows of a group, which agree before the window, ranks from `rank` on.
   *
   * @param own the keys of `rows`, [rows x WINDOW].
   */
  async function rankGroup(rows: Int32Array, own: Uint8Array, rank: number, window: number): Promise<void> {
    const order = rows.map((_, i) => i);
    for (const _ of sortByKeys(own, WINDOW, order)) if (await pause.whenDue()) signal.throwIfAborted();
    let groups = 0;
    for (let from = 0; from < order.length; ) {
      if (++groups % PAUSE_GROUPS === 0 && (await pause.whenDue())) signal.throwIfAborted();
      let to = from + 1;
      while (to < order.length && areSame(own, order[to]!, order[from]!)) to++;
      const hasEnded = own[order[from]! * WINDOW + WINDOW - 1] === 0;
      if (to > from + 1 && !hasEnded && window + 1 < MOST_WINDOWS) {
        const tied = order.subarray(from, to).map((i) => rows[i]!);
        await rankGroup(tied, await windowOf(tied, window + 1), rank + from, window + 1);
      } else for (let i = from; i < to; i++) ranks[rows[order[i]!]!] = rank + from;
      from = to;
    }
  }

  async function windowOf(rows: Int32Array, window: number): Promise<Uint8Array> {
    const own = new Uint8Array(rows.length * WINDOW);
    for (let start = 0; start < rows.length; start += BATCH) {
      const examples = await parts.read(rows.subarray(start, start + BATCH));
      for (const [i, example] of examples.entries())
        own.set(keyOf(textOf(example, column), window), (start + i) * WINDOW);
      signal.throwIfAborted();
    }
    return own;
  }
}

/** @returns whether there is a text. */
function writeFirstKey(block: TextBlock, row: number, column: string, keys: Uint8Array, at: number): boolean {
  const { bytes, places } = block;
  if (column !== 'text' && column !== 'text_pair') {
    const key = keyOf(extraOf(block.aside(row), column), 0);
    keys.set(key, at);
    return key.length > 0;
  }
  const start = places[3 * row + (column === 'text' ? 0 : 1)]!;
  const length = Math.min(WINDOW, places[3 * row + (column === 'text' ? 1 : 2)]! - start);
  for (let i = 0; i < length; i++) {
    const byte = bytes[start + i]!;
    if (byte >= 0x80) {
      const { text, textPair } = block.texts(row);
      keys.set(keyOf(column === 'text' ? text : (textPair ?? ''), 0), at);
      break;
    }
    keys[at + i] = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
  }
  return length > 0;
}

/** A text that has ended before the window has an empty key there. */
function keyOf(text: string, window: number): Uint8Array {
  return Buffer.from(text.toLowerCase()).subarray(window * WINDOW, (window + 1) * WINDOW);
}

function textOf(example: RawExample, column: string): string {
  if (column === 'text') return example.text;
  return column === 'text_pair' ? (example.textPair ?? '') : extraOf(example, column);
}

function extraOf({ extra }: RowAside, column: string): string {
  return extra?.[column.slice('extra:'.length)] ?? '';
}

function areSame(keys: Uint8Array, a: number, b: number): boolean {
  for (let i = 0; i < WINDOW; i++) if (keys[a * WINDOW + i] !== keys[b * WINDOW + i]) return false;
  return true;
}
