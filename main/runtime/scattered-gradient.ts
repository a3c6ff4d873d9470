import { KernelMemory, type KernelStep } from './kernels/kernel-memory.ts';

/** Where a table row stands that is not held: it was in an earlier step, or it never was and its moments are 0. */
const [NOT_NOW, NEVER] = [-1, -2];

/**
 * The gradient of a table [rows, width] of which a batch reads few rows, as an embedding's: only those are held, in
 * the order in which they first occur. Of a row that no step has read yet, AdamW does no more than decay the value,
 * so the memory of its moments is never touched either.
 */
export class ScatteredGradient {
  readonly #memory: KernelMemory;
  readonly #rowCount: number;
  readonly #width: number;
  /** Byte offsets: where each table row stands among the held ones, those rows, one row of zeros. */
  readonly #places: number;
  readonly #held: number;
  readonly #zeros: number;
  #count = 0;

  constructor(memory: KernelMemory, [rowCount, width]: readonly [number, number]) {
    this.#memory = memory;
    this.#rowCount = rowCount;
    this.#width = width;
    this.#places = memory.allocate(rowCount);
    this.#held = memory.allocate(rowCount * width);
    this.#zeros = memory.allocate(width);
    memory.int32(this.#places, rowCount).fill(NEVER);
  }

  /** Bytes it takes, most of which are never touched. */
  static bytesFor([rowCount, width]: readonly [number, number]): number {
    return [rowCount, rowCount * width, width].reduce((sum, count) => sum + KernelMemory.bytesFor(count), 0);
  }

  clear(): void {
    const places = this.#memory.int32(this.#places, this.#rowCount);
    for (let row = 0; row < this.#rowCount; row++) if (places[row]! >= 0) places[row] = NOT_NOW;
    this.#count = 0;
  }

  /** Moments that came from elsewhere may be other than 0 in any row. */
  momentsGiven(): void {
    this.#memory.int32(this.#places, this.#rowCount).fill(NOT_NOW);
    this.#count = 0;
  }

  /** Adds rows [N, width] at `indices` [N], in order. `skip` is the index that gets nothing. */
  addRows(rows: Float32Array, indices: Int32Array, skip: number): void {
    const width = this.#width;
    const places = this.#memory.int32(this.#places, this.#rowCount);
    const held = this.#memory.float32(this.#held, this.#rowCount * width);
    for (const [r, index] of indices.entries()) {
      if (index === skip) continue;
      const place = places[index]!;
      if (place < 0) {
        places[index] = this.#count;
        held.set(rows.subarray(r * width, (r + 1) * width), this.#count++ * width);
      } else {
        for (let i = 0; i < width; i++) held[place * width + i]! += rows[r * width + i]!;
      }
    }
  }

  sumSquares(): number {
    return this.#memory.kernels.sumSquares(this.#held, this.#count * this.#width);
  }

  /** One AdamW step on the whole table; rows not held have the gradient 0. Offsets are of value and moments. */
  update(value: number, m: number, v: number, step: KernelStep): void {
    this.#memory.kernels.adamwRows(
      value,
      this.#held,
      this.#places,
      this.#zeros,
      m,
      v,
      this.#rowCount,
      this.#width,
      ...step,
    );
  }

  /** All of it, as [rows * width]. */
  dense(): Float32Array<ArrayBuffer> {
    const width = this.#width;
    const all = new Float32Array(this.#rowCount * width);
    for (const [row, place] of this.#memory.int32(this.#places, this.#rowCount).entries()) {
      if (place >= 0) all.set(this.#memory.float32(this.#held + place * width * 4, width), row * width);
    }
    return all;
  }
}
