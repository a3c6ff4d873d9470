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
