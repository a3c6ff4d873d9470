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
import { RowPlaces } from './row-codec.ts';
import type { RowFile } from './row-file.ts';
import { encodeTokens, type TokenRecord } from './token-codec.ts';

/** Changes when the same rows would give other tokens, or they would be written in another way. */
const VERSION = 1;
/** Asking the clock takes as long as a row. */
const PAUSE_ROWS = 16;

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
  const tokensOf = (file: RecordFile): TokenFile => {
    if (file.length !== rows.length) throw new Error('It has the tokens of other rows.');
    return {
      file,
      lengths: file.int32('lengths'),
      firstLengths: file.int32('first_lengths'),
      emptyWords: file.uint8('empty_words'),
    };
  };
  const kept = await openCached('tokens', key, tokensOf);
  return kept ?? makeTokens(rows, tokenizer, key, tokensOf, options);
}

function makeTokens(
  rows: RowFile,
  tokenizer: BertTokenizer,
  key: string,
  tokensOf: (file: RecordFile) => TokenFile,
  { signal, onProgress }: LoadOptions,
): Promise<TokenFile> {
  const labelIds = new Map(rows.about.names.map((name, id) => [name, id]));
  return makeCached('tokens', key, tokensOf, async (writer) => {
    const [lengths, firstLengths] = [new IntList(), new IntList()];
    const pause = new Pause();
    const emptyWords = new Uint8Array(rows.length);
    const places = new RowPlaces(rows.file);
    const ofBytes = tokenizer.ofBytes();
    const idsAt = (bytes: Buffer, from: number, to: number) =>
      ofBytes.idsAt(bytes, from, to) ?? tokenizer.tokenIds(bytes.toString('utf8', from, to));
    for await (const { first, count, bytes, starts } of rows.file.spans()) {
      for (let i = 0; i < count; i++) {
        if (signal?.aborted) throw new CancelledError('Tokenizing');
        const record = places.at(bytes, starts[i]!).hasLists
          ? tokenize(rows.decode(bytes, starts[i]!, first + i), tokenizer, labelIds)
          : tokensAt(bytes, places, idsAt);
        if (record.wordIds && new Set(record.wordIds).size < record.labels.length) emptyWords[first + i] = 1;
        firstLengths.push(record.first.length);
        lengths.push(record.first.length + 2 + (record.second === null ? 0 : record.second.length + 1));
        writer.append(encodeTokens(record));
        if (i % PAUSE_ROWS === 0 && (await pause.whenDue())) onProgress?.((first + i) / rows.length);
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

/** Of a row that has its texts alone, or one label besides, which is a column of the rows. */
function tokensAt(
  bytes: Buffer,
  { textStart, textEnd, hasPair, pairEnd }: RowPlaces,
  idsAt: (bytes: Buffer, from: number, to: number) => Int32Array,
): TokenRecord {
  const second = hasPair ? idsAt(bytes, textEnd, pairEnd) : null;
  return { first: idsAt(bytes, textStart, textEnd), second, wordIds: null, labels: [] };
}

/** Of a row with words, which carry their tags, or with several labels. */
function tokenize(
  example: RawExample,
  tokenizer: BertTokenizer,
  labelIds: ReadonlyMap<string, number>,
): TokenRecord {
  const { text, textPair, words } = example;
  const labels = labelsOf(example).map((name) => labelIds.get(name)!);
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
