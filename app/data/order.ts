import { RandomStream } from '../random.ts';

export interface OrderOptions {
  /** Token count of every example. */
  readonly lengths: Int32Array;
  readonly batchSize: number;
  readonly seed: number;
  /** 0-based. */
  readonly epoch: number;
  readonly sampling: 'random' | 'sequential' | 'group_by_length';
  /** Leave out the last batch when it is not full. */
  readonly dropLast: boolean;
}

/** Batches that are shuffled together before they are sorted by length, as Hugging Face's LengthGroupedSampler. */
const MEGA_BATCH = 50;

/** The batches of an epoch, as example indices: a pure function of the seed and the epoch. */
export function epochBatches(options: OrderOptions): Int32Array[] {
  const { lengths, batchSize, dropLast } = options;
  const order = Int32Array.from(lengths, (_, i) => i);
  if (options.sampling !== 'sequential') new RandomStream(options.seed, options.epoch).shuffle(order);
  if (options.sampling === 'group_by_length') groupByLength(order, lengths, batchSize);
  const batches: Int32Array[] = [];
  for (let start = 0; start < order.length; start += batchSize)
    batches.push(order.subarray(start, start + batchSize));
  if (dropLast && (batches.at(-1)?.length ?? batchSize) < batchSize) batches.pop();
  return batches;
}

/** Sorts each mega-batch, longest first, and begins with the longest example of all: memory runs out at once or never. */
function groupByLength(order: Int32Array, lengths: Int32Array, batchSize: number): void {
  const megaBatches = Math.max(1, Math.min(Math.floor(order.length / (batchSize * 4)), MEGA_BATCH));
  const size = megaBatches * batchSize;
  for (let start = 0; start < order.length; start += size) {
    order.subarray(start, start + size).sort((a, b) => lengths[b]! - lengths[a]!);
  }
  let longest = 0;
  for (let start = 0; start < order.length; start += size) {
    if (lengths[order[start]!]! > lengths[order[longest]!]!) longest = start;
  }
  const first = order[0];
  if (first === undefined) return;
  order[0] = order[longest]!;
  order[longest] = first;
}
