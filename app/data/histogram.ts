export interface Bin {
  /** Both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts whole numbers in bins of equal width, at most `most` of them, from the least value to the greatest. */
export function histogram(values: readonly number[], most = 24): Bin[] {
  if (values.length === 0) return [];
  const least = values.reduce((a, b) => Math.min(a, b));
  const greatest = values.reduce((a, b) => Math.max(a, b));
  const width = Math.ceil((greatest - least + 1) / most);
  const counts = new Array<number>(Math.ceil((greatest - least + 1) / width)).fill(0);
  for (const value of values) counts[Math.floor((value - least) / width)]!++;
  return counts.map((count, i) => ({ from: least + i * width, to: least + (i + 1) * width - 1, count }));
}
