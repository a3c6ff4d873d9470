import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ColumnOverrides, detectTexts } from '../../app/data/columns.ts';
import type { RecordValues, SourceRecord } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { badlyQuoted, emptyFile, readRecords } from '../storage/dataset-files.ts';
import { findSplitFiles } from '../storage/dataset-layout.ts';
import type { PredictedColumns } from './prediction-rows.ts';

type Texts = Pick<ColumnOverrides, 'text' | 'textPair'>;

/** A file of rows to predict, its first rows read. */
export interface PredictionFile {
  readonly file: string;
  /** Columns of the first rows, in order. */
  readonly names: readonly string[];
  /** All rows, once. */
  readonly records: AsyncIterable<SourceRecord>;
  /**
   * The columns to read: as given, else as they were called in training where the file has them, else as `train`
   * would find them.
   */
  columnsFor(head: HeadSpec, given: Texts, told: Texts): PredictedColumns;
  /** Whoever opened it, closes it. */
  close(): Promise<void>;
}

/** Rows that tell which columns there are. */
const SAMPLE = 500;

/** @throws StudioError `not_a_file`, `missing_file`, `unknown_format`, `empty_file`, `badly_quoted`. */
export async function openPredictionInput(path: string): Promise<PredictionFile> {
  if ((await stat(path).catch(() => null))?.isDirectory()) {
    throw new StudioError('not_a_file', `${path} is a folder. Give one of its files.`, {
      details: { file: path },
    });
  }
  const [only] = (await findSplitFiles(resolve(path))).files;
  const { path: file, format } = only!;
  const { first, all, close } = await readAhead(readRecords(file, format));
  if (first.length === 0) {
    throw emptyFile(file);
  }
  const sample = first.flatMap(({ values }) => (values ? [values] : []));
  if (sample.length === 0) {
    await close();
    throw badlyQuoted(file, first[0]!);
  }
  const names = [...new Set(sample.flatMap((values) => Object.keys(values)))];
  return {
    file,
    names,
    records: all,
    close,
    columnsFor: (head, given, told) => {
      const words = head.task === 'token-classification' ? wordLists(names, sample) : undefined;
      if (words !== undefined && given.text === undefined) return { text: words, textPair: null };
      return detectTexts(names, sample, { ...present(told, names), ...given }, file);
    },
  };
}

/** The first rows, and all of them one by one, until `close`. */
async function readAhead(batches: AsyncIterable<readonly SourceRecord[]>): Promise<{
  readonly first: readonly SourceRecord[];
  readonly all: AsyncIterable<SourceRecord>;
  readonly close: () => Promise<void>;
}> {
  const iterator = batches[Symbol.asyncIterator]();
  const first: SourceRecord[] = [];
  while (first.length < SAMPLE) {
    const next = await iterator.next();
    if (next.done) break;
    first.push(...next.value);
  }
  async function* all(): AsyncGenerator<SourceRecord> {
    yield* first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield* next.value;
  }
  const close = async () => {
    await iterator.return?.();
  };
  return { first, all: all(), close };
}

/** A column of texts that are cut into words already. */
function wordLists(names: readonly string[], sample: readonly RecordValues[]): string | undefined {
  return names.find(
    (name) => /^(tokens|words)$/i.test(name) && sample.some((values) => Array.isArray(values[name])),
  );
}

function present({ text, textPair }: Texts, names: readonly string[]): Texts {
  return {
    ...(text !== undefined && names.includes(text) ? { text } : {}),
    ...(typeof textPair === 'string' && names.includes(textPair) ? { textPair } : {}),
  };
}
