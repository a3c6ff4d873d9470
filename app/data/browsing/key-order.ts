/** Groups up to here are sorted by moving each row to its place. */
const FEW = 24;

/**
 * Sorts places of rows by keys of equal width, byte by byte. Sorted are parts that are independent of each other, one
 * a step, so that whoever runs the steps may do other work between them.
 *
 * @param keys [rows x width]; shorter ones end in zeros.
 * @param order places of rows, sorted in place.
 */
export function* sortByKeys(keys: Uint8Array, width: number, order: Int32Array): Generator<void> {
  const sorter = new KeySorter(keys, width, order);
  for (const [from, to] of sorter.divided(0, order.length, 0)) {
    // Once more, for most texts of a language begin with one of few letters.
    for (const [start, end] of sorter.divided(from, to, 1)) {
      sorter.sort(start, end, 2);
      yield;
    }
  }
}

class KeySorter {
  readonly #keys: Uint8Array;
  readonly #width: number;
  readonly #order: Int32Array;
  readonly #spare: Int32Array;

  constructor(keys: Uint8Array, width: number, order: Int32Array) {
    this.#keys = keys;
    this.#width = width;
    this.#order = order;
    this.#spare = new Int32Array(order.length);
  }

  /** Of rows whose keys agree before the byte at `depth`. */
  sort(from: number, to: number, depth: number): void {
    if (depth >= this.#width) return;
    if (to - from <= FEW) this.#insert(from, to, depth);
    else for (const [start, end] of this.divided(from, to, depth)) this.sort(start, end, depth + 1);
  }

  /** Orders rows by one byte of their keys. @returns where groups begin and end whose keys have not ended. */
  divided(from: number, to: number, depth: number): [number, number][] {
    const ends = new Int32Array(257);
    for (let i = from; i < to; i++) ends[this.#byteOf(i, depth) + 1]!++;
    ends[0] = from;
    for (let byte = 1; byte < 257; byte++) ends[byte]! += ends[byte - 1]!;
    for (let i = from; i < to; i++) this.#spare[ends[this.#byteOf(i, depth)]!++] = this.#order[i]!;
    this.#order.set(this.#spare.subarray(from, to), from);
    const groups: [number, number][] = [];
    for (let byte = 1; byte < 256; byte++)
      if (ends[byte]! - ends[byte - 1]! > 1) groups.push([ends[byte - 1]!, ends[byte]!]);
    return groups;
  }

  #byteOf(place: number, depth: number): number {
    return this.#keys[this.#order[place]! * this.#width + depth]!;
  }

  #insert(from: number, to: number, depth: number): void {
    const order = this.#order;
    for (let i = from + 1; i < to; i++) {
      const row = order[i]!;
      let place = i;
      for (; place > from && this.#isBefore(row, order[place - 1]!, depth); place--)
        order[place] = order[place - 1]!;
      order[place] = row;
    }
  }

  #isBefore(row: number, other: number, depth: number): boolean {
    const [a, b] = [row * this.#width, other * this.#width];
    for (let i = depth; i < this.#width; i++) {
      const difference = this.#keys[a + i]! - this.#keys[b + i]!;
      if (difference !== 0) return difference < 0;
    }
    return false;
  }
}
