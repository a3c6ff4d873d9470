import { setImmediate } from 'node:timers/promises';
import { NO_RANK } from '../../../app/data/browsing/table-column.ts';
import type { RawExample } from '../../../app/data/raw-example.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';

/** Characters compared at a time, so that memory never holds the texts. */
const WINDOW = 32;
/** Texts that agree so far keep the order of the file. */
const MOST_WINDOWS = 8;
const BATCH = 4096;

/** Rank of each row's text among all, case aside; equal texts have equal ranks. */
export async function textRanks(
  parts: PartsOfDataset,
  textOf: (example: RawExample) => string | null,
  signal: AbortSignal,
): Promise<Int32Array> {
  const ranks = new Int32Array(parts.length).fill(NO_RANK);
  const keys: string[] = [];
  for await (const examples of parts.batches()) {
    for (const example of examples) keys.push(keyOf(textOf(example), 0));
    signal.throwIfAborted();
    await setImmediate();
  }
  const present = Int32Array.from(keys.keys()).filter((row) => keys[row] !== '');
  await rankGroup(present, keys, 0, 0);
  return ranks;

  /** Gives the rows of a group, which agree before the window, ranks from `rank` on. */
  async function rankGroup(
    rows: Int32Array,
    own: readonly string[],
    rank: number,
    window: number,
  ): Promise<void> {
    const order = Int32Array.from(rows.keys()).sort(
      (a, b) => compare(own[a]!, own[b]!) || rows[a]! - rows[b]!,
    );
    for (let from = 0; from < order.length; ) {
      let to = from + 1;
      while (to < order.length && own[order[to]!] === own[order[from]!]) to++;
      const tied = order.subarray(from, to).map((i) => rows[i]!);
      const ended = own[order[from]!]!.length < WINDOW;
      if (tied.length > 1 && !ended && window < MOST_WINDOWS) {
        await rankGroup(tied, await windowOf(tied, window + 1), rank + from, window + 1);
      } else for (const row of tied) ranks[row] = rank + from;
      from = to;
    }
  }

  async function windowOf(rows: Int32Array, window: number): Promise<string[]> {
    const own: string[] = [];
    for (let start = 0; start < rows.length; start += BATCH) {
      const examples = await parts.read(rows.subarray(start, start + BATCH));
      for (const example of examples) own.push(keyOf(textOf(example), window));
      signal.throwIfAborted();
    }
    return own;
  }
}

/** A text that has ended before the window has an empty key there. */
function keyOf(text: string | null, window: number): string {
  // The cut-out alone would keep the whole text in memory.
  const part = (text ?? '').slice(window * WINDOW, (window + 1) * WINDOW).toLowerCase();
  return Buffer.from(part).toString();
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
