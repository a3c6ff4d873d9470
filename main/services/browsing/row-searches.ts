import { setImmediate } from 'node:timers/promises';
import { urgently } from '../../storage/pause.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';
import { type Looked, searchRows } from './search-rows.ts';

/** Searches that are kept: what is typed is often taken back. */
const MOST_SEARCHES = 8;
/** An answer waits this long for a search to end, and then has what was found so far. */
const PATIENCE_MILLISECONDS = 100;
const PROGRESS_MILLISECONDS = 200;

/** What a search has found so far. */
interface Found {
  /** 1 for each row that has the words; more may come while it is not done. */
  readonly rows: Uint8Array;
  /** Rows looked through. */
  readonly done: number;
  readonly isDone: boolean;
}

/** Told how far a search is, and whether more is known than was answered. */
export type TellSearch = (done: number, isMoreKnown: boolean) => void;

class Search implements Found {
  readonly rows: Uint8Array;
  readonly steps: AsyncGenerator<Looked>;
  done = 0;
  hits = 0;
  isDone = false;
  /** Ends when the search is done, or stands still for another. */
  going: Promise<void> | null = null;
  /** Somebody was answered before it was done. */
  isAwaited = false;
  failure: unknown = null;

  constructor(parts: PartsOfDataset, words: string) {
    this.rows = new Uint8Array(parts.length);
    this.steps = searchRows(parts, words, this.rows);
  }
}

/**
 * Searches through all rows. Only the one asked for last goes on; the others stand still, and go on from there when
 * they are asked for again.
 */
export class RowSearches {
  readonly #parts: PartsOfDataset;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<string, Search>();
  #last: Search | null = null;

  constructor(parts: PartsOfDataset, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
  }

  /**
   * What a search has found by now; null where nothing is searched.
   *
   * @param tell told while it goes on afterwards.
   * @param patience milliseconds.
   * @throws whatever kept it from going on.
   */
  async find(words: string, tell: TellSearch, patience = PATIENCE_MILLISECONDS): Promise<Found | null> {
    const wanted = words.trim().toLowerCase();
    if (wanted === '') return null;
    const search = this.#kept.get(wanted) ?? new Search(this.#parts, wanted);
    this.#kept.delete(wanted);
    this.#kept.set(wanted, search);
    this.#last = search;
    this.#forgetOldest();
    if (search.isDone) return search;
    search.going ??= this.#go(search, tell).finally(() => {
      search.going = null;
    });
    await endOf(search.going, patience);
    if (search.failure !== null) {
      this.#kept.delete(wanted);
      throw search.failure;
    }
    search.isAwaited ||= !search.isDone;
    return search;
  }

  async #go(search: Search, tell: TellSearch): Promise<void> {
    try {
      await urgently(() => this.#lookOn(search, tell));
    } catch (error) {
      search.failure = error;
    }
    const isOver = search.isDone || search.failure !== null;
    if (isOver && search.isAwaited && !this.#signal.aborted) tell(search.done, true);
  }

  async #lookOn(search: Search, tell: TellSearch): Promise<void> {
    let [toldAt, moreAt, interval, toldHits] = [performance.now(), performance.now(), 300, search.hits];
    while (this.#last === search) {
      const { done, value } = await search.steps.next();
      this.#signal.throwIfAborted();
      if (done) {
        search.isDone = true;
        return;
      }
      Object.assign(search, value);
      const now = performance.now();
      // An answer takes a pass over all rows' figures: ever fewer, however long the search.
      const isMore = search.isAwaited && search.hits > toldHits && now - moreAt > interval;
      if (isMore) [moreAt, interval, toldHits] = [now, 2 * interval, search.hits];
      if (isMore || now - toldAt > PROGRESS_MILLISECONDS) {
        toldAt = now;
        tell(search.done, isMore);
      }
      await setImmediate();
    }
  }

  #forgetOldest(): void {
    if (this.#kept.size <= MOST_SEARCHES) return;
    const [[words, search]] = this.#kept.entries() as unknown as [[string, Search]];
    this.#kept.delete(words);
    void search.steps.return(undefined);
  }
}

async function endOf(work: Promise<void>, milliseconds: number): Promise<void> {
  if (milliseconds === Number.POSITIVE_INFINITY) return work;
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([work, over]);
  } finally {
    clearTimeout(timer);
  }
}
