import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readConll } from '../../app/data/formats/conll.ts';
import { readDelimited } from '../../app/data/formats/delimited.ts';
import { detectDialect, detectFormat } from '../../app/data/formats/detect.ts';
import { readJsonArray, readJsonLines } from '../../app/data/formats/json.ts';
import { type LineBatch, readLines } from '../../app/data/formats/lines.ts';
import type { DataFormat, RecordBatches, SourceRecord } from '../../app/data/formats/record.ts';
import { nameColumns } from '../../app/data/formats/table.ts';
import { StudioError } from '../../app/errors.ts';
import { readParquet } from './parquet.ts';
import { readSample, readText } from './text-file.ts';

const FOLDER_BATCH = 256;

export interface ReadOptions {
  /** How many rows are wanted from the start, where a format reads many at once; all by default. */
  readonly first?: number;
  /** Told how much of the file was read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
}

/**
 * The records of one file (or of a folder of labels), in batches, as a stream: memory holds one batch.
 *
 * @param promised what the file's ending promises
 * @throws StudioError for whatever is wrong with the file, naming the line
 */
export async function* readRecords(
  path: string,
  promised: DataFormat,
  options: ReadOptions = {},
): RecordBatches {
  if (promised === 'parquet') yield* readParquet(path, options);
  else if (promised === 'folder') yield* readLabelFolders(path, options);
  else yield* readTextRecords(path, promised, options);
}

async function* readTextRecords(
  path: string,
  promised: DataFormat,
  { onProgress }: ReadOptions,
): RecordBatches {
  const sample = await readSample(path);
  const format = detectFormat(promised, sample);
  const text = () => readText(path, onProgress);
  const lines = () => readLines(text(), path);
  if (format === 'csv' || format === 'tsv') {
    yield* nameColumns(readDelimited(lines(), detectDialect(format, sample, path), path), path);
  } else if (format === 'json') yield* readJsonArray(text(), path);
  else if (format === 'jsonl') yield* readJsonLines(lines(), path);
  else if (format === 'conll') yield* readConll(lines(), path);
  else yield* plainLines(lines());
}

/** One text a line; blank lines only divide. */
async function* plainLines(batches: AsyncIterable<LineBatch>): RecordBatches {
  for await (const { first, lines } of batches) {
    yield lines
      .map((text, i): SourceRecord => ({ line: first + i, values: { text } }))
      .filter(({ values }) => values!.text !== '');
  }
}

/** Columns `text`, `label` (the folder) and `file`, folders and files in the order of their names. */
async function* readLabelFolders(root: string, { onProgress }: ReadOptions): RecordBatches {
  const labels = (await readdir(root)).filter((name) => !name.startsWith('.')).sort();
  for (const [done, label] of labels.entries()) {
    onProgress?.(done / labels.length);
    const folder = join(root, label);
    if (!(await stat(folder).catch(() => null))?.isDirectory()) continue;
    const names = (await readdir(folder)).filter((name) => extname(name) === '.txt').sort();
    for (let i = 0; i < names.length; i += FOLDER_BATCH) {
      const batch = names.slice(i, i + FOLDER_BATCH);
      yield await Promise.all(batch.map((name) => readLabelledText(join(folder, name), label)));
    }
  }
}

async function readLabelledText(path: string, label: string): Promise<SourceRecord> {
  const pieces: string[] = [];
  const found = await stat(path).catch(() => null);
  // What is not there, as a link may lead nowhere, is named when it is read.
  if (found === null || found.size > 0) for await (const piece of readText(path)) pieces.push(piece);
  return { line: null, values: { text: pieces.join('').trim(), label, file: `${label}/${basename(path)}` } };
}

/** A file that was read to its end, and no row came. */
export function emptyFile(path: string): StudioError {
  const message = `${path} has no rows. Check that it was saved or exported whole.`;
  return new StudioError('empty_file', message, { details: { file: path } });
}

/** A table in which no row can be told into fields. @param first of its records. */
export function badlyQuoted(path: string, { line }: SourceRecord): StudioError {
  const message = `${path}: no row has as many fields as the header. Check the delimiter and the quotes.`;
  return new StudioError('badly_quoted', message, { details: { file: path, line } });
}
