import { StudioError } from '../../errors.ts';
import type { LineBatch } from './lines.ts';
import { MAX_RECORD_LENGTH } from './lines.ts';

/** How fields are told apart. Unquoted files, such as GLUE's, give `"` no meaning at all. */
export interface Dialect {
  readonly delimiter: ',' | ';' | '\t';
  readonly quoted: boolean;
}

export interface FieldsRecord {
  /** Line it starts on, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * Reads records of fields. In a quoted file a field that starts with `"` ends at its closing quote, may
 * hold delimiters and line ends (`\n`, whatever the file has), and doubles quotes inside (RFC 4180);
 * a quote elsewhere in a field is text, as in Python's csv module. Blank lines are no records.
 *
 * @throws StudioError `bad_quoting` with the line of the quote when a quoted field is followed by text, or never ends
 */
export async function* readDelimited(
  batches: AsyncIterable<LineBatch>,
  dialect: Dialect,
  file: string,
): AsyncGenerator<readonly FieldsRecord[]> {
  const parser = new RecordParser(dialect, file);
  for await (const { first, lines } of batches) {
    const records: FieldsRecord[] = [];
    for (let i = 0; i < lines.length; i++) {
      const record = parser.push(lines[i]!, first + i);
      if (record) records.push(record);
    }
    if (records.length > 0) yield records;
  }
  parser.end();
}

/** Takes lines, gives records. Between calls it holds at most one record whose quoted field is still open. */
export class RecordParser {
  readonly #delimiter: string;
  readonly #quoted: boolean;
  readonly #file: string;
  #startLine = 0;
  #fields: string[] = [];
  /** Parts of the quoted field that is open across lines, or null. */
  #open: string[] | null = null;
  #openLine = 0;
  #openLength = 0;

  constructor(dialect: Dialect, file: string) {
    this.#delimiter = dialect.delimiter;
    this.#quoted = dialect.quoted;
    this.#file = file;
  }

  /** The record that ends on this line; null for a blank line or where a quoted field goes on. */
  push(line: string, number: number): FieldsRecord | null {
    if (this.#open === null) {
      if (line === '') return null;
      if (!this.#quoted || !line.includes('"')) {
        return { line: number, fields: line.split(this.#delimiter) };
      }
      this.#startLine = number;
      this.#fields = [];
      return this.#fieldsFrom(line, 0, number);
    }
    this.#open.push('\n');
    this.#openLength += line.length + 1;
    if (this.#openLength > MAX_RECORD_LENGTH) throw this.#unclosed();
    return this.#quotedFrom(line, 0, number);
  }

  /** @throws StudioError `bad_quoting` when the file ends inside a quoted field */
  end(): void {
    if (this.#open !== null) throw this.#unclosed();
  }

  #fieldsFrom(line: string, from: number, number: number): FieldsRecord | null {
    let at = from;
    for (;;) {
      if (line.charCodeAt(at) === 34) {
        this.#open = [];
        this.#openLine = number;
        this.#openLength = 0;
        return this.#quotedFrom(line, at + 1, number);
      }
      const end = line.indexOf(this.#delimiter, at);
      if (end < 0) {
        this.#fields.push(line.slice(at));
        return { line: this.#startLine, fields: this.#fields };
      }
      this.#fields.push(line.slice(at, end));
      at = end + 1;
    }
  }

  /** Goes on inside an open quoted field. */
  #quotedFrom(line: string, from: number, number: number): FieldsRecord | null {
    const parts = this.#open!;
    let at = from;
    for (;;) {
      const quote = line.indexOf('"', at);
      if (quote < 0) {
        parts.push(line.slice(at));
        return null;
      }
      parts.push(line.slice(at, quote));
      if (line.charCodeAt(quote + 1) !== 34) {
        this.#fields.push(parts.join(''));
        this.#open = null;
        return this.#afterQuote(line, quote + 1, number);
      }
      parts.push('"');
      at = quote + 2;
    }
  }

  #afterQuote(line: string, at: number, number: number): FieldsRecord | null {
    if (at === line.length) return { line: this.#startLine, fields: this.#fields };
    if (line[at] === this.#delimiter) return this.#fieldsFrom(line, at + 1, number);
    const opened = this.#openLine === number ? '' : `, opened on line ${this.#openLine}`;
    throw new StudioError(
      'bad_quoting',
      `Line ${number} of ${this.#file}: a quoted field${opened} ends at column ${at} but text follows (${excerpt(line.slice(at))}). Inside a quoted field write each " as "".`,
      { details: { file: this.#file, line: this.#openLine } },
    );
  }

  #unclosed(): StudioError {
    return new StudioError(
      'bad_quoting',
      `Line ${this.#openLine} of ${this.#file} opens a quoted field that never ends. Close it with ", and inside a quoted field write each " as "".`,
      { details: { file: this.#file, line: this.#openLine } },
    );
  }
}

/** A text quoted in a message. */
export function excerpt(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
