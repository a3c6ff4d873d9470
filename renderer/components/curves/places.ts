import type { CurveDataset, LineChart, Series } from './chart-types.ts';
import { firstFrom, type Point } from './decimate.ts';

export function seriesOf(chart: LineChart): Series[] {
  return chart.data.datasets.map((dataset) => (dataset as CurveDataset).series);
}

/** Where values stand on the canvas, in pixels. */
export const px = (chart: LineChart, x: number) => chart.scales.x!.getPixelForValue(x);
export const py = (chart: LineChart, y: number) => chart.scales.y!.getPixelForValue(y);

/** A line's value between its points; null outside it and in its gaps. */
export function heightAt(points: readonly Point[], x: number): number | null {
  const after = firstFrom(points, x);
  const [a, b] = [points[after - 1], points[after]];
  if (!b) return null;
  const y = a ? a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x) : b.x === x ? b.y : Number.NaN;
  return Number.isFinite(y) ? y : null;
}

/** How near, in pixels, a pointer is at a line. */
const NEAR = 16;

/** The line that a place on the canvas is at; null where none is near. */
export function nearestLine(chart: LineChart, atX: number, atY: number): Series | null {
  const x = chart.scales.x!.getValueForPixel(atX)!;
  let nearest: Series | null = null;
  let distance = NEAR;
  for (const series of seriesOf(chart)) {
    const y = heightAt(series.points, x);
    const away = y === null ? Number.POSITIVE_INFINITY : Math.abs(py(chart, y) - atY);
    if (away >= distance) continue;
    nearest = series;
    distance = away;
  }
  return nearest;
}
