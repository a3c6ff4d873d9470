import type { RowFacts } from './row-facts.ts';

/** No other row. */
export const NOBODY = -1;

/** What repeats, once it is known which rows are for training (0) and which for validation (1). */
export interface RowRepeats {
  /** Per row: the first row of its part with the same words, or NOBODY where that is itself. */
  readonly duplicateOf: Int32Array;
  /** Per row: the first row of the other part with the same words, or NOBODY. */
  readonly leakOf: Int32Array;
  /** Per row that is no duplicate: an earlier row of its part that is nearly the same, or NOBODY. */
  readonly nearOf: Int32Array;
}

/** @param near an earlier row that is nearly the same, or NOBODY, per row. */
export function repeatsOf({ content, length }: RowFacts, split: Uint8Array, near: Int32Array): RowRepeats {
  const first = [new Int32Array(length).fill(NOBODY), new Int32Array(length).fill(NOBODY)];
  for (let row = 0; row < length; row++) {
    const own = first[split[row]!]!;
    if (own[content[row]!] === NOBODY) own[content[row]!] = row;
  }
  const duplicateOf = new Int32Array(length);
  const leakOf = new Int32Array(length);
  const nearOf = near.slice();
  for (let row = 0; row < length; row++) {
    const before = first[split[row]!]![content[row]!]!;
    duplicateOf[row] = before === row ? NOBODY : before;
    leakOf[row] = first[1 - split[row]!]![content[row]!]!;
    if (before !== row) nearOf[row] = NOBODY;
  }
  return { duplicateOf, leakOf, nearOf };
}
