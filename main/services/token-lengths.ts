/** Tokens a row, special tokens included. */
export interface TokenLengths {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** Rows with more than the limit. */
  readonly truncated: number;
}

/**
 * @param perRow tokens of each row
 * @param limit `max_seq_length`
 */
export function tokenLengths(perRow: Int32Array, limit: number): TokenLengths {
  const lengths = perRow.slice().sort();
  /** The smallest length that at least this share of the rows does not exceed. */
  const quantile = (share: number) => lengths[Math.max(0, Math.ceil(share * lengths.length) - 1)]!;
  return {
    min: lengths[0]!,
    median: quantile(0.5),
    p95: quantile(0.95),
    max: lengths.at(-1)!,
    truncated: lengths.filter((length) => length > limit).length,
  };
}
