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
  lengths: ArrayLike<number>,
  most: number,
): { readonly length: number; readonly tooLong: number } {
  const sorted = Float64Array.from(lengths).sort();
  const allowed = Math.max(2, Math.floor(FEW * sorted.length));
  const needed = sorted[sorted.length - 1 - allowed] ?? sorted[0] ?? STEP;
  const length = Math.min(most, Math.ceil(needed / STEP) * STEP);
  return { length, tooLong: sorted.filter((tokens) => tokens > length).length };
}
