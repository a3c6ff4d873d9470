/**
 * Exponential moving average with bias correction, as TensorBoard draws it: the first values are not pulled to zero.
 * A value that is NaN leaves a gap and does not enter the average.
 *
 * @param weight of what came before, 0 to below 1.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let average = 0;
  let count = 0;
  return values.map((value) => {
    if (!Number.isFinite(value)) return Number.NaN;
    average = weight * average + (1 - weight) * value;
    count++;
    return average / (1 - weight ** count);
  });
}
