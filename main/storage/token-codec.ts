/** The tokens of one row, without special ones. */
export interface TokenRecord {
  readonly first: Int32Array;
  readonly second: Int32Array | null;
  /** Word of each token, where words are tagged. */
  readonly wordIds: Int32Array | null;
  /** Numbers of the words' tags, or of several labels. */
  readonly labels: readonly number[] | Int32Array;
}

// int32: tokens of the first text, of the second (-1 for none), labels, 1 where there are word ids; then labels, then
// word ids, all int32; then token ids: two bytes each where all fit, as they do in BERT's vocabularies, else four.

const HEADER = 5;
const MOST_IN_TWO_BYTES = 0xffff;

export function encodeTokens({ first, second, wordIds, labels }: TokenRecord): Uint8Array {
  const count = first.length + (second?.length ?? 0);
  const fits = (ids: Int32Array) => ids.every((id) => id <= MOST_IN_TWO_BYTES);
  const width = fits(first) && (second === null || fits(second)) ? 2 : 4;
  const fixed = 4 * (HEADER + labels.length + (wordIds?.length ?? 0));
  // Records begin at multiples of four, so that numbers can be read in place.
  const bytes = new Uint8Array(fixed + 4 * Math.ceil((count * width) / 4));
  const numbers = new Int32Array(bytes.buffer, 0, fixed / 4);
  numbers.set([first.length, second?.length ?? -1, labels.length, wordIds ? 1 : 0, width]);
  numbers.set(labels, HEADER);
  if (wordIds) numbers.set(wordIds, HEADER + labels.length);
  const ids = width === 2 ? new Uint16Array(bytes.buffer, fixed) : new Int32Array(bytes.buffer, fixed);
  ids.set(first);
  if (second) ids.set(second, first.length);
  return bytes;
}

export function decodeTokens(record: Uint8Array): TokenRecord {
  // A copy begins at a multiple of eight, wherever the record lay.
  const { buffer } = Uint8Array.from(record);
  const [firstLength, secondLength, labelCount, hasWords, width] = new Int32Array(
    buffer,
    0,
    HEADER,
  ) as unknown as [number, number, number, number, number];
  const wordCount = hasWords ? firstLength : 0;
  const numbers = new Int32Array(buffer, 4 * HEADER, labelCount + wordCount);
  const at = 4 * (HEADER + labelCount + wordCount);
  const count = firstLength + Math.max(0, secondLength);
  const ids = Int32Array.from(
    width === 2 ? new Uint16Array(buffer, at, count) : new Int32Array(buffer, at, count),
  );
  return {
    first: ids.subarray(0, firstLength),
    second: secondLength === -1 ? null : ids.subarray(firstLength),
    wordIds: hasWords ? numbers.subarray(labelCount) : null,
    labels: numbers.subarray(0, labelCount),
  };
}
