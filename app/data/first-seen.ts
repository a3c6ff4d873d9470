import { type Hash64, hash64 } from './hash64.ts';

const EMPTY = -1;

/**
 * Tells for each text which index had the same before, by 64-bit hashes and not by the texts: 24 bytes each. Among a
 * million different texts two are taken for one another with a probability of 3e-8.
 */
export class FirstSeen {
  #size = 0;
  #highs = new Int32Array(1024);
  #lows = new Int32Array(1024);
  #indices = new Int32Array(1024).fill(EMPTY);

  /** The first index that came with this text; null, and noted, when this is the first. */
  note(text: string, index: number): number | null {
    return this.noteHash(hash64(text), index);
  }

  /** As `note`, where the text's hash is known. */
  noteHash(hash: Hash64, index: number): number | null {
    const slot = this.#slotOf(hash);
    if (this.#indices[slot] !== EMPTY) return this.#indices[slot]!;
    this.#put(slot, hash, index);
    if (2 * this.#size > this.#indices.length) this.#grow();
    return null;
  }

  /** The first index that came with this text, or null. */
  find(text: string): number | null {
    const index = this.#indices[this.#slotOf(hash64(text))]!;
    return index === EMPTY ? null : index;
  }

  /** Where a hash is, or would be put. */
  #slotOf({ high, low }: Hash64): number {
    const mask = this.#indices.length - 1;
    let slot = low & mask;
    while (this.#indices[slot] !== EMPTY && (this.#lows[slot] !== low || this.#highs[slot] !== high))
      slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, { high, low }: Hash64, index: number): void {
    this.#highs[slot] = high;
    this.#lows[slot] = low;
    this.#indices[slot] = index;
    this.#size++;
  }

  #grow(): void {
    const [highs, lows, indices] = [this.#highs, this.#lows, this.#indices];
    const size = 2 * indices.length;
    this.#highs = new Int32Array(size);
    this.#lows = new Int32Array(size);
    this.#indices = new Int32Array(size).fill(EMPTY);
    this.#size = 0;
    for (const [i, index] of indices.entries()) {
      if (index === EMPTY) continue;
      const hash = { high: highs[i]!, low: lows[i]! };
      this.#put(this.#slotOf(hash), hash, index);
    }
  }
}
