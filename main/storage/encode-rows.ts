import { setImmediate } from 'node:timers/promises';
import { type EncodedSplit, encodeExamples } from '../../app/data/encode.ts';
import { IntList } from '../../app/data/int-list.ts';
import { allRows, type Rows } from '../../app/data/rows.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';
import type { LoadOptions } from './load-rows.ts';
import { RowFile } from './row-file.ts';
import { encodeStored } from './stored-examples.ts';
import { openTokens } from './token-file.ts';

export interface EncodeOptions {
  readonly tokenizer: BertTokenizer;
  readonly head: HeadSpec;
  readonly maxLength: number;
  /** For messages. */
  readonly file: string;
}

/**
 * Rows as the model sees them: tokenized in memory where the rows are, else read from tokens on disk, which are made
 * where there are none yet. Both give the same examples.
 *
 * @throws StudioError `unknown_label` naming file and line, `disk_full`, `unwritable`; CancelledError.
 */
export async function encodeRows(
  rows: Rows,
  { tokenizer, head, maxLength, file }: EncodeOptions,
  options: LoadOptions = {},
): Promise<EncodedSplit> {
  const { storage } = rows;
  if (!(storage instanceof RowFile))
    return encodeExamples(await allRows(rows), tokenizer, head, maxLength, file);
  const tokens = await openTokens(storage, tokenizer, options);
  return encodeStored(rows, tokens, { head, maxLength, file, special: tokenizer.specialIds });
}

/** Tokens of each row, special ones included, not truncated. */
export async function tokensPerRow(
  rows: Rows,
  tokenizer: BertTokenizer,
  options: LoadOptions = {},
): Promise<Int32Array> {
  const { storage } = rows;
  if (storage instanceof RowFile) {
    const { lengths } = await openTokens(storage, tokenizer, options);
    return Int32Array.from({ length: rows.length }, (_, i) => lengths[rows.placeOf(i)]!);
  }
  const lengths = new IntList();
  for await (const examples of rows.batches()) {
    for (const { text, textPair, words } of examples) {
      const encoding = words
        ? tokenizer.encodeWords(words.tokens)
        : tokenizer.encode(textPair === null ? text : [text, textPair]);
      lengths.push(encoding.inputIds.length);
    }
    await setImmediate();
  }
  return lengths.values();
}
