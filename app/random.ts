import { lowbias32 } from './math/lowbias32.ts';

/**
 * A stream of random numbers that is a pure function of its keys (e.g. a seed and an epoch), so that any place
 * in a run can be reached again. Generator: xoshiro128** (Blackman & Vigna 2018), seeded by hashing the keys.
 */
export class RandomStream {
  readonly #state: Uint32Array;

  /** @param keys whole numbers. */
  constructor(...keys: readonly number[]) {
    let hash = 0;
    for (const key of keys)
      hash = lowbias32((hash + 0x9e3779b9) ^ lowbias32(key | 0) ^ lowbias32(Math.floor(key / 2 ** 32)));
    this.#state = Uint32Array.from({ length: 4 }, (_, i) => lowbias32(hash + Math.imul(i + 1, 0x9e3779b9)));
  }

  /** A whole number from 0 to 2^32 - 1. */
  nextUint32(): number {
    const s = this.#state;
    const result = Math.imul(rotate(Math.imul(s[1]!, 5), 7), 9) >>> 0;
    const shifted = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= shifted;
    s[3] = rotate(s[3]!, 11);
    return result;
  }

  /** From 0 to just below 1. */
  next(): number {
    return this.nextUint32() / 2 ** 32;
  }

  /** A whole number from 0 to just below `limit`, each as likely as the others (`limit` at most 2^32). */
  below(limit: number): number {
    const usable = 2 ** 32 - (2 ** 32 % limit);
    for (;;) {
      const value = this.nextUint32();
      if (value < usable) return value % limit;
    }
  }

  /** Shuffles in place (Fisher and Yates). */
  shuffle<Items extends Int32Array | unknown[]>(items: Items): Items {
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const moved = items[i];
      items[i] = items[j]!;
      items[j] = moved!;
    }
    return items;
  }
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}
