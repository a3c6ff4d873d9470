/**
 * Cosines between the vectors at position `place` of several sequences, [sequences][sequences], after the mean over all
 * their tokens but the first and last ([CLS], [SEP]) was taken off.
 *
 * @param states [sequences, longest, width], padded behind each sequence's end.
 * @param lengths tokens of each sequence.
 */
export function centredCosines(
  states: Float32Array,
  lengths: readonly number[],
  place: number,
  width: number,
): number[][] {
  const longest = states.length / (lengths.length * width);
  const rowOf = (sequence: number, token: number) => {
    const start = (sequence * longest + token) * width;
    return states.subarray(start, start + width);
  };
  const mean = new Float64Array(width);
  let count = 0;
  for (const [sequence, length] of lengths.entries()) {
    for (let token = 1; token < length - 1; token++, count++) {
      const row = rowOf(sequence, token);
      for (let i = 0; i < width; i++) mean[i]! += row[i]!;
    }
  }
  const vectors = lengths.map((_, sequence) =>
    Float64Array.from(rowOf(sequence, place), (value, i) => value - mean[i]! / count),
  );
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  return vectors.map((a) => vectors.map((b) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
}
