export interface Bin {
  /** Both inclusive. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Far above nearly all values: what lies beyond shares the last bin, so that a few long rows do not flatten the rest. */
const OUTLYING = 1.75;
/** Fewer values have no outliers. */
const ENOUGH = 100;

/**
 * Counts numbers in bins of equal width, at most `most` of them, from the least value to the greatest. Bounds are
 * values: whole numbers where all are whole, else the least and the greatest that fell into the bin.
 *
 * @param edge a whole number after which a bin ends, so that none lies on both sides of it.
 */
export function histogram(values: ArrayLike<number>, most = 24, edge: number | null = null): Bin[] {
  if (values.length === 0) return [];
  const sorted = new Float64Array(values).sort();
  const least = sorted[0]!;
  const greatest = sorted.at(-1)!;
  const high = sorted[Math.floor(0.95 * (sorted.length - 1))]!;
  const hasTail = sorted.length >= ENOUGH && high > least;
  const end = hasTail ? Math.min(greatest, least + OUTLYING * (high - least)) : greatest;
  return sorted.every(Number.isSafeInteger)
    ? countedIn(cutAt(edge, wholeBins({ least, end: Math.ceil(end), greatest, most })), sorted)
    : realBins(sorted, { least, end, greatest, most });
}

type Bounds = Pick<Bin, 'from' | 'to'>;

interface Range {
  readonly least: number;
  /** Where the last bin starts to take everything. */
  readonly end: number;
  readonly greatest: number;
  readonly most: number;
}

function wholeBins({ least, end, greatest, most }: Range): Bounds[] {
  const width = Math.ceil((end - least + 1) / most);
  const count = Math.ceil((end - least + 1) / width);
  const bins = Array.from({ length: count }, (_, i) => ({
    from: least + i * width,
    to: least + (i + 1) * width - 1,
  }));
  bins[count - 1]!.to = greatest;
  return bins;
}

function cutAt(edge: number | null, bins: readonly Bounds[]): readonly Bounds[] {
  if (edge === null) return bins;
  return bins.flatMap(({ from, to }) =>
    from <= edge && to > edge
      ? [
          { from, to: edge },
          { from: edge + 1, to },
        ]
      : [{ from, to }],
  );
}

/** An empty bin holds nothing but its own start, where no value lies. */
function realBins(sorted: Float64Array, { least, end, most }: Range): Bin[] {
  const span = end - least;
  const width = (Number.isFinite(span) ? span / most : end / most - least / most) || 1;
  const starts = Array.from({ length: end > least ? most : 1 }, (_, i) => least + i * width);
  // Where values are next to each other as numbers go, some starts are the same.
  const bins = [...new Set(starts)].map((start) => ({ from: start, to: start, count: 0 }));
  let i = 0;
  for (const value of sorted) {
    // Starts are compared and not divided by: rounding would put a value that is a start into the bin before it.
    while (i + 1 < bins.length && bins[i + 1]!.from <= value) i++;
    const bin = bins[i]!;
    if (bin.count === 0) bin.from = value;
    bin.to = value;
    bin.count++;
  }
  return bins;
}

/** The same bins with how many of other values lie in each. */
export function countedIn(bins: readonly Bounds[], values: ArrayLike<number>): Bin[] {
  const counts = new Int32Array(bins.length + 1);
  for (const bin of binsOf(bins, values)) counts[bin]!++;
  return bins.map(({ from, to }, i) => ({ from, to, count: counts[i]! }));
}

/** Per value: the place of its bin, or the number of bins where it lies in none. */
export function binsOf(bins: readonly Bounds[], values: ArrayLike<number>): Uint8Array {
  const from = Float64Array.from(bins, (bin) => bin.from);
  const to = Float64Array.from(bins, (bin) => bin.to);
  const places = new Uint8Array(values.length);
  if (bins.length === 0) return places;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    let [low, high] = [0, bins.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value > to[middle]!) low = middle + 1;
      else high = middle;
    }
    places[i] = value >= from[low]! && value <= to[low]! ? low : bins.length;
  }
  return places;
}
