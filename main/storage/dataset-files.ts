import { existsSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { readConll } from '../../app/data/formats/conll.ts';
import { type Dialect, readDelimited } from '../../app/data/formats/delimited.ts';
import { readJsonArray, readJsonLines } from '../../app/data/formats/json.ts';
import { type LineBatch, readLines } from '../../app/data/formats/lines.ts';
import type { DataFormat, RecordBatches, SourceRecord } from '../../app/data/formats/record.ts';
import { nameColumns } from '../../app/data/formats/table.ts';
import { StudioError } from '../../app/errors.ts';
import { readParquet } from './parquet.ts';

export type SplitName = 'train' | 'validation' | 'test';

export interface SplitFile {
  readonly split: SplitName;
  readonly path: string;
  readonly format: DataFormat;
}

const FORMATS: Readonly<Record<string, DataFormat>> = {
  '.csv': 'csv',
  '.tsv': 'tsv',
  '.json': 'json',
  '.jsonl': 'jsonl',
  '.ndjson': 'jsonl',
  '.parquet': 'parquet',
  '.conll': 'conll',
  '.bio': 'conll',
  '.iob': 'conll',
  '.txt': 'text',
};
const SPLIT_NAMES: readonly [SplitName, RegExp][] = [
  ['train', /(^|[._-])train([._-]|$)/i],
  ['validation', /(^|[._-])(dev|val|valid|validation)([._-]|$)/i],
  ['test', /(^|[._-])test([._-]|$)/i],
];
/** How much of a file is looked at to tell what it is. */
const SAMPLE_BYTES = 1 << 18;

/**
 * The files of a dataset: one file is `train`; in a folder their names say which split they are; a folder of folders
 * of text files is one dataset whose labels are the folders' names.
 *
 * @throws StudioError `missing_file`, `no_data_files`, `unknown_format`.
 */
export async function findSplitFiles(path: string): Promise<SplitFile[]> {
  if (!existsSync(path)) {
    throw new StudioError('missing_file', `There is no file or folder ${path}.`, { details: { file: path } });
  }
  if (!(await stat(path)).isDirectory()) return [{ split: 'train', path, format: formatOf(path) }];
  const entries = (await readdir(path, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'));
  const files = entries.filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() in FORMATS);
  const splits = files.flatMap(({ name }): SplitFile[] => {
    const split =
      SPLIT_NAMES.find(([, pattern]) => pattern.test(name))?.[0] ?? (files.length === 1 ? 'train' : null);
    return split ? [{ split, path: join(path, name), format: formatOf(name) }] : [];
  });
  if (splits.length > 0) return splits.sort((a, b) => (a.path < b.path ? -1 : 1));
  if (entries.some((entry) => entry.isDirectory())) return [{ split: 'train', path, format: 'folder' }];
  throw new StudioError(
    'no_data_files',
    `${path} holds no dataset: name its files train, dev (or validation) and test, as .csv, .tsv, .json, .jsonl, .parquet or .conll.`,
    { details: { folder: path } },
  );
}

/** The records of one file, in batches, as a stream. */
export async function* readRecords({ path, format }: Pick<SplitFile, 'path' | 'format'>): RecordBatches {
  switch (format) {
    case 'csv':
    case 'tsv': {
      const dialect = await detectDialect(path, format);
      yield* nameColumns(readDelimited(linesOf(path), dialect, path), path);
      return;
    }
    case 'json':
      yield* readJsonArray(textOf(path), path);
      return;
    case 'jsonl':
      yield* readJsonLines(linesOf(path), path);
      return;
    case 'conll':
      yield* readConll(linesOf(path), path);
      return;
    case 'parquet':
      yield* readParquet(path);
      return;
    case 'text':
      yield* plainLines(linesOf(path));
      return;
    case 'folder':
      yield* labelledFolders(path);
  }
}

function formatOf(path: string): DataFormat {
  const format = FORMATS[extname(path).toLowerCase()];
  if (format) return format;
  throw new StudioError(
    'unknown_format',
    `${path}: the ending "${extname(path)}" is not known. Use one of ${Object.keys(FORMATS).join(', ')}.`,
    { details: { file: path } },
  );
}

async function* plainLines(batches: AsyncIterable<LineBatch>): RecordBatches {
  for await (const { first, lines } of batches) {
    yield lines.map((text, i) => ({ line: first + i, values: { text } }));
  }
}

async function* labelledFolders(root: string): RecordBatches {
  for (const label of (await readdir(root)).filter((name) => !name.startsWith('.')).sort()) {
    const folder = join(root, label);
    if (!(await stat(folder)).isDirectory()) continue;
    const records: SourceRecord[] = [];
    for (const name of (await readdir(folder)).filter((file) => extname(file) === '.txt').sort()) {
      let text = '';
      for await (const chunk of textOf(join(folder, name))) text += chunk;
      records.push({ line: null, values: { text: text.trim(), label, file: `${basename(folder)}/${name}` } });
    }
    if (records.length > 0) yield records;
  }
}

function linesOf(path: string): AsyncIterable<LineBatch> {
  return readLines(textOf(path), path);
}

/**
 * A file as text, piece by piece.
 *
 * @throws StudioError `empty_file`, `binary_file`, `not_utf8` with the byte where it goes wrong, `unreadable`.
 */
async function* textOf(path: string): AsyncGenerator<string> {
  const file = await open(path, 'r').catch((cause: Error) => {
    throw new StudioError('unreadable', `${path} cannot be read: ${cause.message}.`, {
      details: { file: path },
      cause,
    });
  });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = new Uint8Array(SAMPLE_BYTES);
  let offset = 0;
  try {
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
      const bytes = buffer.subarray(0, bytesRead);
      if (offset === 0) checkStart(path, bytes);
      const text = decodePiece(decoder, bytes, bytesRead > 0, path, offset);
      if (text) yield text;
      if (bytesRead === 0) return;
      offset += bytesRead;
    }
  } finally {
    await file.close();
  }
}

function checkStart(path: string, bytes: Uint8Array): void {
  const details = { file: path };
  if (bytes.length === 0) throw new StudioError('empty_file', `${path} is empty.`, { details });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    const message = `${path} is encoded as UTF-16. Save it as UTF-8 ("CSV UTF-8" in a spreadsheet) and try again.`;
    throw new StudioError('not_utf8', message, { details });
  }
  const zero = bytes.indexOf(0);
  if (zero >= 0) {
    const message = `${path} is not a text file: byte ${zero} is zero. If it is a spreadsheet or an archive, export it as CSV first.`;
    throw new StudioError('binary_file', message, { details: { ...details, byte: zero } });
  }
}

