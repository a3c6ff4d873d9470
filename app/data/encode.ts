import { StudioError } from '../errors.ts';
import type { HeadSpec } from '../models/task.ts';
import type { BertTokenizer } from '../tokenization/bert-tokenizer.ts';
import { alignTags } from './alignment.ts';
import type { EncodedExample, ExampleSource } from './example.ts';

/** One row of a dataset, once it is known what its columns mean. */
export interface RawExample {
  /** 0-based among the rows of its file, skipped ones included. */
  readonly row: number;
  /** Line it starts on, from 1; null in formats without lines. */
  readonly line: number | null;
  readonly text: string;
  readonly textPair: string | null;
  /** The label as text, several for multi-label, null where there is none. */
  readonly label: string | readonly string[] | null;
  /** What the file says, where a person gave another label. */
  readonly fileLabel?: RawExample['label'];
  /** Words and tags, for token classification. */
  readonly words: { readonly tokens: readonly string[]; readonly tags: readonly string[] } | null;
  /** Values of the columns that training does not use, by name; only where rows are browsed. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface EncodedSplit {
  readonly source: ExampleSource;
  /** Rows that were longer than max_seq_length and lost their end. */
  readonly truncated: number;
  /** Label ids of the words of a row that truncation cut off, for token classification. */
  readonly lostWords: ReadonlyMap<number, readonly number[]>;
}

/**
 * Tokenizes rows and turns their labels into ids.
 *
 * @throws StudioError `unknown_label` naming file and line, when a row has a label the head does not.
 */
export function encodeExamples(
  examples: readonly RawExample[],
  tokenizer: BertTokenizer,
  head: HeadSpec,
  maxLength: number,
  file: string,
): EncodedSplit {
  const ids = new Map(head.labels.map((label, id) => [label, id]));
  const idOf = (label: string, { line, row }: RawExample): number => {
    const id = ids.get(label);
    if (id !== undefined) return id;
    const where = line === null ? `row ${row + 1}` : `line ${line}`;
    throw new StudioError(
      'unknown_label',
      `${file}, ${where}: the label "${label}" is none of the labels known from training (${head.labels.join(', ')}). ` +
        'Correct the row, or train on data that has the label.',
      { details: { file, line, row, label } },
    );
  };
  const lostWords = new Map<number, readonly number[]>();
  let truncated = 0;
  const encoded = examples.map((example): EncodedExample => {
    const { row, text, textPair, words } = example;
    if (words) {
      const encoding = tokenizer.encodeWords(words.tokens, { truncation: 'longest_first', maxLength });
      const { labels, lost } = alignTags(
        encoding.wordIds,
        words.tags.map((tag) => idOf(tag, example)),
      );
      if (encoding.truncatedTokens > 0) truncated++;
      if (lost.length > 0) lostWords.set(row, lost);
      return { row, inputIds: encoding.inputIds, tokenTypeIds: encoding.tokenTypeIds, label: labels };
    }
    const input = textPair === null ? text : ([text, textPair] as const);
    const encoding = tokenizer.encode(input, { truncation: 'longest_first', maxLength });
    if (encoding.truncatedTokens > 0) truncated++;
    return {
      row,
      inputIds: encoding.inputIds,
      tokenTypeIds: encoding.tokenTypeIds,
      label: labelOf(example, head, idOf),
    };
  });
  return { source: exampleList(encoded), truncated, lostWords };
}

function labelOf(
  example: RawExample,
  head: HeadSpec,
  idOf: (label: string, example: RawExample) => number,
): EncodedExample['label'] {
  const { label } = example;
  if (head.task === 'fill-mask' || label === null) return 0;
  if (head.problemType === 'regression') return Number(label);
  if (typeof label === 'string') return idOf(label, example);
  const several = new Float32Array(head.labels.length);
  for (const name of label) several[idOf(name, example)] = 1;
  return several;
}

/** Examples that are in memory. */
export function exampleList(examples: readonly EncodedExample[]): ExampleSource {
  return {
    length: examples.length,
    lengths: Int32Array.from(examples, (example) => example.inputIds.length),
    read: async (indices) => indices.map((index) => examples[index]!),
  };
}
