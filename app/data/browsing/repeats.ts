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

/**
 * Rows that a person left out repeat nothing, and nothing repeats them.
 *
 * @param near an earlier row that is nearly the same, or NOBODY, per row.
 */
export function repeatsOf(
  { content, length, leftOut }: Pick<RowFacts, 'content' | 'length' | 'leftOut'>,
  split: Uint8Array,
  near: Int32Array,
): RowRepeats {
  const first = [new Int32Array(length).fill(NOBODY), new Int32Array(length).fill(NOBODY)];
  for (let row = 0; row < length; row++) {
    const own = first[split[row]!]!;
    if (own[content[row]!] === NOBODY && !leftOut[row]) own[content[row]!] = row;
  }
  const duplicateOf = new Int32Array(length).fill(NOBODY);
  const leakOf = new Int32Array(length).fill(NOBODY);
  const nearOf = new Int32Array(length).fill(NOBODY);
  for (let row = 0; row < length; row++) {
    if (leftOut[row]) continue;
    const before = first[split[row]!]![content[row]!]!;
    leakOf[row] = first[1 - split[row]!]![content[row]!]!;
    if (before !== row) duplicateOf[row] = before;
    else if (near[row] !== NOBODY && !leftOut[near[row]!]) nearOf[row] = near[row]!;
  }
  return { duplicateOf, leakOf, nearOf };
}
