import { StudioError } from '../../errors.ts';
import type { LineBatch } from './lines.ts';
import { MAX_RECORD_LENGTH } from './lines.ts';
import type { RecordBatches, SourceRecord } from './record.ts';
import { faulty, readable } from './record.ts';

/** A label of a chunk or entity scheme: `O`, `B-PER`, `I-creative-work`, `S-LOC`. */
export const ENTITY_TAG = /^(?:O|[BIESLU]-\S+)$/;

/**
 * Reads sentences from lines of columns, the word first and its tag last, parted by tabs or spaces; blank lines
 * end sentences. `-DOCSTART-` lines and comments are passed over. A sentence becomes
 * `{ tokens, tags }`; columns between them keep their names in CoNLL-2003 (`pos_tags`, `chunk_tags`), else `column_2`...
 * A sentence with a line of too few or too many columns is kept as faulty, to be counted.
 *
 * @throws StudioError `line_too_long` for a sentence beyond all measure
 */
export async function* readConll(batches: AsyncIterable<LineBatch>, file: string): RecordBatches {
  let width = 0;
  let start = 0;
  let length = 0;
  let words: (readonly string[])[] = [];
  const finish = (): SourceRecord => {
    const right = words.every((columns) => columns.length === width);
    const record = right ? readable(start, sentence(words, width)) : faulty(start, 'missing_tag');
    words = [];
    length = 0;
    return record;
  };
  for await (const { first, lines } of batches) {
    const records: SourceRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i]!;
      if (line.trim() === '') {
        if (words.length > 0) records.push(finish());
        continue;
      }
      const columns = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
      if (columns[0] === '-DOCSTART-' || isComment(line, columns, width)) continue;
      if (width === 0) width = Math.max(2, columns.length);
      if (words.length === 0) start = first + i;
      words.push(columns);
      length += line.length;
      if (length > MAX_RECORD_LENGTH) throw tooLong(file, start);
    }
    if (records.length > 0) yield records;
  }
  if (words.length > 0) yield [finish()];
}

/** `# id 7` is a comment, but the word `#` with its tag is not. */
function isComment(line: string, columns: readonly string[], width: number): boolean {
  return line.startsWith('# ') && columns.length !== width && !ENTITY_TAG.test(columns.at(-1)!);
}

function sentence(words: readonly (readonly string[])[], width: number): Record<string, string[]> {
  const names = Array.from({ length: width }, (_, i) => `column_${i + 1}`);
  if (width === 4) names.splice(1, 2, 'pos_tags', 'chunk_tags');
  names[0] = 'tokens';
  names[width - 1] = 'tags';
  return Object.fromEntries(names.map((name, i) => [name, words.map((columns) => columns[i]!.trim())]));
}

function tooLong(file: string, line: number): StudioError {
  return new StudioError(
    'line_too_long',
    `The sentence that starts on line ${line} of ${file} has more than ${MAX_RECORD_LENGTH.toLocaleString('en')} characters. Put a blank line after every sentence.`,
    { details: { file, line } },
  );
}
