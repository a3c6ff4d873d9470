import type { Series } from './chart-types.ts';

/** Of lines that are not looked at. */
const FAINT = 0.15;
const FRONT_WIDTH = 2.5;

/** The lines with those of one owner in front, the others faint and without their words; as they are where it has none. */
export function emphasised(lines: readonly Series[], id: string | null): readonly Series[] {
  const own = id === null ? [] : lines.filter((line) => line.id === id);
  if (own.length === 0) return lines;
  const others = lines.filter((line) => line.id !== id);
  return [...others.map(faint), ...own.map((line) => ({ ...line, width: FRONT_WIDTH }))];
}

function faint({ endLabel, endFigure, whiskers, band, best, tracked, ringed, ...line }: Series): Series {
  return { ...line, opacity: Math.min(FAINT, line.opacity ?? 1) };
}
