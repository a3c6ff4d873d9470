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

/** Rows of a dataset: which of those in storage, in which order, with which labels. Holds a few bytes a row. */
export class Rows {
  readonly storage: RowStorage;
  readonly labels: RowLabels;
  /** As `labels.ids`, of the labels that the file gives. */
  readonly fileLabels: Int32Array;
  /** Place in storage of each row; null for all in order. */
  readonly #at: Int32Array | null;
  /** Labels given by hand, by place in storage. */
  readonly #edited: ReadonlyMap<number, string>;

  constructor(
    storage: RowStorage,
    labels: RowLabels,
    fileLabels: Int32Array = labels.ids,
    at: Int32Array | null = null,
    edited: ReadonlyMap<number, string> = new Map(),
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

  /** The label given by hand to the row at a place in storage. */
  editOf(place: number): string | undefined {
    return this.#edited.get(place);
  }

  /** Indices of the rows whose label was given by hand. */
  editedIndices(): number[] {
    if (this.#edited.size === 0) return [];
    return Array.from({ length: this.length }, (_, i) => i).filter((i) => this.#edited.has(this.placeOf(i)));
  }

  /** The rows at `indices`, in that order. */
  select(indices: Int32Array): Rows {
    const { names, ids } = this.labels;
    const pick = (values: Int32Array) => Int32Array.from(indices, (index) => values[index]!);
    const at = this.#at === null ? indices : pick(this.#at);
    return new Rows(this.storage, { names, ids: pick(ids) }, pick(this.fileLabels), at, this.#edited);
  }

  /** The same rows with labels given by hand, by number of the row in its file. */
  relabel(edits: ReadonlyMap<number, string>): Rows {
    if (edits.size === 0) return this;
    const names = [...this.labels.names];
    const ids = this.labels.ids.slice();
    const edited = new Map(this.#edited);
    for (let i = 0; i < this.length; i++) {
      const place = this.placeOf(i);
      const label = edits.get(this.storage.rows[place]!);
      if (label === undefined) continue;
      edited.set(place, label);
      if (!names.includes(label)) names.push(label);
      if (ids[i] !== NO_LABEL) ids[i] = names.indexOf(label);
    }
    return new Rows(this.storage, { names, ids }, this.fileLabels, this.#at, edited);
  }

  async read(indices: ArrayLike<number>): Promise<RawExample[]> {
    const places = Int32Array.from(indices, (index) => this.placeOf(index));
    const examples = await this.storage.read(places);
    return this.#edited.size === 0 ? examples : examples.map((example, i) => this.#edit(example, places[i]!));
  }

  async *batches(): AsyncGenerator<readonly RawExample[]> {
    if (this.#at === null && this.#edited.size === 0) return yield* this.storage.batches();
    for (let start = 0; start < this.length; start += BATCH) {
      const count = Math.min(BATCH, this.length - start);
      yield await this.read(Array.from({ length: count }, (_, i) => start + i));
    }
  }

  #edit(example: RawExample, place: number): RawExample {
    const label = this.#edited.get(place);
    if (label === undefined || example.words !== null) return example;
    const fileLabel = example.label;
    return { ...example, label: Array.isArray(fileLabel) ? [label] : label, fileLabel };
  }
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
