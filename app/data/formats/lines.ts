import { StudioError } from '../../errors.ts';

/** The longest line or record read, in characters: far beyond any example, far below what fills the memory. */
export const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

export interface LineBatch {
  /** Number of the first line, counted from 1. */
  readonly first: number;
  readonly lines: readonly string[];
}

/**
 * Cuts text into lines, without their `\n` or `\r\n`. A last line without an end counts; an end at the end
 * of the file starts no line. Holds one chunk and one unfinished line.
 *
 * @param chunks text of the file, cut anywhere
 * @param file its name, for errors
 * @throws StudioError `line_too_long` naming the line
 */
export async function* readLines(
  chunks: AsyncIterable<string>,
  file: string,
  limit: number = MAX_RECORD_LENGTH,
): AsyncGenerator<LineBatch> {
  let first = 1;
  let rest: string[] = [];
  let restLength = 0;
  for await (const chunk of chunks) {
    const lines = chunk.split('\n');
    const last = lines.pop()!;
    if (lines.length > 0) {
      rest.push(lines[0]!);
      lines[0] = rest.join('');
      if (lines[0].length > limit) throw tooLong(file, first, limit);
      yield { first, lines: lines.map(withoutReturn) };
      first += lines.length;
      rest = [];
      restLength = 0;
    }
    rest.push(last);
    restLength += last.length;
    if (restLength > limit) throw tooLong(file, first, limit);
  }
  if (restLength > 0) yield { first, lines: [withoutReturn(rest.join(''))] };
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

function tooLong(file: string, line: number, limit: number): StudioError {
  return new StudioError(
    'line_too_long',
    `Line ${line} of ${file} is longer than ${limit.toLocaleString('en')} characters. No example is that long: check that the file has line ends, and that it is in the format its name says.`,
    { details: { file, line, limit } },
  );
}