function decodePiece(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Uint8Array,
  more: boolean,
  path: string,
  offset: number,
): string {
  try {
    return decoder.decode(bytes, { stream: more });
  } catch (cause) {
    const byte = offset + firstInvalidByte(bytes);
    const message =
      `${path} is not UTF-8: the byte ${byte} does not belong there. It is probably Latin-1 or Windows-1252; ` +
      'open it in an editor, save it as UTF-8 and try again.';
    throw new StudioError('not_utf8', message, { details: { file: path, byte }, cause });
  }
}

/** Where the first character that is not UTF-8 begins; the decoder itself does not say. */
function firstInvalidByte(bytes: Uint8Array): number {
  const isValid = (length: number, stream: boolean) => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValid(middle, true)) good = middle;
    else bad = middle;
  }
  // As a stream, a byte that opens a longer character passes until the next one shows that it does not.
  while (!isValid(good, false)) good--;
  return good;
}

/**
 * Whether fields are quoted, and by what they are divided. Tab-separated files as GLUE publishes them hold stray
 * quotes that mean nothing: fields are quoted only where every field that begins with a quote also ends with one.
 */
async function detectDialect(path: string, format: 'csv' | 'tsv'): Promise<Dialect> {
  let sample = '';
  for await (const piece of textOf(path)) {
    sample = piece;
    break;
  }
  const lines = sample.split('\n').slice(0, 200);
  if (format === 'csv') {
    const header = lines[0] ?? '';
    const delimiter = header.split(';').length > header.split(',').length ? ';' : ',';
    return { delimiter, quoted: true };
  }
  const opened = lines
    .flatMap((line) => line.replace(/\r$/, '').split('\t'))
    .filter((field) => field.startsWith('"'));
  const closed = opened.filter((field) => field.length > 1 && field.endsWith('"'));
  return { delimiter: '\t', quoted: opened.length > 0 && closed.length === opened.length };
}
