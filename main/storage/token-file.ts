import { createHash } from 'node:crypto';
import { IntList } from '../../app/data/int-list.ts';
import type { RawExample } from '../../app/data/raw-example.ts';
import { labelsOf } from '../../app/data/raw-example.ts';
import { CancelledError } from '../../app/errors.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';
import { makeCached, openCached } from './dataset-cache.ts';
import type { LoadOptions } from './load-rows.ts';
import { Pause } from './pause.ts';
import type { RecordFile } from './record-file.ts';
import type { RowFile } from './row-file.ts';
import { encodeTokens, type TokenRecord } from './token-codec.ts';

/** Changes when the same rows would give other tokens, or they would be written in another way. */
const VERSION = 1;

/** The tokens of all rows of a file of rows: not truncated, so that they serve every max_seq_length, without special tokens. */
export interface TokenFile {
  readonly file: RecordFile;
  /** Tokens of each row, special ones included, not truncated. */
  readonly lengths: Int32Array;
  /** Tokens of each row's first text alone. */
  readonly firstLengths: Int32Array;
  /** 1 where a row has words without any token. */
  readonly emptyWords: Uint8Array;
}

/**
 * Opens the tokens of rows, or makes them: a pass over all rows, the slowest part of preparing large data.
 *
 * @throws StudioError `disk_full`, `unwritable`; CancelledError.
 */
export async function openTokens(
  rows: RowFile,
  tokenizer: BertTokenizer,
  options: LoadOptions,
): Promise<TokenFile> {
  const vocabulary = createHash('sha256').update(JSON.stringify(tokenizer.tokenizerJson())).digest('hex');
  const key = JSON.stringify([VERSION, vocabulary, rows.key]);
  const file = (await openCached('tokens', key)) ?? (await makeTokens(rows, tokenizer, key, options));
  return {
    file,
    lengths: file.int32('lengths'),
    firstLengths: file.int32('first_lengths'),
    emptyWords: file.uint8('empty_words'),
  };
}

function makeTokens(
  rows: RowFile,
  tokenizer: BertTokenizer,
  key: string,
  { signal, onProgress }: LoadOptions,
): Promise<RecordFile> {
  const labelIds = new Map(rows.about.names.map((name, id) => [name, id]));
  return makeCached('tokens', key, async (writer) => {
    const [lengths, firstLengths] = [new IntList(), new IntList()];
    const pause = new Pause();
    const emptyWords = new Uint8Array(rows.length);
    for await (const examples of rows.batches()) {
      for (const example of examples) {
        if (signal?.aborted) throw new CancelledError('Tokenizing');
        const record = tokenize(example, tokenizer, labelIds);
        if (record.wordIds && new Set(record.wordIds).size < record.labels.length)
          emptyWords[lengths.length] = 1;
        firstLengths.push(record.first.length);
        lengths.push(record.first.length + 2 + (record.second === null ? 0 : record.second.length + 1));
        writer.append(encodeTokens(record));
        if (await pause.whenDue()) onProgress?.(lengths.length / rows.length);
      }
      await writer.drain();
    }
    const columns = {
      lengths: lengths.values(),
      first_lengths: firstLengths.values(),
      empty_words: emptyWords,
    };
    return { about: null, columns };
  });
}

/** Words carry their tags; of other rows only several labels are kept here, a single one being a column of the rows. */
function tokenize(
  example: RawExample,
  tokenizer: BertTokenizer,
  labelIds: ReadonlyMap<string, number>,
): TokenRecord {
  const { text, textPair, label, words } = example;
  const labels = words || Array.isArray(label) ? labelsOf(example).map((name) => labelIds.get(name)!) : [];
  if (words) {
    const { inputIds, wordIds } = tokenizer.encodeWords(words.tokens, { addSpecialTokens: false });
    return { first: inputIds, second: null, wordIds, labels };
  }
  return {
    first: tokenizer.tokenIds(text),
    second: textPair === null ? null : tokenizer.tokenIds(textPair),
    wordIds: null,
    labels,
  };
}
