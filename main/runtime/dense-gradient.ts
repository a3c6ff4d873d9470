import { freeArray } from './free-array.ts';
import type { KernelMemory, KernelStep } from './kernels/kernel-memory.ts';

/** Floats brought to the kernels at a time: what the processor's own cache holds. */
const CHUNK = 1 << 16;

/** Room for chunks of two arrays, shared by all gradients of a memory. */
export const SCRATCH = 2 * CHUNK;

/**
 * The gradient of a whole parameter. It stays in the array in which ONNX Runtime returned it, and passes through the
 * kernels' memory in chunks, so that it is held once.
 */
export class DenseGradient {
  readonly #memory: KernelMemory;
  readonly #scratch: number;
  readonly #count: number;
  #values: Float32Array<ArrayBuffer> | null = null;

  /** @param scratch byte offset of `SCRATCH` floats. */
  constructor(memory: KernelMemory, scratch: number, count: number) {
    this.#memory = memory;
    this.#scratch = scratch;
    this.#count = count;
  }

  clear(): void {
    if (this.#values) freeArray(this.#values);
    this.#values = null;
  }

  /** Adds all `count` values, and takes their array over. */
  add(values: Float32Array<ArrayBuffer>): void {
    if (!this.#values) {
      this.#values = values;
      return;
    }
    for (let start = 0; start < this.#count; start += CHUNK) {
      const sum = this.#values.subarray(start, start + CHUNK);
      const target = this.#bring(sum, 0);
      const source = this.#bring(values.subarray(start, start + CHUNK), CHUNK);
      this.#memory.kernels.accumulate(target, source, sum.length);
      sum.set(this.#memory.float32(target, sum.length));
    }
    freeArray(values);
  }

  /** Adds rows [N, width] at `indices` [N], in order. `skip` is the index that gets nothing. */
  addRows(rows: Float32Array, indices: Int32Array, skip: number): void {
    this.#values ??= new Float32Array(this.#count);
    const width = rows.length / indices.length;
    for (const [r, index] of indices.entries()) {
      if (index === skip) continue;
      for (let i = 0; i < width; i++) this.#values[index * width + i]! += rows[r * width + i]!;
    }
  }

  sumSquares(): number {
    let sum = 0;
    for (const { gradient, count } of this.#chunks()) sum += this.#memory.kernels.sumSquares(gradient, count);
    return sum;
  }

  /** One AdamW step; without a gradient it is 0. Offsets are of value and moments. */
  update(value: number, m: number, v: number, step: KernelStep): void {
    for (const { gradient, at, count } of this.#chunks())
      this.#memory.kernels.adamw(value + at, gradient, m + at, v + at, count, ...step);
  }

  /** All of it; valid until it is cleared. */
  dense(): Float32Array<ArrayBuffer> {
    return this.#values ?? new Float32Array(this.#count);
  }

  /** `gradient` is the byte offset of a chunk's copy, `at` that of the chunk from the tensor's start. */
  *#chunks(): Generator<{ gradient: number; at: number; count: number }> {
    for (let start = 0; start < this.#count; start += CHUNK) {
      const count = Math.min(CHUNK, this.#count - start);
      if (!this.#values) this.#memory.float32(this.#scratch, count).fill(0);
      else this.#bring(this.#values.subarray(start, start + count), 0);
      yield { gradient: this.#scratch, at: start * 4, count };
    }
  }

  #bring(part: Float32Array, place: number): number {
    const offset = this.#scratch + place * 4;
    this.#memory.float32(offset, part.length).set(part);
    return offset;
  }
}
