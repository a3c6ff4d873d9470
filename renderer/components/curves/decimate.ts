export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * As many points as can be told apart: in each column of pixels the lowest and the highest one, so that no peak is lost.
 * A NaN stays, for its gap. One point is kept on either side of the range, for lines that cross its edge.
 *
 * @param points by rising x.
 * @param columns width of the drawing in pixels.
 */
export function decimate(
  points: readonly Point[],
  min: number,
  max: number,
  columns: number,
): readonly Point[] {
  const from = Math.max(0, firstFrom(points, min) - 1);
  const to = Math.min(points.length, firstFrom(points, max) + 2);
  if (to - from <= columns * 2) return from === 0 && to === points.length ? points : points.slice(from, to);
  const kept = [points[from]!];
  let start = from + 1;
  for (let column = 1; column <= columns; column++) {
    const end =
      column === columns ? to - 1 : firstFrom(points, min + ((max - min) * column) / columns, start);
    let [low, high, gap] = [-1, -1, -1];
    for (let i = start; i < end; i++) {
      const { y } = points[i]!;
      if (Number.isNaN(y)) gap = i;
      else {
        if (low < 0 || y < points[low]!.y) low = i;
        if (high < 0 || y > points[high]!.y) high = i;
      }
    }
    const chosen = [low, high, gap].sort((a, b) => a - b);
    for (const [at, index] of chosen.entries())
      if (index >= 0 && index !== chosen[at - 1]) kept.push(points[index]!);
    start = end;
  }
  kept.push(points[to - 1]!);
  return kept;
}

/** Index of the first point from `start` on with x of at least `value`. */
export function firstFrom(points: readonly Point[], value: number, start = 0): number {
  let [low, high] = [start, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle]!.x < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The point nearest to `value`; null where there is none. */
export function nearest(points: readonly Point[], value: number): Point | null {
  const after = firstFrom(points, value);
  const [a, b] = [points[after - 1], points[after]];
  if (!a || !b) return a ?? b ?? null;
  return value - a.x <= b.x - value ? a : b;
}
