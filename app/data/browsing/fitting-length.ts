import { sum } from '../../math/sum.ts';

/** Lengths come in steps that hardware likes. */
const STEP = 16;
/** A length need not hold every single row. */
const FEW = 0.001;

/**
 * A `max_seq_length` that holds all but a few rows: the least multiple of 16 that leaves out at most one row in a thousand
 * (or two), never more than `most`.
 *
 * @param lengths tokens a row.
 */
export function fittingLength(
  lengths: Iterable<number>,
  most: number,
): { readonly length: number; readonly tooLong: number } {
  const rowsOf = new Int32Array(most + 2);
  let [rows, least] = [0, most + 1];
  for (const length of lengths) {
    const within = Math.min(length, most + 1);
    rowsOf[within]!++;
    least = Math.min(least, within);
    rows++;
  }
  const allowed = Math.max(2, Math.floor(FEW * rows));
  let [needed, longer] = [most + 1, 0];
  while (needed > least && longer + rowsOf[needed]! <= allowed) longer += rowsOf[needed--]!;
  const length = Math.min(most, Math.ceil(needed / STEP) * STEP);
  return { length, tooLong: sum(rowsOf.subarray(length + 1)) };
}
