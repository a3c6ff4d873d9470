import type { RawExample } from './raw-example.ts';
import { labelsOf } from './raw-example.ts';

/** In place of a label's number: a row without a label, or with more than one. */
export const NO_LABEL = -1;

/** Labels as numbers, so that a row's label takes four bytes. */
export interface RowLabels {
  /** Labels, or tags of words, in the order in which they first came. */
  readonly names: readonly string[];
  /** Per row: place of its one label in `names`, or NO_LABEL. */
  readonly ids: Int32Array;
  /** What the file has for names that a card or a person gave: renaming labels moves no row. */
  readonly inFile?: ReadonlyMap<string, string>;
}

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** Gathers and counts labels while rows come by. */
export class LabelIndex {
  readonly names: string[] = [];
  /** How often each name came: rows, or words for tags. */
  readonly totals: number[] = [];
  readonly #ids = new Map<string, number>();

  /** @returns the number of the row's one label, or NO_LABEL. */
  add(example: RawExample): number {
    if (typeof example.label === 'string' && example.words === null) return this.#count(example.label);
    for (const label of labelsOf(example)) this.#count(label);
    return NO_LABEL;
  }

  #count(label: string): number {
    const known = this.#ids.get(label);
    const id = known ?? this.names.length;
    if (known === undefined) {
      this.#ids.set(label, id);
      this.names.push(label);
      this.totals.push(0);
    }
    this.totals[id]!++;
    return id;
  }
}

/** Most frequent first; labels that no row has any more are left out. */
export function labelCounts(names: readonly string[], totals: readonly number[]): LabelCount[] {
  return names
    .map((label, i) => ({ label, count: totals[i]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
