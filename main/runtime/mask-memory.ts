import type { DropoutSite } from '../../app/graph/graph.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { resolveShape } from '../../app/graph/shape.ts';
import { dropThreshold, keptValue, type MaskKey, maskKey } from '../../app/ops/dropout-mask.ts';
import { KernelMemory } from './kernels/kernel-memory.ts';

/** `bytes`: 1 where a value is kept, else 0. `factors`: what each value is multiplied by. */
type MaskForm = 'bytes' | 'factors';

interface Mask {
  readonly input: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

/** One memory's share of the masks: well below where a WebAssembly memory ends. */
const CHUNK_BYTES = 2 ** 31;
/** The kernel writes eight values at a time. */
const BLOCK = 8;

/** Makes the dropout masks of a step. Its memory grows to what the largest batch so far needs. */
export class MaskMemory {
  readonly #sites: readonly DropoutSite[];
  readonly #form: MaskForm;
  readonly #chunks: KernelMemory[] = [];

  constructor(sites: readonly DropoutSite[], form: MaskForm) {
    this.#sites = sites;
    this.#form = form;
  }

  /** Masks for the batch's sizes; valid until the next call. */
  generate(sizes: Readonly<Record<string, number>>, key: Omit<MaskKey, 'site'>): Mask[] {
    const shapes = this.#sites.map((site) => resolveShape(site.shape, sizes));
    const counts = shapes.map((shape) => Math.ceil(sizeOf(shape) / BLOCK) * BLOCK);
    // All room is made first: growing a memory ends the life of its views.
    const places = this.#place(counts);
    return this.#sites.map(({ site, input, probability }, i) => {
      const { memory, offset } = places[i]!;
      const shape = shapes[i]!;
      const own = maskKey({ ...key, site });
      const threshold = dropThreshold(probability);
      if (this.#form === 'bytes') {
        memory.kernels.dropoutMaskBytes(offset, counts[i]!, own, threshold);
        return { input, shape, data: memory.uint8(offset, sizeOf(shape)) };
      }
      memory.kernels.dropoutMask(offset, counts[i]!, own, threshold, keptValue(probability));
      return { input, shape, data: memory.float32(offset, sizeOf(shape)) };
    });
  }

  #place(counts: readonly number[]): { memory: KernelMemory; offset: number }[] {
    for (const chunk of this.#chunks) chunk.reset();
    let index = 0;
    let used = 0;
    return counts.map((count) => {
      const floats = this.#form === 'bytes' ? count / 4 : count;
      const bytes = KernelMemory.bytesFor(floats);
      if (used > 0 && used + bytes > CHUNK_BYTES) {
        index++;
        used = 0;
      }
      used += bytes;
      this.#chunks[index] ??= new KernelMemory(0);
      const memory = this.#chunks[index]!;
      return { memory, offset: memory.allocate(floats) };
    });
  }
}
