/** Probabilities of one row of logits. */
export function softmax(row: Float32Array): Float64Array {
  const top = row.reduce((a, b) => Math.max(a, b));
  const exponentials = Float64Array.from(row, (value) => Math.exp(value - top));
  const sum = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / sum);
}
