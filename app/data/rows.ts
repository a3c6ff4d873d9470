import { NO_LABEL, type RowLabels } from './labels.ts';
import type { RawExample } from './raw-example.ts';

/** Where rows are kept: in memory, or on disk when they are too many. */
export interface RowStorage {
  readonly length: number;
  /** Number of each row in its file, as `RawExample.row`. */
  readonly rows: Int32Array;
  /** Rows in the order of `indices`. */
  read(indices: ArrayLike<number>): Promise<RawExample[]>;
  /** All rows in order. Memory holds one batch. */
  batches(): AsyncIterable<readonly RawExample[]>;
}

const BATCH = 1024;

/** What a person says of rows instead of what their file says, by place in storage. */
interface EditedRows {
  /** Of words one tag each. */
  readonly labels: ReadonlyMap<number, readonly string[]>;
  /** Neither learnt from nor judged on. */
  readonly leftOut: ReadonlySet<number>;
}

const NO_EDITS: EditedRows = { labels: new Map(), leftOut: new Set() };

/** Rows of a dataset: which of those in storage, in which order, with which labels. Holds a few bytes a row. */
export class Rows {
  readonly storage: RowStorage;
  readonly labels: RowLabels;
  /** As `labels.ids`, of the labels that the file gives. */
  readonly fileLabels: Int32Array;
  /** Place in storage of each row; null for all in order. */
  readonly #at: Int32Array | null;
  readonly #edited: EditedRows;

  constructor(
    storage: RowStorage,
    labels: RowLabels,
    fileLabels: Int32Array = labels.ids,
    at: Int32Array | null = null,
    edited: EditedRows = NO_EDITS,
  ) {
    this.storage = storage;
    this.labels = labels;
    this.fileLabels = fileLabels;
    this.#at = at;
    this.#edited = edited;
  }

  get length(): number {
    return this.#at?.length ?? this.storage.length;
  }

  /** Place of a row in storage. */
  placeOf(index: number): number {
    return this.#at === null ? index : this.#at[index]!;
  }

  /** The labels given by hand to the row at a place in storage. */
  editOf(place: number): readonly string[] | undefined {
    return this.#edited.labels.get(place);
  }

  /** Indices of the rows whose labels were given by hand. */
  editedIndices(): number[] {
    return this.#indicesIn(this.#edited.labels);
  }

  /** Indices of the rows that a person left out. */
  leftOutIndices(): number[] {
    return this.#indicesIn(this.#edited.leftOut);
  }

  /** The rows that are learnt from or judged on. */
  withoutLeftOut(): Rows {
    const { leftOut } = this.#edited;
    if (leftOut.size === 0) return this;
    return this.select(this.#indices().filter((i) => !leftOut.has(this.placeOf(i))));
  }

  #indicesIn(places: { readonly size: number; has(place: number): boolean }): number[] {
    if (places.size === 0) return [];
    return Array.from(this.#indices().filter((i) => places.has(this.placeOf(i))));
  }

  #indices(): Int32Array {
    return new Int32Array(this.length).map((_, i) => i);
  }

  /** The rows at `indices`, in that order. */
  select(indices: Int32Array): Rows {
    const { ids } = this.labels;
    const pick = (values: Int32Array) => indices.map((index) => values[index]!);
    const at = this.#at === null ? indices : pick(this.#at);
    const labels = { ...this.labels, ids: pick(ids) };
    return new Rows(this.storage, labels, pick(this.fileLabels), at, this.#edited);
  }

  /** The same rows with what a person says of them, by number of the row in its file. */
  edit(edits: {
    readonly labels: ReadonlyMap<number, readonly string[]>;
    readonly leftOut: ReadonlySet<number>;
  }): Rows {
    if (edits.labels.size === 0 && edits.leftOut.size === 0) return this;
    const names = [...this.labels.names];
    const ids = this.labels.ids.slice();
    const labels = new Map(this.#edited.labels);
    const leftOut = new Set(this.#edited.leftOut);
    for (let i = 0; i < this.length; i++) {
      const place = this.placeOf(i);
      const row = this.storage.rows[place]!;
      if (edits.leftOut.has(row)) leftOut.add(place);
      const given = edits.labels.get(row);
      if (given === undefined) continue;
      labels.set(place, given);
      for (const label of given) if (!names.includes(label)) names.push(label);
      if (ids[i] !== NO_LABEL) ids[i] = names.indexOf(given[0]!);
    }
    const known = { ...this.labels, names, ids };
    return new Rows(this.storage, known, this.fileLabels, this.#at, { labels, leftOut });
  }

  async read(indices: ArrayLike<number>): Promise<RawExample[]> {
    const places = Int32Array.from(indices, (index) => this.placeOf(index));
    const examples = await this.storage.read(places);
    return examples.map((example, i) => this.#edit(example, places[i]!));
  }

  async *batches(): AsyncGenerator<readonly RawExample[]> {
    if (this.#at === null && this.#edited === NO_EDITS) return yield* this.storage.batches();
    for (let start = 0; start < this.length; start += BATCH) {
      const count = Math.min(BATCH, this.length - start);
      yield await this.read(Array.from({ length: count }, (_, i) => start + i));
    }
  }

  #edit(example: RawExample, place: number): RawExample {
    const isLeftOut = this.#edited.leftOut.has(place);
    const marked = isLeftOut ? { ...example, leftOut: true } : example;
    const given = this.#edited.labels.get(place);
    return given === undefined ? marked : { ...marked, ...withLabels(example, given) };
  }
}

/** The labels given by hand in place of the file's; where they cannot be of the row, the file's stay. */
function withLabels({ label, words }: RawExample, given: readonly string[]): Partial<RawExample> {
  if (!words) return { label: Array.isArray(label) ? given : given[0]!, fileLabel: label };
  if (given.length !== words.tags.length) return {};
  return { words: { ...words, tags: given }, fileLabel: words.tags };
}

/** Rows that are in memory. */
export class MemoryRows implements RowStorage {
  readonly examples: readonly RawExample[];
  readonly rows: Int32Array;

  constructor(examples: readonly RawExample[]) {
    this.examples = examples;
    this.rows = Int32Array.from(examples, ({ row }) => row);
  }

  get length(): number {
    return this.examples.length;
  }

  async read(indices: ArrayLike<number>): Promise<RawExample[]> {
    return Array.from(indices, (index) => this.examples[index]!);
  }

  async *batches(): AsyncGenerator<readonly RawExample[]> {
    for (let start = 0; start < this.length; start += BATCH) yield this.examples.slice(start, start + BATCH);
  }
}

/** All rows at once; for what is known to be small. */
export async function allRows(rows: Rows): Promise<RawExample[]> {
  return rows.read(Array.from({ length: rows.length }, (_, i) => i));
}
