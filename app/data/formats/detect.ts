import { StudioError } from '../../errors.ts';
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

const BY_EXTENSION: Readonly<Record<string, DataFormat>> = {
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
};

/** The format a file's name promises, null where it promises none. */
export function formatOfName(name: string): DataFormat | null {
  return BY_EXTENSION[/\.([^.]+)$/.exec(name.toLowerCase())?.[1] ?? ''] ?? null;
}

/**
 * The format of a text file. The name decides, except that JSON lines are often called `.json`, and CoNLL
 * and tab separated files `.txt` or `.tsv`.
 */
export function detectFormat(name: string, sample: FileSample): DataFormat {
  const format = formatOfName(name) ?? 'text';
  if (format === 'json') return looksLikeJsonLines(sample) ? 'jsonl' : 'json';
  if (format === 'tsv') return looksLikeConll(sample) ? 'conll' : 'tsv';
  if (format !== 'text') return format;
  if (looksLikeConll(sample)) return 'conll';
  return looksLikeTable(sample) ? 'tsv' : 'text';
}

/**
 * How a delimited file tells its fields apart. CSV is quoted; the delimiter is the one of `,` `;` tab that
 * gives the most rows the header's number of fields. TSV is quoted or not, whichever reads: GLUE's files are
 * full of `"` that mean nothing.
 *
 * @throws StudioError `bad_quoting` when a TSV file is consistent neither way
 */
export function detectDialect(format: 'csv' | 'tsv', sample: FileSample, file: string): Dialect {
  if (format === 'tsv') return detectTabQuoting(sample, file);
  const dialects = ([',', ';', '\t'] as const).map((delimiter): Dialect => ({ delimiter, quoted: true }));
  const shares = dialects.map((dialect) => consistency(sample, dialect, file).share);
  return dialects[shares.indexOf(Math.max(...shares))]!;
}

function detectTabQuoting(sample: FileSample, file: string): Dialect {
  const plain: Dialect = { delimiter: '\t', quoted: false };
  const quoted: Dialect = { delimiter: '\t', quoted: true };
  if (!/(^|[\t\n])"/.test(sample.text)) return plain;
  const asQuoted = consistency(sample, quoted, file);
  const asPlain = consistency(sample, plain, file);
  if (asQuoted.error === null && asQuoted.share >= asPlain.share) return quoted;
  if (asPlain.share < 0.9 && asQuoted.error !== null) throw asQuoted.error;
  return plain;
}

/** Share of records as wide as the first, 0 for a single column, and the first error of quoting. */
function consistency(sample: FileSample, dialect: Dialect, file: string) {
  const parser = new RecordParser(dialect, file);
  let width = 0;
  let records = 0;
  let consistent = 0;
  let error: unknown = null;
  try {
    for (const [i, line] of sampleLines(sample).entries()) {
      const record = parser.push(line, i + 1);
      if (record === null) continue;
      width ||= record.fields.length;
      records++;
      if (record.fields.length === width) consistent++;
    }
    if (sample.complete) parser.end();
  } catch (caught) {
    if (!(caught instanceof StudioError)) throw caught;
    error = caught;
  }
  return { share: width > 1 ? consistent / records : 0, error };
}

/** Whole lines only: the last one of a sample may be cut. */
function sampleLines({ text, complete }: FileSample): string[] {
  const lines = text.split(/\r?\n/);
  if (!complete && lines.length > 1) lines.pop();
  return lines;
}

function looksLikeJsonLines(sample: FileSample): boolean {
  const lines = sampleLines(sample).filter((line) => line.trim() !== '');
  const isObject = (line: string | undefined): boolean => {
    try {
      return line !== undefined && line.trimStart().startsWith('{') && JSON.parse(line) !== null;
    } catch {
      return false;
    }
  };
  if (!isObject(lines[0])) return false;
  return lines.length > 1 || !Array.isArray(JSON.parse(lines[0]!).data);
}

function looksLikeConll(sample: FileSample): boolean {
  const lines = sampleLines(sample).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const tagged = lines.filter((line) => /\S[\t ]+(\S+[\t ]+)*(O|[BIESLU]-\S+)\s*$/.test(line));
  return lines.length > 0 && tagged.length >= 0.9 * lines.length;
}

function looksLikeTable(sample: FileSample): boolean {
  const lines = sampleLines(sample).filter((line) => line !== '');
  const header = (lines[0] ?? '').split('\t');
  if (header.length < 2 || !looksLikeHeader(header)) return false;
  return lines.filter((line) => line.split('\t').length === header.length).length >= 0.9 * lines.length;
}
