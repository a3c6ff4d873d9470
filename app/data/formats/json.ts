import { StudioError } from '../../errors.ts';
import type { LineBatch } from './lines.ts';
import { MAX_RECORD_LENGTH } from './lines.ts';
import type { RecordBatches, RecordValues, SourceRecord } from './record.ts';
import { readable } from './record.ts';

/**
 * Reads JSON records as a stream: one list of objects, or objects one after another (JSON Lines, with or without
 * line ends inside an object). Holds one chunk and one unfinished record.
 *
 * @throws StudioError `bad_json` naming the line when a record is not valid JSON or not an object;
 *   `line_too_long` for a record beyond all measure
 */
export async function* readJson(batches: AsyncIterable<LineBatch>, file: string): RecordBatches {
  const splitter = new ValueSplitter(file);
  for await (const { first, lines } of batches) {
    const records: SourceRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      for (const { line, text } of splitter.push(lines[i]!, first + i)) {
        records.push(readable(line, parseRecord(text, line, file)));
      }
    }
    if (records.length > 0) yield records;
  }
  splitter.end();
}

function parseRecord(text: string, line: number, file: string): RecordValues {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badJson(file, line, `the record that starts here is not valid JSON (${(error as Error).message})`);
  }
  return value as RecordValues;
}

interface JsonText {
  readonly line: number;
  readonly text: string;
}

/** Cuts text into objects by counting brackets outside strings. */
class ValueSplitter {
  readonly #file: string;
  #inList = false;
  #started = false;
  #closed = false;
  #depth = 0;
  #inString = false;
  #parts: string[] = [];
  #length = 0;
  #line = 0;
  #last = 1;

  constructor(file: string) {
    this.#file = file;
  }

  *push(line: string, number: number): Generator<JsonText> {
    this.#last = number;
    let start = 0;
    const structure = /["{}[\]\\]|[^\s,]/g;
    for (let at = 0; at < line.length; at++) {
      if (this.#inString) {
        at = endOfString(line, at);
        this.#inString = at < 0;
        if (at < 0) break;
        continue;
      }
      if (this.#depth > 0) {
        const next = nextStructure(line, at);
        if (next < 0) break;
        at = next;
        const character = line.charCodeAt(at);
        if (character === QUOTE) this.#inString = true;
        else if (character === OPEN_BRACE || character === OPEN_BRACKET) this.#depth++;
        else if (--this.#depth === 0) {
          this.#parts.push(line.slice(start, at + 1));
          yield { line: this.#line, text: this.#parts.join('') };
          this.#parts = [];
          this.#length = 0;
        }
        continue;
      }
      structure.lastIndex = at;
      const found = structure.exec(line);
      if (found === null) break;
      at = found.index;
      if (this.#betweenRecords(found[0], number)) {
        this.#depth = 1;
        this.#line = number;
        start = at;
      }
    }
    if (this.#depth > 0) this.#keep(line.slice(start));
  }

  end(): void {
    if (this.#depth > 0) throw badJson(this.#file, this.#line, 'the record that starts here never ends');
    if (this.#inList && !this.#closed)
      throw badJson(this.#file, this.#last, 'the list never ends: a ] is missing');
  }

  /** True when a record begins. */
  #betweenRecords(character: string, line: number): boolean {
    const first = !this.#started;
    this.#started = true;
    if (character === '{' && !this.#closed) return true;
    if (character === '[' && first) this.#inList = true;
    else if (character === ']' && this.#inList && !this.#closed) this.#closed = true;
    else
      throw badJson(
        this.#file,
        line,
        `expected an object with named fields, found ${JSON.stringify(character)}`,
      );
    return false;
  }

  /** JSON has no line ends inside strings, so what joins the lines is only space. */
  #keep(rest: string): void {
    this.#parts.push(rest, '\n');
    this.#length += rest.length + 1;
    if (this.#length <= MAX_RECORD_LENGTH) return;
    throw new StudioError(
      'line_too_long',
      `The record on line ${this.#line} of ${this.#file} is longer than ${MAX_RECORD_LENGTH.toLocaleString('en')} characters. No example is that long: write a list of records, or one record a line.`,
      { details: { file: this.#file, line: this.#line } },
    );
  }
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const OPEN_BRACKET = 91;

function nextStructure(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === QUOTE || code === OPEN_BRACE || code === 125 || code === OPEN_BRACKET || code === 93)
      return at;
  }
  return -1;
}

/** Index of the quote that ends the string, or -1 when it goes on. */
function endOfString(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return -1;
}

function badJson(file: string, line: number, what: string): StudioError {
  return new StudioError(
    'bad_json',
    `Line ${line} of ${file}: ${what}. The file must be a list of objects, or one object a line (JSON Lines).`,
    { details: { file, line } },
  );
}
