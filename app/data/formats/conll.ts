import { StudioError } from '../../errors.ts';
import type { LineBatch } from './lines.ts';
import type { SourceRecord } from './record.ts';

const IOB_TAG = /^(O|[BIESLU]-.+)$/;
const MAX_TOKENS = 65_536;

/**
 * Reads sentences of one token a line, divided by blank lines: the token first, its tag last, by tabs where a
 * line has one, else by spaces. A record has `tokens` and `tags`, and `column 2`... for what lies between.
 * `-DOCSTART-` lines and comments (`#` lines that are no token line) are no sentences.
 *
 * A sentence with a line of too few or too many columns is a record without values.
 * @throws StudioError `bad_conll` when the first token line has no tag, or no blank line ever comes
 */
export async function* readConll(
  batches: AsyncIterable<LineBatch>,
  file: string,
): AsyncGenerator<readonly SourceRecord[]> {
  let width = 0;
  let startLine = 0;
  let sentence: string[][] = [];
  for await (const { first, lines } of batches) {
    const records: SourceRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]!;
      if (line.trim() === '') {
        if (sentence.length > 0) records.push(sentenceRecord(sentence, width, startLine));
        sentence = [];
        continue;
      }
      const fields = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
      if (fields[0] === '-DOCSTART-' || isComment(line, fields, width)) continue;
      width ||= widthOf(fields, file, first + i);
      if (sentence.length === 0) startLine = first + i;
      sentence.push(fields);
      if (sentence.length > MAX_TOKENS) throw noBlankLine(file, startLine);
    }
    if (records.length > 0) yield records;
  }
  if (sentence.length > 0) yield [sentenceRecord(sentence, width, startLine)];
}

/** A `#` line is a token where its columns fit the file's; with spaces its last must look like a tag too. */
function isComment(line: string, fields: readonly string[], width: number): boolean {
  if (!line.startsWith('#')) return false;
  if (width > 0 && fields.length !== width) return true;
  return !line.includes('\t') && !IOB_TAG.test(fields.at(-1)!);
}

function sentenceRecord(sentence: readonly string[][], width: number, line: number): SourceRecord {
  if (sentence.some((fields) => fields.length !== width || fields.at(-1) === ''))
    return { line, values: null };
  const column = (index: number): string[] => sentence.map((fields) => fields[index]!);
  const between = Array.from({ length: width - 2 }, (_, i) => [`column ${i + 2}`, column(i + 1)] as const);
  return { line, values: { tokens: column(0), ...Object.fromEntries(between), tags: column(width - 1) } };
}

function widthOf(fields: readonly string[], file: string, line: number): number {
  if (fields.length > 1) return fields.length;
  throw new StudioError(
    'bad_conll',
    `Line ${line} of ${file} has a token and no tag. Write one token and its tag a line, divided by a tab or a space, and a blank line after each sentence.`,
    { details: { file, line } },
  );
}

function noBlankLine(file: string, line: number): StudioError {
  return new StudioError(
    'bad_conll',
    `The sentence that starts on line ${line} of ${file} has more than ${MAX_TOKENS} tokens. Put a blank line after each sentence.`,
    { details: { file, line } },
  );
}
