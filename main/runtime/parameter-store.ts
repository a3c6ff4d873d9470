import { StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import type { AdamWSettings } from '../../app/training/adamw.ts';
import type { ParameterInfo } from '../../app/training/engine.ts';
import { DenseGradient, SCRATCH } from './dense-gradient.ts';
import { KernelMemory, LARGEST_MEMORY } from './kernels/kernel-memory.ts';
import { ScatteredGradient } from './scattered-gradient.ts';

interface Slot {
  readonly info: ParameterInfo;
  readonly memory: KernelMemory;
  readonly count: number;
  /** Byte offsets; moments only of trainable parameters. */
  readonly value: number;
  readonly m: number;
  readonly v: number;
  /** Null for a frozen parameter. */
  readonly gradient: DenseGradient | ScatteredGradient | null;
}

interface AdamWUpdate {
  /** 1-based count of updates, for bias correction. */
  readonly count: number;
  readonly learningRate: number;
  readonly headLearningRate: number;
  readonly gradientScale: number;
}

/** Parameters and AdamW moments in WebAssembly memory, allocated once: 12 bytes a trainable weight. */
export class ParameterStore {
  readonly infos: readonly ParameterInfo[];
  readonly #slots = new Map<string, Slot>();

  /** @param scattered parameters whose gradients arrive by `scatterRows` alone. */
  constructor(infos: readonly ParameterInfo[], scattered: ReadonlySet<string> = new Set()) {
    this.infos = infos;
    for (const group of groupByMemory(infos, scattered)) {
      const memory = new KernelMemory(group.bytes + KernelMemory.bytesFor(SCRATCH));
      const scratch = memory.allocate(SCRATCH);
      for (const info of group.infos) {
        const count = sizeOf(info.shape);
        const moment = () => (info.trainable ? memory.allocate(count) : 0);
        const gradient = () =>
          scattered.has(info.name)
            ? new ScatteredGradient(memory, tableShape(info))
            : new DenseGradient(memory, scratch, count);
        this.#slots.set(info.name, {
          info,
          memory,
          count,
          value: memory.allocate(count),
          m: moment(),
          v: moment(),
          gradient: info.trainable ? gradient() : null,
        });
      }
    }
  }

  value(name: string): Float32Array<ArrayBuffer> {
    const slot = this.#slot(name);
    return slot.memory.float32(slot.value, slot.count);
  }

  /** Of a trainable parameter; valid until gradients are cleared. */
  gradient(name: string): Float32Array<ArrayBuffer> {
    return this.#trained(name).dense();
  }

  /** AdamW's first and second moment, or null for a frozen parameter. */
  moments(name: string): { m: Float32Array; v: Float32Array } | null {
    const { info, memory, count, m, v } = this.#slot(name);
    return info.trainable ? { m: memory.float32(m, count), v: memory.float32(v, count) } : null;
  }

  /** Puts back what `value` and `moments` gave. Moments are null where there were none. */
  restore(name: string, value: Float32Array, m: Float32Array | null, v: Float32Array | null): void {
    this.value(name).set(value);
    const moments = this.moments(name);
    if (!moments || !m || !v) return;
    moments.m.set(m);
    moments.v.set(v);
    const { gradient } = this.#slot(name);
    if (gradient instanceof ScatteredGradient) gradient.momentsGiven();
  }

  /** Gives the gradients' memory back; they are 0 again. */
  clearGradients(): void {
    for (const { gradient } of this.#slots.values()) gradient?.clear();
  }

  /** gradient += values, whose array is taken over. */
  addGradient(name: string, values: Float32Array<ArrayBuffer>): void {
    const gradient = this.#trained(name);
    if (gradient instanceof ScatteredGradient) {
      throw new StudioError('scattered_gradient', `The gradient of "${name}" is made of rows.`);
    }
    gradient.add(values);
  }

  /** gradient[indices[r]] += rows[r], in order. `skip` is the index that gets nothing. */
  scatterRows(name: string, rows: Float32Array, indices: Int32Array, skip: number): void {
    this.#trained(name).addRows(rows, indices, skip);
  }

  /** L2 norm over all gradients. */
  gradientNorm(): number {
    let sum = 0;
    for (const { gradient } of this.#slots.values()) sum += gradient?.sumSquares() ?? 0;
    return Math.sqrt(sum);
  }

  /** Whether every number of a gradient is finite. */
  gradientIsFinite(name: string): boolean {
    return Number.isFinite(this.#trained(name).sumSquares());
  }

  /** Clips by `gradientScale` and applies AdamW to every trainable parameter. */
  update(
    settings: AdamWSettings,
    { count: step, learningRate, headLearningRate, gradientScale }: AdamWUpdate,
  ): void {
    const { beta1, beta2, epsilon, weightDecay } = settings;
    for (const { info, value, gradient, m, v } of this.#slots.values()) {
      const rate = info.head ? headLearningRate : learningRate;
      gradient?.update(value, m, v, [
        gradientScale,
        1 - rate * (info.decays ? weightDecay : 0),
        1 - beta1,
        beta2,
        1 - beta2,
        rate / (1 - beta1 ** step),
        Math.sqrt(1 - beta2 ** step),
        epsilon,
      ]);
    }
  }

  #trained(name: string): DenseGradient | ScatteredGradient {
    const { gradient } = this.#slot(name);
    if (!gradient) throw new StudioError('frozen_parameter', `"${name}" is frozen: it has no gradient.`);
    return gradient;
  }

  #slot(name: string): Slot {
    const slot = this.#slots.get(name);
    if (!slot) throw new StudioError('unknown_parameter', `The model has no parameter named "${name}".`);
    return slot;
  }
}

function tableShape({ shape }: ParameterInfo): readonly [number, number] {
  return [shape[0]!, shape[1]!];
}

/** Fills one memory after the other; only models of more than 256 million weights need a second. */
function groupByMemory(
  infos: readonly ParameterInfo[],
  scattered: ReadonlySet<string>,
): { infos: ParameterInfo[]; bytes: number }[] {
  const room = LARGEST_MEMORY - KernelMemory.bytesFor(SCRATCH);
  const groups: { infos: ParameterInfo[]; bytes: number }[] = [];
  for (const info of infos) {
    const own = KernelMemory.bytesFor(sizeOf(info.shape));
    const rows = scattered.has(info.name) ? ScatteredGradient.bytesFor(tableShape(info)) : 0;
    const bytes = info.trainable ? 3 * own + rows : own;
    let group = groups.at(-1);
    if (!group || group.bytes + bytes > room) {
      group = { infos: [], bytes: 0 };
      groups.push(group);
    }
    group.infos.push(info);
    group.bytes += bytes;
  }
  return groups;
}
