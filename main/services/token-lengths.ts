import type { RawExample } from '../../app/data/encode.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';

/** Tokens a row, special tokens included. */
export interface TokenLengths {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
  /** Rows with more than the limit. */
  readonly truncated: number;
}

/** @param limit `max_seq_length` */
export function tokenLengths(
  rows: readonly RawExample[],
  tokenizer: BertTokenizer,
  limit: number,
): TokenLengths {
  const lengths = Int32Array.from(rows, ({ text, textPair, words }) => {
    const encoding = words
      ? tokenizer.encodeWords(words.tokens)
      : tokenizer.encode(textPair === null ? text : [text, textPair]);
    return encoding.inputIds.length;
  }).sort();
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
