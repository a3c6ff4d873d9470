import { StudioError } from '../errors.ts';
import type { HeadSpec } from '../models/task.ts';
import type { BertTokenizer } from '../tokenization/bert-tokenizer.ts';
import { alignTags } from './alignment.ts';
import type { EncodedExample, ExampleSource } from './example.ts';
import type { RawExample } from './raw-example.ts';

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
  const idOf = (label: string, example: RawExample): number => {
    const id = ids.get(label);
    if (id !== undefined) return id;
    throw unknownLabel(label, example, head, file);
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

/** A label that the head does not have. */
export function unknownLabel(
  label: string,
  { line, row }: RawExample,
  { labels }: HeadSpec,
  file: string,
): StudioError {
  const where = line === null ? `row ${row + 1}` : `line ${line}`;
  return new StudioError(
    'unknown_label',
    `${file}, ${where}: the label "${label}" is none of the labels known from training (${labels.join(', ')}). ` +
      'Correct the row, or train on data that has the label.',
    { details: { file, line, row, label } },
  );
}

/** Examples that are in memory. */
function exampleList(examples: readonly EncodedExample[]): ExampleSource {
  return {
    length: examples.length,
    lengths: Int32Array.from(examples, (example) => example.inputIds.length),
    read: async (indices) => indices.map((index) => examples[index]!),
  };
}
