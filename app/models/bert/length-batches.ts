/**
 * Tokens of a batch, padding included: enough for ONNX Runtime to multiply at full speed, and little enough for the
 * activations of a small model to stay in the processor's cache.
 */
const MOST_TOKENS = 1024;

/**
 * Puts sequences of similar length together, shortest first, so that attention pads little.
 *
 * @param lengths in tokens.
 * @returns batches of indices into `lengths`, each padded to at most `MOST_TOKENS` unless one sequence is longer.
 */
export function lengthBatches(lengths: readonly number[]): number[][] {
  const order = [...lengths.keys()].sort((a, b) => lengths[a]! - lengths[b]!);
  const batches: number[][] = [];
  let batch: number[] = [];
  for (const index of order) {
    if (batch.length > 0 && lengths[index]! * (batch.length + 1) > MOST_TOKENS) {
      batches.push(batch);
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
