import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StudioError } from '../../../app/errors.ts';
import { projectRoot } from '../../storage/paths.ts';

/** AdamW's numbers for one update, in the kernel's order. */
export type KernelStep = readonly [
  gradientScale: number,
  decay: number,
  beta1Rest: number,
  beta2: number,
  beta2Rest: number,
  stepSize: number,
  sqrtCorrection2: number,
  epsilon: number,
];

/** The functions of assembly/kernels.ts and assembly/text.ts. Pointers are byte offsets, counts are elements. */
interface Kernels {
  adamw(p: number, g: number, m: number, v: number, count: number, ...step: KernelStep): void;
  adamwRows(
    p: number,
    held: number,
    places: number,
    zeros: number,
    m: number,
    v: number,
    rowCount: number,
    width: number,
    ...step: KernelStep
  ): void;
  sumSquares(x: number, count: number): number;
  accumulate(target: number, source: number, count: number): void;
  dropoutMask(target: number, count: number, key: number, threshold: number, keptValue: number): void;
  dropoutMaskBytes(target: number, count: number, key: number, threshold: number): void;
  contentHashes(bytes: number, places: number, count: number, hashes: number, unusual: number): void;
  minHashes(bytes: number, places: number, count: number, signatures: number, unusual: number): void;
}

const PAGE = 65_536;
const ALIGNMENT = 64;
/** The first bytes belong to the compiler. */
const RESERVED = 1024;

/** One WebAssembly memory ends at 4 GiB; this leaves the last page alone. */
export const LARGEST_MEMORY = 2 ** 32 - PAGE;

let compiled: WebAssembly.Module | null = null;

/**
 * A WebAssembly memory with the kernels that work in it. ONNX Runtime reads views of it in place, so weights and masks
 * are never copied between the graph and the kernels.
 */
export class KernelMemory {
  readonly kernels: Kernels;
  readonly #memory: WebAssembly.Memory;
  #end = RESERVED;

  /** @param bytes room to start with; pages are touched only when used. */
  constructor(bytes: number) {
    this.#memory = this.#attempt(
      bytes,
      () => new WebAssembly.Memory({ initial: pagesFor(bytes + RESERVED + ALIGNMENT) }),
    );
    compiled ??= new WebAssembly.Module(readFileSync(join(projectRoot(), 'dist', 'kernels.wasm')));
    const instance = new WebAssembly.Instance(compiled, { env: { memory: this.#memory } });
    this.kernels = instance.exports as unknown as Kernels;
  }

  /** Bytes a tensor of `count` float32 takes, alignment included. */
  static bytesFor(count: number): number {
    return Math.ceil((count * 4) / ALIGNMENT) * ALIGNMENT;
  }

  /** Room for `count` float32; returns its byte offset. May grow the memory, which ends the life of all views. */
  allocate(count: number): number {
    const offset = Math.ceil(this.#end / ALIGNMENT) * ALIGNMENT;
    this.#end = offset + KernelMemory.bytesFor(count);
    const missing = pagesFor(this.#end - this.#memory.buffer.byteLength);
    if (missing > 0) this.#attempt(this.#end, () => this.#memory.grow(missing));
    return offset;
  }

  /** Forgets all allocations; what they held stays until it is overwritten. */
  reset(): void {
    this.#end = RESERVED;
  }

  float32(offset: number, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer as ArrayBuffer, offset, count);
  }

  uint8(offset: number, count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer as ArrayBuffer, offset, count);
  }

  int32(offset: number, count: number): Int32Array<ArrayBuffer> {
    return new Int32Array(this.#memory.buffer as ArrayBuffer, offset, count);
  }

  #attempt<Result>(bytes: number, action: () => Result): Result {
    try {
      return action();
    } catch (cause) {
      throw new StudioError(
        'out_of_memory',
        `${(bytes / 2 ** 30).toFixed(1)} GiB of memory could not be had. Close other programs, or use a smaller batch or model.`,
        { cause },
      );
    }
  }
}

function pagesFor(bytes: number): number {
  return Math.ceil(bytes / PAGE);
}
