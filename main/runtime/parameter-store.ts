import { StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import type { AdamWSettings } from '../../app/training/adamw.ts';
import type { ParameterInfo } from '../../app/training/engine.ts';
import { KernelMemory, LARGEST_MEMORY } from './kernels/kernel-memory.ts';
import { type KernelStep, ScatteredGradient } from './scattered-gradient.ts';

/** Floats copied at a time into a memory's scratch, so that scratch need not grow with the batch. */
const SCRATCH = 1 << 20;

interface Slot {
  readonly info: ParameterInfo;
  readonly memory: KernelMemory;
  readonly scratch: number;
  readonly count: number;
  /** Byte offsets; gradient and moments only of trainable parameters. */
  readonly value: number;
  readonly gradient: number;
  readonly m: number;
  readonly v: number;
  /** Instead of `gradient`, where that is nothing but scattered rows. */
  readonly scattered: ScatteredGradient | null;
}

export interface AdamWUpdate {
  /** 1-based count of updates, for bias correction. */
  readonly count: number;
  readonly learningRate: number;
  readonly headLearningRate: number;
  readonly gradientScale: number;
}

/** Parameters, gradients and AdamW moments in WebAssembly memory, allocated once: 16 bytes a trainable weight. */
export class ParameterStore {
  readonly infos: readonly ParameterInfo[];
  private readonly slots = new Map<string, Slot>();

  /** @param scattered parameters whose gradients arrive by `scatterRows` alone. */
  constructor(infos: readonly ParameterInfo[], scattered: ReadonlySet<string> = new Set()) {
    this.infos = infos;
    for (const group of groupByMemory(infos, scattered)) {
      const memory = new KernelMemory(group.bytes + KernelMemory.bytesFor(2 * SCRATCH));
      const scratch = memory.allocate(2 * SCRATCH);
      for (const info of group.infos) {
        const count = sizeOf(info.shape);
        const part = () => (info.trainable ? memory.allocate(count) : 0);
        const isScattered = info.trainable && scattered.has(info.name);
        this.slots.set(info.name, {
          info,
          memory,
          scratch,
          count,
          value: memory.allocate(count),
          gradient: isScattered ? 0 : part(),
          m: part(),
          v: part(),
          scattered: isScattered ? new ScatteredGradient(memory, tableShape(info)) : null,
        });
      }
    }
  }

  value(name: string): Float32Array<ArrayBuffer> {
    const slot = this.slot(name);
    return slot.memory.float32(slot.value, slot.count);
  }

  /** A view, or a copy where the gradient is scattered rows. */
  gradient(name: string): Float32Array<ArrayBuffer> {
    const slot = this.slot(name);
    return slot.scattered?.dense() ?? slot.memory.float32(slot.gradient, slot.count);
  }

  /** AdamW's first and second moment, or null for a frozen parameter. */
  moments(name: string): { m: Float32Array; v: Float32Array } | null {
    const { info, memory, count, m, v } = this.slot(name);
    return info.trainable ? { m: memory.float32(m, count), v: memory.float32(v, count) } : null;
  }

  /** Before rows are scattered into a gradient that has no dense part. */
  clearGradient(name: string): void {
    const { scattered, memory, gradient, count } = this.slot(name);
    if (scattered) scattered.clear();
    else memory.float32(gradient, count).fill(0);
  }

  /** gradient += values. */
  accumulate(name: string, values: Float32Array): void {
    const { memory, scratch, gradient } = this.slot(name);
    for (let start = 0; start < values.length; start += SCRATCH) {
      const part = values.subarray(start, start + SCRATCH);
      memory.float32(scratch, part.length).set(part);
      memory.kernels.accumulate(gradient + start * 4, scratch, part.length);
    }
  }

  /** gradient[indices[r]] += rows[r], in order. `skip` is the index that gets nothing. */
  scatterRows(name: string, rows: Float32Array, indices: Int32Array, skip: number): void {
    const { info, memory, scratch, gradient, scattered } = this.slot(name);
    if (scattered) {
      scattered.add(rows, indices, skip);
      return;
    }
    const width = info.shape[1]!;
    const step = Math.floor(SCRATCH / width);
    for (let start = 0; start < indices.length; start += step) {
      const part = indices.subarray(start, start + step);
      memory
        .float32(scratch, part.length * width)
        .set(rows.subarray(start * width, (start + part.length) * width));
      memory.int32(scratch + SCRATCH * 4, part.length).set(part);
      memory.kernels.scatterAddRows(gradient, scratch, scratch + SCRATCH * 4, part.length, width, skip);
    }
  }

  /** L2 norm over all gradients. */
  gradientNorm(): number {
    let sum = 0;
    for (const { info } of this.slots.values()) if (info.trainable) sum += this.sumSquares(info.name);
    return Math.sqrt(sum);
  }

  /** Whether every number of a gradient is finite. */
  gradientIsFinite(name: string): boolean {
    return Number.isFinite(this.sumSquares(name));
  }

  /** Clips by `gradientScale` and applies AdamW to every trainable parameter. */
  update(
    settings: AdamWSettings,
    { count: step, learningRate, headLearningRate, gradientScale }: AdamWUpdate,
  ): void {
    const { beta1, beta2, epsilon, weightDecay } = settings;
    for (const { info, memory, value, gradient, m, v, count, scattered } of this.slots.values()) {
      if (!info.trainable) continue;
      const rate = info.head ? headLearningRate : learningRate;
      const kernelStep: KernelStep = [
        gradientScale,
        1 - rate * (info.decays ? weightDecay : 0),
        1 - beta1,
        beta2,
        1 - beta2,
        rate / (1 - beta1 ** step),
        Math.sqrt(1 - beta2 ** step),
        epsilon,
      ];
      if (scattered) scattered.update(value, m, v, kernelStep);
      else memory.kernels.adamw(value, gradient, m, v, count, ...kernelStep);
    }
  }

  private sumSquares(name: string): number {
    const { memory, gradient, count, scattered } = this.slot(name);
    return scattered?.sumSquares() ?? memory.kernels.sumSquares(gradient, count);
  }

  private slot(name: string): Slot {
    const slot = this.slots.get(name);
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
  const room = LARGEST_MEMORY - KernelMemory.bytesFor(2 * SCRATCH);
  const groups: { infos: ParameterInfo[]; bytes: number }[] = [];
  for (const info of infos) {
    const own = KernelMemory.bytesFor(sizeOf(info.shape));
    const gradient = scattered.has(info.name) ? ScatteredGradient.bytesFor(tableShape(info)) : own;
    const bytes = info.trainable ? 3 * own + gradient : own;
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
