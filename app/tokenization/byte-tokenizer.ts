/** Chunks of text that are kept, of so many bytes at most. */
const MOST_CHUNKS = 2 ** 16;
const LONGEST_CHUNK = 64;
const SLOTS = 2 * MOST_CHUNKS;
const ROOM = 16 * MOST_CHUNKS;

const [IN_CHUNK, SEPARATOR, OTHER] = [0, 1, 2] as const;
const SEPARATORS = [0x20, 0x0a, 0x0d, 0x09];

/**
 * Ids of texts that are given as UTF-8. Natural text repeats itself: the ids of each chunk between white space are found
 * by its bytes, and no string is made. Texts beyond ASCII go the way of strings.
 */
export class ByteTokenizer {
  readonly #idsOf: (text: string) => Int32Array;
  /** Per byte: what it is. */
  readonly #kinds = new Uint8Array(256).fill(OTHER, 0x80);
  /** A hash table, open addressing; per slot where bytes and ids of its chunk begin, and how many they are; no bytes, no chunk. */
  readonly #hashes = new Int32Array(SLOTS);
  readonly #byteStarts = new Int32Array(SLOTS);
  readonly #byteCounts = new Uint8Array(SLOTS);
  readonly #idStarts = new Int32Array(SLOTS);
  readonly #idCounts = new Uint8Array(SLOTS);
  readonly #bytes = new Uint8Array(ROOM);
  readonly #ids = new Int32Array(ROOM);
  #chunks = 0;
  #usedBytes = 0;
  #usedIds = 0;

  /**
   * @param idsOf of any text.
   * @param wholes texts that are one token wherever they stand, across white space too.
   */
  constructor(idsOf: (text: string) => Int32Array, wholes: readonly string[]) {
    this.#idsOf = idsOf;
    for (const byte of SEPARATORS) this.#kinds[byte] = SEPARATOR;
    for (const whole of wholes) if (whole !== '') this.#kinds[whole.charCodeAt(0) & 0xff] = OTHER;
  }

  /** @returns null where the text is not of a kind that is found by its bytes. */
  idsAt(bytes: Uint8Array, from: number, to: number): Int32Array | null {
    const ids: number[] = [];
    const kinds = this.#kinds;
    for (let at = from; at < to; at++) {
      const start = at;
      let hash = 0;
      let kind: number = IN_CHUNK;
      for (; at < to; at++) {
        kind = kinds[bytes[at]!]!;
        if (kind !== IN_CHUNK) break;
        hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
      }
      if (kind === OTHER || at - start > LONGEST_CHUNK) return null;
      if (at > start) this.#append(bytes, start, at, hash, ids);
    }
    return new Int32Array(ids);
  }

  #append(bytes: Uint8Array, start: number, end: number, hash: number, ids: number[]): void {
    const length = end - start;
    let slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    for (; this.#byteCounts[slot] !== 0; slot = (slot + 1) & (SLOTS - 1))
      if (this.#hashes[slot] === hash && this.#byteCounts[slot] === length && this.#isAt(slot, bytes, start))
        break;
    if (this.#byteCounts[slot] === 0) slot = this.#keep(slot, bytes, start, end, hash);
    const first = this.#idStarts[slot]!;
    for (let i = 0; i < this.#idCounts[slot]!; i++) ids.push(this.#ids[first + i]!);
  }

  #isAt(slot: number, bytes: Uint8Array, start: number): boolean {
    const known = this.#byteStarts[slot]!;
    for (let i = 0; i < this.#byteCounts[slot]!; i++)
      if (this.#bytes[known + i] !== bytes[start + i]) return false;
    return true;
  }

  /** @returns the slot, another one where all that was known had to go. */
  #keep(free: number, bytes: Uint8Array, start: number, end: number, hash: number): number {
    const chunk = bytes.subarray(start, end);
    const ids = this.#idsOf(String.fromCharCode(...chunk));
    let slot = free;
    if (
      this.#chunks === MOST_CHUNKS ||
      this.#usedBytes + chunk.length > ROOM ||
      this.#usedIds + ids.length > ROOM
    ) {
      this.#byteCounts.fill(0);
      [this.#chunks, this.#usedBytes, this.#usedIds] = [0, 0, 0];
      slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
    this.#hashes[slot] = hash;
    this.#byteStarts[slot] = this.#usedBytes;
    this.#byteCounts[slot] = chunk.length;
    this.#idStarts[slot] = this.#usedIds;
    this.#idCounts[slot] = ids.length;
    this.#bytes.set(chunk, this.#usedBytes);
    this.#ids.set(ids, this.#usedIds);
    this.#chunks++;
    this.#usedBytes += chunk.length;
    this.#usedIds += ids.length;
    return slot;
  }
}
