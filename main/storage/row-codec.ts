import type { RawExample, RowAside } from '../../app/data/raw-example.ts';
import type { RecordFile } from './record-file.ts';
import type { RecordWriter } from './record-writer.ts';

// A row as bytes: line (-1 for none), lengths of text, pair (-1 for none), lists and extra, all int32, then these four.
// Texts are UTF-8. Lists are JSON: words with their tags, several labels. Extra has for each value of another column the
// place of its name among `RowEncoder.extraNames` and its length, both int32, and the value. Row number and single label
// are columns.

const HEADER = 20;
const EXTRA_HEADER = 8;
/** A UTF-16 unit is at most three bytes of UTF-8. */
const BYTES_PER_UNIT = 3;
/** Of texts up to here the letters are copied one by one: a call into the engine takes longer. */
const SHORT = 24;

interface Lists {
  readonly words: RawExample['words'];
  readonly labels: readonly string[] | null;
}

/** Writes rows as bytes. */
export class RowEncoder {
  /** Of columns that training does not use, in the order in which they first came. */
  readonly extraNames: string[] = [];
  readonly #ids = new Map<string, number>();

  append({ line, text, textPair, label, words, extra }: RawExample, writer: RecordWriter): void {
    const labels = Array.isArray(label) ? label : null;
    const lists = words === null && labels === null ? '' : JSON.stringify({ words, labels } satisfies Lists);
    let most = HEADER + BYTES_PER_UNIT * (text.length + (textPair?.length ?? 0) + lists.length);
    for (const name in extra) most += EXTRA_HEADER + BYTES_PER_UNIT * extra[name]!.length;
    const { bytes, at } = writer.reserve(most);
    const textEnd = writeText(bytes, text, at + HEADER);
    const pairEnd = textPair === null ? textEnd : writeText(bytes, textPair, textEnd);
    const listsEnd = lists === '' ? pairEnd : writeText(bytes, lists, pairEnd);
    let end = listsEnd;
    for (const name in extra) {
      const from = end + EXTRA_HEADER;
      const to = writeText(bytes, extra[name]!, from);
      bytes.writeInt32LE(this.#idOf(name), end);
      bytes.writeInt32LE(to - from, end + 4);
      end = to;
    }
    bytes.writeInt32LE(line ?? -1, at);
    bytes.writeInt32LE(textEnd - at - HEADER, at + 4);
    bytes.writeInt32LE(textPair === null ? -1 : pairEnd - textEnd, at + 8);
    bytes.writeInt32LE(listsEnd - pairEnd, at + 12);
    bytes.writeInt32LE(end - listsEnd, at + 16);
    writer.commit(end - at);
  }

  #idOf(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) {
      id = this.extraNames.push(name) - 1;
      this.#ids.set(name, id);
    }
    return id;
  }
}

/** Where the parts of one row lie; a new row takes its place with `at`. */
export class RowPlaces {
  readonly #file: Pick<RecordFile, 'damaged'>;
  textStart = 0;
  textEnd = 0;
  hasPair = false;
  pairEnd = 0;
  listsEnd = 0;
  end = 0;

  /** @param file that the rows are of. */
  constructor(file: Pick<RecordFile, 'damaged'>) {
    this.#file = file;
  }

  /** Several labels, or words with their tags. */
  get hasLists(): boolean {
    return this.listsEnd > this.pairEnd;
  }

  /** @param start where a row begins in `bytes`. @throws StudioError `damaged_file` where its parts are not all there. */
  at(bytes: Buffer, start: number): this {
    this.textStart = start + HEADER;
    if (this.textStart > bytes.length) throw this.#damaged();
    const pairBytes = bytes.readInt32LE(start + 8);
    this.textEnd = this.textStart + bytes.readInt32LE(start + 4);
    this.hasPair = pairBytes !== -1;
    this.pairEnd = this.textEnd + (pairBytes === -1 ? 0 : pairBytes);
    this.listsEnd = this.pairEnd + bytes.readInt32LE(start + 12);
    this.end = this.listsEnd + bytes.readInt32LE(start + 16);
    const follow =
      this.textStart <= this.textEnd &&
      this.textEnd <= this.pairEnd &&
      this.pairEnd <= this.listsEnd &&
      this.listsEnd <= this.end &&
      this.end <= bytes.length;
    if (!follow) throw this.#damaged();
    return this;
  }

  #damaged(): unknown {
    return this.#file.damaged(new Error('a row is longer than its place'));
  }
}

/**
 * @param start where the row begins in `bytes`.
 * @param label of the row where it has one of its own.
 * @param extraNames those of the encoder.
 * @param places that the row takes.
 */
export function decodeRow(
  bytes: Buffer,
  start: number,
  places: RowPlaces,
  row: number,
  label: string | null,
  extraNames: readonly string[],
): RawExample {
  const { textStart, textEnd, hasPair, pairEnd } = places.at(bytes, start);
  const line = bytes.readInt32LE(start);
  const aside = decodeAside(bytes, places, label, extraNames);
  return {
    row,
    line: line === -1 ? null : line,
    text: bytes.toString('utf8', textStart, textEnd),
    textPair: hasPair ? bytes.toString('utf8', textEnd, pairEnd) : null,
    label: aside.label,
    words: aside.words,
    extra: aside.extra ?? {},
  };
}

/** What of a row is not its texts, which take most of the time. */
export function decodeAside(
  bytes: Buffer,
  { pairEnd, listsEnd, end }: RowPlaces,
  label: string | null,
  extraNames: readonly string[],
): RowAside {
  const lists: Lists | null =
    listsEnd === pairEnd ? null : JSON.parse(bytes.toString('utf8', pairEnd, listsEnd));
  const extra: Record<string, string> = {};
  for (let at = listsEnd; at < end; ) {
    const from = at + EXTRA_HEADER;
    const to = from + bytes.readInt32LE(at + 4);
    extra[extraNames[bytes.readInt32LE(at)]!] = bytes.toString('utf8', from, to);
    // Never back, whatever a damaged file says.
    at = Math.max(from, to);
  }
  return { label: label ?? lists?.labels ?? null, words: lists?.words ?? null, extra };
}

/** @returns where the text ends. */
function writeText(bytes: Buffer, text: string, start: number): number {
  const { length } = text;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      bytes[start + i] = unit;
    }
    if (i === length) return start + length;
  }
  return start + bytes.write(text, start);
}
