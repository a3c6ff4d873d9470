import type { Dialect } from './delimited.ts';
import { RecordParser } from './delimited.ts';

const DELIMITERS = [',', '\t', ';'] as const;

/**
 * Guesses how a CSV or TSV file is written from its first lines. The delimiter is the one most frequent in the
 * header. Comma-separated files are quoted; tab-separated ones only when their fields say so, because many, such
 * as GLUE's, hold quotes as plain text.
 *
 * @param head whole lines from the start of the file
 */
export function detectDialect(head: readonly string[]): Dialect {
  const header = head[0] ?? '';
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))]!;
  return { delimiter, quoted: delimiter !== '\t' || looksQuoted(head) };
}

/**
 * Writers that quote never leave a quote inside a bare field, and double those inside quoted ones. One field that
 * breaks these rules means nobody quoted, unless only quoting gives every record as many fields as the header.
 */
function looksQuoted(head: readonly string[]): boolean {
  const fields = head.flatMap((line) => line.split('\t')).filter((field) => field.includes('"'));
  if (fields.length === 0) return false;
  if (fields.every((field) => /^"(?:[^"]|"")*"$/.test(field))) return true;
  const width = head[0]!.split('\t').length;
  const plain = head.every((line) => line === '' || line.split('\t').length === width);
  return !plain && parsesQuoted(head);
}

function parsesQuoted(head: readonly string[]): boolean {
  const parser = new RecordParser({ delimiter: '\t', quoted: true }, '');
  let width = 0;
  try {
    for (const [i, line] of head.entries()) {
      const record = parser.push(line, i + 1);
      if (record === null) continue;
      width ||= record.fields.length;
      if (record.fields.length !== width) return false;
    }
    return true;
  } catch {
    return false;
  }
}
