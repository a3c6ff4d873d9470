import { setImmediate } from 'node:timers/promises';
import { type WholeColumn, wholeColumn } from '../../../app/data/browsing/column-summary.ts';
import { NOBODY, repeatsOf } from '../../../app/data/browsing/repeats.ts';
import { FactsBuilder, type RowFacts } from '../../../app/data/browsing/row-facts.ts';
import type { RowQuery } from '../../../app/data/browsing/row-query.ts';
import { columnsOf, RowTable, type RowTokens, type TextRanks } from '../../../app/data/browsing/row-table.ts';
import type { Division } from '../../../app/data/splits.ts';
import type { BertTokenizer } from '../../../app/tokenization/bert-tokenizer.ts';
import { Pause } from '../../storage/pause.ts';
import { RowFile } from '../../storage/row-file.ts';
import { openTokens } from '../../storage/token-file.ts';
import { nearRows } from './near-rows.ts';
import type { PartsOfDataset } from './parts-of-dataset.ts';
import { RowSearches } from './row-searches.ts';
import { countTokens } from './table-rows.ts';
import { textBlocks } from './text-blocks.ts';
import { textRanks } from './text-ranks.ts';
import { WordHashes } from './word-hashes.ts';

/** Asking the clock takes as long as a few rows. */
const PAUSE_ROWS = 64;

/** Told rows done. */
type Tell = (done: number) => void;

interface TableWithFigures {
  readonly table: RowTable;
  readonly columns: readonly WholeColumn[];
}

/** Rows with what was found out about them. What takes a pass over all rows is done once, and only when it is asked for. */
export class KnownRows {
  /** Replaced when a label was given by hand. */
  parts: PartsOfDataset;
  readonly facts: RowFacts;
  readonly searches: RowSearches;
  readonly #signal: AbortSignal;
  readonly #near = new Map<string, Int32Array>();
  readonly #tokens = new Map<string, RowTokens>();
  readonly #texts = new Map<string, Promise<Int32Array>>();
  #columns: { readonly key: string; readonly made: Promise<readonly WholeColumn[]> } | null = null;
  #table: { readonly key: string; readonly made: Promise<TableWithFigures> } | null = null;

  private constructor(parts: PartsOfDataset, facts: RowFacts, signal: AbortSignal) {
    this.parts = parts;
    this.facts = facts;
    this.#signal = signal;
    this.searches = new RowSearches(parts, signal);
  }

  static async of(parts: PartsOfDataset, signal: AbortSignal): Promise<KnownRows> {
    const builder = new FactsBuilder(parts.dataset.columns, parts.length);
    const pause = new Pause();
    const hashes = new WordHashes();
    for await (const block of textBlocks(parts)) {
      const contents = hashes.contents(block);
      for (let row = 0; row < block.count; row++) {
        builder.add(block.aside(row), { low: contents[2 * row]!, high: contents[2 * row + 1]! });
        if (row % PAUSE_ROWS === 0) await pause.whenDue();
      }
      signal.throwIfAborted();
    }
    return new KnownRows(parts, builder.facts(), signal);
  }

  hasCompared(division: Division): boolean {
    return this.#near.has(JSON.stringify(division));
  }

  /** Finds rows that are nearly the same. */
  async compare(division: Division, tell: Tell): Promise<void> {
    const split = this.parts.split(division);
    const near = await nearRows(this.parts, this.facts, split, this.#signal, tell);
    this.#near.set(JSON.stringify(division), near);
  }

  hasTokens(model: string): boolean {
    return this.#tokens.has(model);
  }

  /** Counts the tokens of all rows, which training on the same data then need not do. */
  async tokenize(model: string, tokenizer: BertTokenizer, tell: Tell): Promise<void> {
    const { length } = this.parts;
    const tokens = {
      text: new Int32Array(length),
      pair: new Int32Array(length),
      total: new Int32Array(length),
    };
    let start = 0;
    for (const { rows } of this.parts.sources) {
      if (rows.storage instanceof RowFile) {
        const done = start;
        const onProgress = (share: number) => tell(done + Math.round(share * rows.length));
        const file = await openTokens(rows.storage, tokenizer, { signal: this.#signal, onProgress });
        tokens.total.set(file.lengths, start);
        tokens.text.set(file.firstLengths, start);
        start += rows.length;
      } else {
        const pause = new Pause();
        for await (const examples of rows.batches()) {
          for (const example of examples) {
            const counted = countTokens(example, tokenizer);
            tokens.text[start] = counted.text;
            tokens.total[start++] = counted.total;
            if (await pause.whenDue()) tell(start);
          }
          this.#signal.throwIfAborted();
        }
      }
    }
    if (this.parts.dataset.columns.textPair !== null)
      tokens.pair = tokens.total.map((total, row) => total - tokens.text[row]! - 3);
    this.#tokens.set(model, tokens);
  }

  /** All that is known by now, with the figures of its columns. */
  async table(model: string, division: Division, maxLength: number): Promise<TableWithFigures> {
    const near = this.#near.get(JSON.stringify(division));
    const tokens = this.#tokens.get(model) ?? null;
    const key = JSON.stringify([division, near !== undefined, tokens && model, maxLength]);
    if (this.#table?.key !== key) {
      const columns = this.#columnsWith(model, tokens, maxLength);
      this.#table = { key, made: this.#makeTable(division, near, tokens, columns) };
    }
    return this.#table.made;
  }

  async #makeTable(
    division: Division,
    near: Int32Array | undefined,
    tokens: RowTokens | null,
    whole: Promise<readonly WholeColumn[]>,
  ): Promise<TableWithFigures> {
    const columns = await whole;
    const split = this.parts.split(division);
    await setImmediate();
    const nobody = () => new Int32Array(this.facts.length).fill(NOBODY);
    const repeats = repeatsOf(this.facts, split, near ?? nobody());
    const heads = columns.map(({ column }) => column);
    return { table: new RowTable(this.facts, split, repeats, tokens, heads), columns };
  }

  #columnsWith(model: string, tokens: RowTokens | null, maxLength: number): Promise<readonly WholeColumn[]> {
    const key = JSON.stringify([tokens && model, maxLength]);
    if (this.#columns?.key !== key) this.#columns = { key, made: this.#makeColumns(tokens, maxLength) };
    return this.#columns.made;
  }

  async #makeColumns(tokens: RowTokens | null, maxLength: number): Promise<readonly WholeColumn[]> {
    const columns: WholeColumn[] = [];
    for (const column of columnsOf(this.facts, tokens, this.parts.dataset.columns)) {
      columns.push(wholeColumn(column, maxLength));
      await setImmediate();
    }
    return columns;
  }

  /** The ranks of the texts that give the order, where it is texts that do. */
  async ranks({ sort }: RowQuery, table: RowTable): Promise<TextRanks> {
    const column = table.columns.find(({ head }) => head.id === sort);
    if (column?.head.kind !== 'text') return new Map();
    const known = this.#texts.get(sort) ?? textRanks(this.parts, sort, this.#signal);
    this.#texts.set(sort, known);
    return new Map([[sort, await known]]);
  }

  /** After a label was given or taken back: what was counted with the old one is counted anew. */
  forgetFigures(): void {
    this.#table = null;
    this.#columns = null;
  }
}
