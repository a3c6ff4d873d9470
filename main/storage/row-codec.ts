import type { RawExample } from '../../app/data/raw-example.ts';

// A row as bytes: line (-1 for none), lengths of text, pair (-1 for none) and rest, all int32, then these three as
// UTF-8. The rest is JSON: words with their tags, several labels, values of other columns. Row number and single label
// are columns.

export const HEADER = 16;

interface Rest {
  readonly words: RawExample['words'];
  readonly labels: readonly string[] | null;
  readonly extra: RawExample['extra'];
}

let scratch = Buffer.allocUnsafe(64 * 1024);

/** The bytes stay valid until the next call. */
export function encodeRow({ line, text, textPair, label, words, extra }: RawExample): Buffer {
  const labels = Array.isArray(label) ? label : null;
  const isPlain = words === null && labels === null && extra === undefined;
  const rest = isPlain ? '' : JSON.stringify({ words, labels, extra } satisfies Rest);
  // A UTF-16 unit is at most three bytes of UTF-8.
  const most = HEADER + 3 * (text.length + (textPair?.length ?? 0) + rest.length);
  if (scratch.length < most) scratch = Buffer.allocUnsafe(2 * most);
  const textBytes = scratch.write(text, HEADER);
  const pairBytes = textPair === null ? -1 : scratch.write(textPair, HEADER + textBytes);
  const end = HEADER + textBytes + Math.max(0, pairBytes);
  const restBytes = scratch.write(rest, end);
  scratch.writeInt32LE(line ?? -1, 0);
  scratch.writeInt32LE(textBytes, 4);
  scratch.writeInt32LE(pairBytes, 8);
  scratch.writeInt32LE(restBytes, 12);
  return scratch.subarray(0, end + restBytes);
}

/**
 * @param start where the row begins in `bytes`.
 * @param label of the row where it has one of its own.
 */
export function decodeRow(bytes: Buffer, start: number, row: number, label: string | null): RawExample {
  const line = bytes.readInt32LE(start);
  const textStart = start + HEADER;
  const textEnd = textStart + bytes.readInt32LE(start + 4);
  const pairBytes = bytes.readInt32LE(start + 8);
  const pairEnd = textEnd + Math.max(0, pairBytes);
  const restBytes = bytes.readInt32LE(start + 12);
  const rest: Rest | null =
    restBytes === 0 ? null : JSON.parse(bytes.toString('utf8', pairEnd, pairEnd + restBytes));
  return {
    row,
    line: line === -1 ? null : line,
    text: bytes.toString('utf8', textStart, textEnd),
    textPair: pairBytes === -1 ? null : bytes.toString('utf8', textEnd, pairEnd),
    label: label ?? rest?.labels ?? null,
    words: rest?.words ?? null,
    ...(rest?.extra ? { extra: rest.extra } : {}),
  };
}
