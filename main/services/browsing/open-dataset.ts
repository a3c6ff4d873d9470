import type { DatasetProgress, DatasetView } from '../../../app/contract/datasets.ts';
import { PARTS, type Part } from '../../../app/data/browsing/data-row.ts';
import { editRow } from '../../../app/data/browsing/row-facts.ts';
import type { Division } from '../../../app/data/splits.ts';
import { sum } from '../../../app/math/sum.ts';
import type { BertTokenizer } from '../../../app/tokenization/bert-tokenizer.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../../app/training/arguments.ts';
import { bytesOf } from '../../storage/bytes-of.ts';
import { findSplitFiles } from '../../storage/dataset-layout.ts';
import { loadDataset } from '../../storage/datasets.ts';
import { DEFAULT_VALIDATION_SHARE } from '../training-job.ts';
import { KnownRows } from './known-rows.ts';
import { PartsOfDataset } from './parts-of-dataset.ts';

/** Files up to here are read and analysed before anything is shown. */
const AT_ONCE_BYTES = 8 * 2 ** 20;
/** Of larger ones these rows of each file are shown first. */
const FIRST_ROWS = 5000;
/** As training divides rows where it is told nothing else. */
const DEFAULT_DIVISION: Division = { share: DEFAULT_VALIDATION_SHARE, seed: DEFAULT_TRAINING_ARGUMENTS.seed };

interface DatasetTeller {
  progress(progress: Omit<DatasetProgress, 'id'>): void;
  /** More is known than was answered. */
  changed(): void;
}

/** What is known now. */
export interface KnownNow {
  readonly rows: KnownRows;
  readonly pending: DatasetView['pending'];
}

/**
 * A dataset that is looked at. Of a large one the first rows are shown while it is read, then all while they are compared
 * and their tokens counted.
 */
export class OpenDataset {
  readonly bytes: Promise<number>;
  readonly #id: string;
  readonly #tell: DatasetTeller;
  readonly #abort = new AbortController();
  readonly #first: Promise<KnownRows>;
  readonly #whole: Promise<KnownRows>;
  /** What can be shown. */
  #best: KnownRows | null = null;
  #isWhole = false;
  #failure: unknown = null;
  /** Passes over the rows that are going on or done. */
  readonly #passes = new Map<string, Promise<void>>();
  /** Those over large data go one after the other. */
  #queue: Promise<void> = Promise.resolve();

  /** @param path of its file or folder. */
  constructor(id: string, path: string, tell: DatasetTeller) {
    this.#id = id;
    this.#tell = tell;
    this.bytes = bytesLookedAt(path);
    this.#first = this.#readFirst();
    this.#whole = this.#readWhole();
    this.#first.catch(() => {});
    this.#whole.catch(() => {});
  }

  /** Ends what is going on. */
  close(): void {
    this.#abort.abort();
  }

  /**
   * The rows with all that is known of them, which is everything for small data.
   *
   * @throws StudioError whatever is wrong with the data.
   */
  async known(model: string, tokenizer: BertTokenizer, division: Division | null): Promise<KnownNow> {
    const isLarge = await this.#isLarge();
    const rows = await this.rows();
    if (this.#failure !== null) throw this.#failure;
    if (isLarge && !this.#isWhole)
      return { rows, pending: { doing: 'reading', firstRows: rows.parts.length } };
    const passes = this.#passesOver(rows, model, tokenizer, division ?? usualDivision(rows));
    for (const pass of passes) {
      if (pass.isDone()) continue;
      if (isLarge) this.#later(pass);
      else await this.#once(pass.name, pass.run);
    }
    const open = passes.find((pass) => !pass.isDone());
    return { rows, pending: open ? { doing: open.doing, firstRows: null } : null };
  }

  /** Takes over what a person says of a row. @returns whether that is possible without reading all anew. */
  async edited(source: Part, row: number): Promise<boolean> {
    const rows = this.#best;
    if (rows === null || !this.#isWhole) return false;
    const parts = new PartsOfDataset(await loadDataset(this.#id));
    const index = parts.indexOf(source, row);
    const [example] = index === null ? [] : await parts.read([index]);
    if (!example || !editRow(rows.facts, index!, example)) return false;
    rows.parts = parts;
    rows.forgetFigures();
    return true;
  }

  /** What can be shown by now, whatever is known of it. */
  async rows(): Promise<KnownRows> {
    return this.#best ?? ((await this.#isLarge()) ? this.#first : this.#whole);
  }

  async #isLarge(): Promise<boolean> {
    return (await this.bytes) > AT_ONCE_BYTES;
  }

  #passesOver(rows: KnownRows, model: string, tokenizer: BertTokenizer, division: Division) {
    const tell = (doing: DatasetProgress['doing']) => (done: number) => {
      const total = rows.parts.length;
      this.#tell.progress({ doing, done, total, share: done / total });
    };
    const [comparing, counting] = ['comparing rows', 'counting tokens'] as const;
    return [
      {
        doing: comparing,
        name: `${comparing} ${JSON.stringify(division)}`,
        isDone: () => rows.hasCompared(division),
        run: () => rows.compare(division, tell(comparing)),
      },
      {
        doing: counting,
        name: `${counting} ${model}`,
        isDone: () => rows.hasTokens(model),
        run: () => rows.tokenize(model, tokenizer, tell(counting)),
      },
    ];
  }

  #once(name: string, run: () => Promise<void>): Promise<void> {
    const known = this.#passes.get(name) ?? run();
    this.#passes.set(name, known);
    return known;
  }

  #later({ name, run }: { readonly name: string; readonly run: () => Promise<void> }): void {
    void this.#once(name, () => {
      this.#queue = this.#queue.then(run).then(
        () => this.#tell.changed(),
        (error) => this.#fail(error),
      );
      return this.#queue;
    });
  }

  async #readWhole(): Promise<KnownRows> {
    try {
      const onProgress = (share: number) =>
        this.#tell.progress({ doing: 'reading', done: 0, total: null, share });
      const { signal } = this.#abort;
      // What can be shown at once is not to wait for its share of the processor.
      if (await this.#isLarge()) await this.#first;
      const dataset = await loadDataset(this.#id, {}, PARTS, { signal, onProgress });
      const rows = await KnownRows.of(new PartsOfDataset(dataset), signal);
      const wasShown = this.#best !== null;
      this.#best = rows;
      this.#isWhole = true;
      if (wasShown) this.#tell.changed();
      return rows;
    } catch (error) {
      this.#fail(error);
      throw error;
    }
  }

  /** Reading the first rows of each file takes no time; a fault in them is the fault of all. */
  async #readFirst(): Promise<KnownRows> {
    if (!(await this.#isLarge())) return this.#whole;
    const dataset = await loadDataset(this.#id, {}, PARTS, { first: FIRST_ROWS });
    const rows = await KnownRows.of(new PartsOfDataset(dataset), this.#abort.signal);
    this.#best ??= rows;
    return this.#best;
  }

  #fail(error: unknown): void {
    if (this.#abort.signal.aborted) return;
    this.#failure = error;
    this.#tell.changed();
  }
}

/** How the rows of one file are divided where a question does not say. */
export function usualDivision({ parts }: KnownRows): Division {
  return parts.dataset.division ?? DEFAULT_DIVISION;
}

/** Of the files that are looked at. */
async function bytesLookedAt(path: string): Promise<number> {
  const { files } = await findSplitFiles(path);
  const looked = files.filter(({ split }) => split !== 'test');
  return sum(await Promise.all(looked.map((file) => bytesOf(file.path))));
}
