import { describe, expect, it } from 'vitest';
import type { RawExample } from '../../../app/data/raw-example.ts';
import { type RowStorage, Rows } from '../../../app/data/rows.ts';
import type { LoadedDataset } from '../../storage/datasets.ts';
import { PartsOfDataset } from './parts-of-dataset.ts';
import { RowSearches } from './row-searches.ts';

const BATCHES = 3;

function promised() {
  const promise = { resolve: () => {}, reject: (_: Error) => {} };
  const done = new Promise<void>((resolve, reject) => Object.assign(promise, { resolve, reject }));
  return { ...promise, done };
}

/** Three batches of two rows; each comes when it is let through. */
function slowRows() {
  const gates = Array.from({ length: 2 * BATCHES }, promised);
  let next = 0;
  const example = (row: number): RawExample => {
    return { row, line: row, text: row % 2 ? 'a lamp' : 'a table', textPair: null, label: null, words: null };
  };
  const storage: RowStorage = {
    length: 2 * BATCHES,
    rows: Int32Array.from({ length: 2 * BATCHES }, (_, row) => row),
    read: async (indices) => Array.from(indices, example),
    async *batches() {
      for (let batch = 0; batch < BATCHES; batch++) {
        await gates[next++]!.done;
        yield [example(2 * batch), example(2 * batch + 1)];
      }
    },
  };
  const rows = new Rows(storage, { names: [], ids: new Int32Array(storage.length).fill(-1) });
  const train = { file: 'x.csv', rows, labels: [], skipped: {} };
  return { parts: new PartsOfDataset({ splits: { train } } as unknown as LoadedDataset), gates };
}

function searchesOf(parts: PartsOfDataset) {
  const abort = new AbortController();
  const searches = new RowSearches(parts, abort.signal);
  /** Resolves when more is known than was answered. */
  const find = (words: string) => {
    const more = promised();
    const answer = searches.find(words, (_, isMoreKnown) => isMoreKnown && more.resolve(), 0);
    return { answer, more: more.done };
  };
  return { abort, find };
}

describe('a search', () => {
  it('is answered with what it has found so far, and tells when it is done', async () => {
    const { parts, gates } = slowRows();
    const { find } = searchesOf(parts);
    const { answer, more } = find('LAMP');
    expect(await answer).toMatchObject({ isDone: false, done: 0 });
    for (const { resolve } of gates) resolve();
    await more;
    const found = await find('lamp').answer;
    expect(found?.isDone).toBe(true);
    expect([...found!.rows]).toEqual([0, 1, 0, 1, 0, 1]);
    expect(await find(' ').answer).toBeNull();
  });

  it('stands still for a newer one, and goes on where it was when it is asked for again', async () => {
    const { parts, gates } = slowRows();
    const { find } = searchesOf(parts);
    const older = find('lamp');
    await older.answer;
    const newer = find('table');
    await newer.answer;
    // One batch for each, then the rest of the newer one's.
    for (const { resolve } of gates.slice(0, 4)) resolve();
    await newer.more;
    const again = find('lamp');
    expect(await again.answer).toMatchObject({ isDone: false });
    for (const { resolve } of gates) resolve();
    await Promise.race([again.more, older.more]);
    const found = await find('lamp').answer;
    expect(found).toMatchObject({ isDone: true });
    expect([...found!.rows]).toEqual([0, 1, 0, 1, 0, 1]);
  });

  it('that fails says why, and is tried anew', async () => {
    const { parts, gates } = slowRows();
    const { find } = searchesOf(parts);
    const { answer, more } = find('lamp');
    await answer;
    gates[0]!.reject(new Error('the disk is gone'));
    await more;
    await expect(find('lamp').answer).rejects.toThrow('the disk is gone');
    expect(await find('lamp').answer).toMatchObject({ isDone: false });
  });
});
