import { StudioError } from '../../errors.ts';
import { parseJson } from '../../parse-json.ts';
import type { Dialect } from './delimited.ts';
import { RecordParser } from './delimited.ts';
import type { DataFormat } from './record.ts';
import { looksLikeHeader } from './table.ts';

/** The start of a file, enough to tell how it is written. */
export interface FileSample {
  readonly text: string;
  /** Whether that is all of it. */
  readonly complete: boolean;
}

/** Endings of data files. CoNLL 2003 is published as eng.train, eng.testa and eng.testb. */
const FORMATS: Readonly<Record<string, DataFormat>> = {
  csv: 'csv',
  tsv: 'tsv',
  tab: 'tsv',
  json: 'json',
  jsonl: 'jsonl',
  ndjson: 'jsonl',
  parquet: 'parquet',
  conll: 'conll',
  bio: 'conll',
  iob: 'conll',
  iob2: 'conll',
  txt: 'text',
  train: 'text',
  testa: 'text',
  testb: 'text',
};

export const KNOWN_ENDINGS: readonly string[] = Object.keys(FORMATS).map((ending) => `.${ending}`);

/** The format that a file's ending promises, null where it promises none. */
export function formatOfName(name: string): DataFormat | null {
  const ending = /\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? '';
  return Object.hasOwn(FORMATS, ending) ? FORMATS[ending]! : null;
}

/**
 * What a file of a promised format really holds: JSON lines are often called `.json`, CoNLL `.tsv` or `.txt`,
 * and tab separated tables `.txt`.
 */
export function detectFormat(promised: DataFormat, sample: FileSample): DataFormat {
  if (promised === 'json') return looksLikeJsonLines(sample) ? 'jsonl' : 'json';
  if (promised !== 'tsv' && promised !== 'text') return promised;
  if (looksLikeConll(sample)) return 'conll';
  return promised === 'tsv' || looksLikeTable(sample) ? 'tsv' : 'text';
}

/**
 * How a delimited file tells its fields apart. CSV is quoted, and its delimiter is the one of `,` `;` tab that
 * gives the most rows as many fields as the header has. TSV is quoted or not, whichever reads: GLUE's files
 * are full of `"` that mean nothing.
 *
 * @throws StudioError `bad_quoting` when a TSV file reads neither way
 */
export function detectDialect(format: 'csv' | 'tsv', sample: FileSample, file: string): Dialect {
  if (format === 'tsv') return detectTabQuoting(sample, file);
  const dialects = ([',', ';', '\t'] as const).map((delimiter): Dialect => ({ delimiter, quoted: true }));
  const shares = dialects.map((dialect) => tryDialect(sample, dialect, file).share);
  return dialects[shares.indexOf(Math.max(...shares))]!;
}

function detectTabQuoting(sample: FileSample, file: string): Dialect {
  const plain: Dialect = { delimiter: '\t', quoted: false };
  const quoted: Dialect = { delimiter: '\t', quoted: true };
  if (!/(^|[\t\n])"/.test(sample.text)) return plain;
  const asQuoted = tryDialect(sample, quoted, file);
  const asPlain = tryDialect(sample, plain, file);
  if (asQuoted.error === null && asQuoted.share >= asPlain.share) return quoted;
  if (asQuoted.error !== null && asPlain.share < 0.9) throw asQuoted.error;
  return plain;
}

/** Share of the records that are as wide as the first (0 for a single column), and the first error of quoting. */
function tryDialect(sample: FileSample, dialect: Dialect, file: string) {
  const parser = new RecordParser(dialect, file);
  let [width, records, wide] = [0, 0, 0];
  let error: StudioError | null = null;
  try {
    for (const [i, line] of wholeLines(sample).entries()) {
      const record = parser.push(line, i + 1);
      if (record === null) continue;
      width ||= record.fields.length;
      records++;
      if (record.fields.length === width) wide++;
    }
    if (sample.complete) parser.end();
  } catch (caught) {
    if (!(caught instanceof StudioError)) throw caught;
    error = caught;
  }
  return { share: width > 1 ? wide / records : 0, error };
}

/** The last line of a sample may be cut. */
function wholeLines({ text, complete }: FileSample): string[] {
  const lines = text.split(/\r?\n/);
  if (!complete && lines.length > 1) lines.pop();
  return lines;
}

function looksLikeJsonLines(sample: FileSample): boolean {
  const lines = wholeLines(sample).filter((line) => line.trim() !== '');
  const first = parsedObject(lines[0] ?? '');
  if (first === null) return false;
  return lines.length > 1 || !Array.isArray(first.data);
}

function parsedObject(line: string): Record<string, unknown> | null {
  if (!line.trimStart().startsWith('{')) return null;
  return (parseJson(line) as Record<string, unknown> | undefined) ?? null;
}

function looksLikeConll(sample: FileSample): boolean {
  const lines = wholeLines(sample).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const tagged = lines.filter((line) => /^\S+[\t ](.*[\t ])?(O|[BIESLU]-\S+)\s*$/.test(line));
  return tagged.length > 0 && tagged.length >= 0.9 * lines.length;
}

function looksLikeTable(sample: FileSample): boolean {
  const lines = wholeLines(sample).filter((line) => line !== '');
  const header = (lines[0] ?? '').split('\t');
  if (header.length < 2 || !looksLikeHeader(header)) return false;
  return lines.filter((line) => line.split('\t').length === header.length).length >= 0.9 * lines.length;
}
