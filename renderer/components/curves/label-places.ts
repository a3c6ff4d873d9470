/** A label on a canvas, in pixels: `x` where it begins, `y` its middle. */
export interface PlacedLabel {
  readonly x: number;
  y: number;
  readonly width: number;
}

interface Room {
  /** Height of a label's line. */
  readonly line: number;
  readonly top: number;
  readonly bottom: number;
}

/** How far from its place, in lines, a label looks for a free one, the nearest first. */
const STEPS = [0, -1, 1, -1.75, 1.75];
/** Of its width: where it is looked at whether a line passes. */
const SAMPLES = [0, 0.25, 0.5, 0.75, 1];

/**
 * Moves a label up or down where lines would pass behind it, which it would hide; it stays where no place near is free.
 *
 * @param linesAt the heights at which lines pass an x.
 */
export function sidestep(label: PlacedLabel, linesAt: (x: number) => readonly number[], room: Room): void {
  const heights = SAMPLES.flatMap((share) => linesAt(label.x + share * label.width));
  const free = STEPS.map((step) => label.y + step * room.line).find(
    (y) =>
      y >= room.top && y <= room.bottom && heights.every((height) => Math.abs(height - y) > room.line / 2),
  );
  label.y = free ?? label.y;
}

/** Moves labels that would cover each other apart, downwards first and back up from the bottom. */
export function pushApart(labels: PlacedLabel[], line: number, top: number, bottom: number): void {
  labels.sort((a, b) => a.y - b.y);
  const meet = (a: PlacedLabel, b: PlacedLabel) => a.x < b.x + b.width && b.x < a.x + a.width;
  for (const [i, label] of labels.entries()) {
    const above = labels.slice(0, i).filter((other) => meet(other, label));
    label.y = Math.max(label.y, top, ...above.map(({ y }) => y + line));
  }
  for (let i = labels.length - 1; i >= 0; i--) {
    const label = labels[i]!;
    const below = labels.slice(i + 1).filter((other) => meet(other, label));
    label.y = Math.min(label.y, bottom, ...below.map(({ y }) => y - line));
  }
}

/**
 * Moves labels that stand below each other apart, all together as little as can be, and keeps their order: least squares by
 * pooling neighbours that are too near (Ayer et al. 1955).
 */
export function spreadApart(labels: PlacedLabel[], line: number, top: number, bottom: number): void {
  labels.sort((a, b) => a.y - b.y);
  const pools: { size: number; mean: number }[] = [];
  for (const [i, { y }] of labels.entries()) {
    let pool = { size: 1, mean: y - i * line };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      pools.pop();
      const size = last.size + pool.size;
      pool = { size, mean: (last.size * last.mean + pool.size * pool.mean) / size };
    }
    pools.push(pool);
  }
  const lowest = Math.max(top, bottom - (labels.length - 1) * line);
  const starts = pools.flatMap(({ size, mean }) => Array<number>(size).fill(mean));
  for (const [i, label] of labels.entries()) label.y = Math.min(lowest, Math.max(top, starts[i]!)) + i * line;
}
