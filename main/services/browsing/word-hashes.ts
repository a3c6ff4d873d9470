import { normalized } from '../../../app/data/browsing/normalized.ts';
import { BANDS, minHash } from '../../../app/data/min-hash.ts';
import { KernelMemory } from '../../runtime/kernels/kernel-memory.ts';
import { blockOf, type TextBlock } from './text-blocks.ts';

/** Read beyond the last row. */
const SLACK = 16;
const START_BYTES = 8 * 2 ** 20;

type Kernel = 'contentHashes' | 'minHashes';

/** Hashes of the words of many rows at once. */
export class WordHashes {
  readonly #memory = new KernelMemory(START_BYTES);

  /** [count x 2]: low and high half of 64 bits of each row, the same for the same words, whatever their case and spacing. */
  contents(block: TextBlock): Int32Array {
    const { values, unusual } = this.#run('contentHashes', block, 2);
    const rows = [...unusual.keys()].filter((row) => unusual[row] === 1);
    const texts = rows.map((row) => {
      const { text, textPair } = block.texts(row);
      return { text: normalized(text), textPair: normalized(textPair ?? '') };
    });
    if (rows.length === 0) return values;
    const others = this.#run('contentHashes', blockOf(texts, block.aside), 2).values;
    for (const [i, row] of rows.entries()) values.set(others.subarray(2 * i, 2 * i + 2), 2 * row);
    return values;
  }

  /** [count x BANDS]: `minHash` of each row. */
  signatures(block: TextBlock): Int32Array {
    const { values, unusual } = this.#run('minHashes', block, BANDS);
    for (let row = 0; row < block.count; row++) {
      if (unusual[row] === 0) continue;
      const { text, textPair } = block.texts(row);
      minHash(`${text} ${textPair ?? ''}`, values.subarray(row * BANDS, (row + 1) * BANDS));
    }
    return values;
  }

  #run(kernel: Kernel, { count, bytes, places }: TextBlock, width: number) {
    const memory = this.#memory;
    memory.reset();
    const [at, placesAt, valuesAt, unusualAt] = [
      memory.allocate(Math.ceil((bytes.length + SLACK) / 4)),
      memory.allocate(places.length),
      memory.allocate(count * width),
      memory.allocate(Math.ceil(count / 4)),
    ] as const;
    memory.uint8(at, bytes.length).set(bytes);
    memory.int32(placesAt, places.length).set(places);
    memory.kernels[kernel](at, placesAt, count, valuesAt, unusualAt);
    return {
      values: memory.int32(valuesAt, count * width).slice(),
      unusual: memory.uint8(unusualAt, count).slice(),
    };
  }
}
