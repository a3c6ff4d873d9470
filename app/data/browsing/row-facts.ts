import type { DatasetColumns } from '../columns.ts';
import { FirstSeen } from '../first-seen.ts';
import { type Hash64, hash64 } from '../hash64.ts';
import { IntList } from '../int-list.ts';
import { labelsOf, type RawExample, type RowAside } from '../raw-example.ts';
import { labelHead } from './columns-of-rows.ts';
import { entitySpans } from './entities.ts';
import { ExtraColumn } from './extra-column.ts';
import { hasNames, type TableColumn } from './table-column.ts';

/** What is known of all rows without their tokens and whatever part they are in; a few bytes a row. */
export interface RowFacts {
  readonly length: number;
  /** The labels, where there are any, then the columns that training does not use. */
  readonly label: TableColumn | null;
  readonly extra: readonly TableColumn[];
  /** Per row: the first row with the same words, whatever their case and spacing. */
  readonly content: Int32Array;
  /** Per row: a hash of its labels or tags. */
  readonly labelHash: Int32Array;
  /** 1 where a label was given by hand. */
  readonly edited: Uint8Array;
  /** 1 where a person left the row out. */
  readonly leftOut: Uint8Array;
  readonly tags: TagCounts;
}

/** Labels of rows, or tags of their words, with how often each row has them. */
export interface TagCounts {
  readonly names: string[];
  /** [rows + 1]: where the pairs of each row begin. */
  readonly starts: Int32Array;
  /** Place in `names`, count; place in `names`, count. */
  readonly pairs: Int32Array;
}

/** Gathers the facts while rows come by. */
export class FactsBuilder {
  readonly #columns: DatasetColumns;
  readonly #length: number;
  #row = 0;
  readonly #seen = new FirstSeen();
  readonly #content: Int32Array;
  readonly #labelHash: Int32Array;
  readonly #edited: Uint8Array;
  readonly #leftOut: Uint8Array;
  readonly #extra = new Map<string, ExtraColumn>();
  /** Further columns of the row that lacks the fewest. */
  #fullest: readonly string[] = [];
  readonly #labelIds: Int32Array;
  readonly #labelSets = new Map<string, number>();
  readonly #sets: (readonly string[])[] = [];
  readonly #labelNumbers: Float64Array | null;
  readonly #tagIds = new Map<string, number>();
  readonly #starts: Int32Array;
  readonly #pairs = new IntList();

  /** @param length rows there will be. */
  constructor(columns: DatasetColumns, length: number) {
    this.#columns = columns;
    this.#length = length;
    this.#content = new Int32Array(length);
    this.#labelHash = new Int32Array(length);
    this.#edited = new Uint8Array(length);
    this.#leftOut = new Uint8Array(length);
    this.#labelIds = new Int32Array(length).fill(-1);
    const isNumber = columns.problemType === 'regression';
    this.#labelNumbers = isNumber ? new Float64Array(length).fill(Number.NaN) : null;
    this.#starts = new Int32Array(length + 1);
  }

  /** @param content the same for rows of the same words. */
  add(example: RowAside, content: Hash64): void {
    const row = this.#row++;
    const labels = labelsOf(example);
    this.#content[row] = this.#seen.noteHash(content, row) ?? row;
    this.#labelHash[row] = hashOf(labels);
    if (example.fileLabel !== undefined) this.#edited[row] = 1;
    if (example.leftOut) this.#leftOut[row] = 1;
    this.#countTags(row, labels);
    if (this.#labelNumbers) this.#labelNumbers[row] = labels.length === 0 ? Number.NaN : Number(labels[0]);
    else this.#nameRow(row, example.words ? entitySpans(labels).map(({ type }) => type) : labels, example);
    let others = 0;
    for (const name in example.extra) {
      others++;
      let column = this.#extra.get(name);
      if (!column) {
        column = new ExtraColumn(name, this.#length);
        this.#extra.set(name, column);
      }
      column.set(row, example.extra[name]!);
    }
    if (others > this.#fullest.length) this.#fullest = Object.keys(example.extra!);
  }

  facts(): RowFacts {
    const head = labelHead(this.#columns);
    const label = this.#labelNumbers
      ? { values: this.#labelNumbers }
      : { ids: this.#labelIds, sets: this.#sets };
    return {
      length: this.#length,
      label: head && { head, ...label },
      extra: [...new Set([...this.#fullest, ...this.#extra.keys()])].map((name) =>
        this.#extra.get(name)!.column(),
      ),
      content: this.#content,
      labelHash: this.#labelHash,
      edited: this.#edited,
      leftOut: this.#leftOut,
      tags: { names: [...this.#tagIds.keys()], starts: this.#starts, pairs: this.#pairs.values() },
    };
  }

  #nameRow(row: number, names: readonly string[], { words }: RowAside): void {
    if (names.length === 0 && words === null) return;
    const key = names.join('\u0000');
    let id = this.#labelSets.get(key);
    if (id === undefined) {
      id = this.#sets.length;
      this.#labelSets.set(key, id);
      this.#sets.push(names);
    }
    this.#labelIds[row] = id;
  }

  #countTags(row: number, labels: readonly string[]): void {
    if (labels.length === 1) this.#addTag(labels[0]!, 1);
    else this.#addTags(labels);
    this.#starts[row + 1] = this.#pairs.length;
  }

  #addTags(labels: readonly string[]): void {
    const counts = new Map<string, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    for (const [label, count] of counts) this.#addTag(label, count);
  }

  #addTag(label: string, count: number): void {
    let id = this.#tagIds.get(label);
    if (id === undefined) {
      id = this.#tagIds.size;
      this.#tagIds.set(label, id);
    }
    this.#pairs.push(id);
    this.#pairs.push(count);
  }
}

/**
 * Puts what a person says of one row into the facts.
 *
 * @returns whether that was possible: not where the row has several labels, or had, or has tags.
 */
export function editRow(facts: RowFacts, row: number, example: RawExample): boolean {
  const { label, tags, labelHash, edited, leftOut } = facts;
  const labels = labelsOf(example);
  const hash = hashOf(labels);
  leftOut[row] = example.leftOut ? 1 : 0;
  edited[row] = example.fileLabel === undefined ? 0 : 1;
  if (hash === labelHash[row]) return true;
  const [name, ...others] = labels;
  const start = tags.starts[row]!;
  const isSingle = tags.starts[row + 1]! - start === 2 && tags.pairs[start + 1] === 1;
  if (!label || example.words || name === undefined || others.length > 0 || !isSingle) return false;
  if (hasNames(label))
    label.ids[row] = placeIn(label.sets, (set) => set.length === 1 && set[0] === name, [name]);
  else label.values[row] = Number(name);
  tags.pairs[start] = placeIn(tags.names, (each) => each === name, name);
  labelHash[row] = hash;
  return true;
}

function placeIn<Item>(items: Item[], is: (item: Item) => boolean, fresh: Item): number {
  const place = items.findIndex(is);
  return place >= 0 ? place : items.push(fresh) - 1;
}

function hashOf(labels: readonly string[]): number {
  return hash64(labels.join('\u0000')).low;
}
