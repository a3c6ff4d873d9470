import { StudioError } from '../../errors.ts';
import type { LineBatch } from './lines.ts';
import { MAX_RECORD_LENGTH } from './lines.ts';
import type { RecordValues, SourceRecord } from './record.ts';

/**
 * Reads JSON lines: one object a line; blank lines are no records.
 * @throws StudioError `bad_json` with the line
 */
export async function* readJsonLines(
  batches: AsyncIterable<LineBatch>,
  file: string,
): AsyncGenerator<readonly SourceRecord[]> {
  for await (const { first, lines } of batches) {
    const records: SourceRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      if (lines[i]!.trim() === '') continue;
      records.push({ line: first + i, values: parseObject(lines[i]!, file, first + i) });
    }
    if (records.length > 0) yield records;
  }
}

/**
 * Reads the objects of one array, either the whole file or the value of `data` in an object. The array may
 * be larger than memory: only the object being read is held.
 *
 * @param chunks text of the file, cut anywhere
 * @throws StudioError `bad_json` with the line
 */
export async function* readJsonArray(
  chunks: AsyncIterable<string>,
  file: string,
): AsyncGenerator<readonly SourceRecord[]> {
  const scanner = new ArrayScanner(file);
  for await (const chunk of chunks) {
    const records = scanner.push(chunk);
    if (records.length > 0) yield records;
  }
  scanner.end();
}

const [QUOTE, COMMA, COLON, OPEN_BRACKET, BACKSLASH, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [
  0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d,
];
const LINE_END = 0x0a;

/**
 * Finds where the array's objects begin and end by their brackets and leaves the rest to JSON.parse.
 * Between chunks it keeps the text of an unfinished object or key, and no more.
 */
class ArrayScanner {
  readonly #file: string;
  #text = '';
  /** The next character to look at; one past the end of the text after a last backslash. */
  #at = 0;
  #line = 1;
  #depth = 0;
  #inString = false;
  /** Depth inside the array, null until it is found. */
  #arrayDepth: number | null = null;
  #ended = false;
  /** Where in `#text` the object and the key being read start; -1 for none. */
  #objectStart = -1;
  #objectLine = 1;
  #keyStart = -1;
  #key = '';

  constructor(file: string) {
    this.#file = file;
  }

  push(chunk: string): SourceRecord[] {
    const records: SourceRecord[] = [];
    this.#text += chunk;
    for (; this.#at < this.#text.length; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (this.#inString) this.#inside(code);
      else if (code === LINE_END) this.#line++;
      else if (code > 0x20 && code !== COMMA && code !== COLON) this.#outside(code, records);
    }
    this.#forget();
    return records;
  }

  /** @throws StudioError `bad_json` when the file ended too early, or held no array */
  end(): void {
    if (this.#depth > 0)
      throw badJson(this.#file, this.#line, 'the file ends in the middle; it may be cut short');
    if (this.#arrayDepth === null)
      throw badJson(this.#file, 1, `there is no array of objects. ${ARRAY_FORMS}`);
  }

  #inside(code: number): void {
    if (code === BACKSLASH) this.#at++;
    if (code !== QUOTE) return;
    this.#inString = false;
    if (this.#keyStart >= 0) this.#key = this.#text.slice(this.#keyStart, this.#at);
    this.#keyStart = -1;
  }

  #outside(code: number, records: SourceRecord[]): void {
    const inArray = this.#depth === this.#arrayDepth && !this.#ended;
    if (inArray && code !== OPEN_BRACE && code !== CLOSE_BRACKET) {
      throw badJson(
        this.#file,
        this.#line,
        `the array holds something that is not an object. ${ARRAY_FORMS}`,
      );
    }
    if (this.#depth === 0) this.#root(code);
    if (code === QUOTE) {
      this.#inString = true;
      if (this.#depth === 1 && this.#arrayDepth === null) this.#keyStart = this.#at + 1;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      this.#depth++;
      if (inArray) {
        this.#objectStart = this.#at;
        this.#objectLine = this.#line;
      } else if (
        code === OPEN_BRACKET &&
        this.#arrayDepth === null &&
        this.#depth === 2 &&
        this.#key === 'data'
      ) {
        this.#arrayDepth = 2;
      }
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      this.#depth--;
      if (inArray) this.#ended = true;
      if (this.#objectStart >= 0 && this.#depth === this.#arrayDepth) {
        const text = this.#text.slice(this.#objectStart, this.#at + 1);
        records.push({ line: this.#objectLine, values: parseObject(text, this.#file, this.#objectLine) });
        this.#objectStart = -1;
      }
    }
  }

  #root(code: number): void {
    if (this.#ended) {
      throw badJson(
        this.#file,
        this.#line,
        'text follows the end of the value. One object a line belongs in a .jsonl file',
      );
    }
    if (code === OPEN_BRACKET) this.#arrayDepth = 1;
    else if (code !== OPEN_BRACE)
      throw badJson(this.#file, this.#line, `this is not JSON data. ${ARRAY_FORMS}`);
  }

  #forget(): void {
    const unfinished = [this.#objectStart, this.#keyStart].filter((start) => start >= 0);
    const from = Math.min(this.#at, this.#text.length, ...unfinished);
    this.#text = this.#text.slice(from);
    this.#at -= from;
    if (this.#objectStart >= 0) this.#objectStart -= from;
    if (this.#keyStart >= 0) this.#keyStart -= from;
    if (this.#text.length > MAX_RECORD_LENGTH) {
      throw badJson(
        this.#file,
        this.#objectLine,
        `one object is longer than ${MAX_RECORD_LENGTH} characters`,
      );
    }
  }
}

const DEEPEST = 100;
const ARRAY_FORMS = 'Write [{...}, ...], {"data": [{...}, ...]}, or one object a line in a .jsonl file';

function parseObject(text: string, file: string, line: number): RecordValues {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = `this is not valid JSON (${(error as Error).message}). Correct it, or leave the row out`;
    throw badJson(file, line, reason, error);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    if (isDeeper(value, DEEPEST)) throw badJson(file, line, `a value is nested more than ${DEEPEST} deep`);
    return value as RecordValues;
  }
  throw badJson(
    file,
    line,
    'this is not an object of named columns, such as {"text": "...", "label": "..."}',
  );
}

/** Whether lists and objects lie in each other deeper than so; what walks through them later would run out of stack. */
function isDeeper(value: object, levels: number): boolean {
  const isDeep = (item: unknown) =>
    typeof item === 'object' && item !== null && (levels === 0 || isDeeper(item, levels - 1));
  if (Array.isArray(value)) return value.some(isDeep);
  // Without a list of the values: there may be a million rows.
  for (const name in value) if (isDeep((value as RecordValues)[name])) return true;
  return false;
}

function badJson(file: string, line: number, what: string, cause?: unknown): StudioError {
  return new StudioError('bad_json', `Line ${line} of ${file}: ${what}.`, { details: { file, line }, cause });
}
