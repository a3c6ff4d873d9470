import type { CurveDataset, LineChart, Series } from './chart-types.ts';

export function seriesOf(chart: LineChart): Series[] {
  return chart.data.datasets.map((dataset) => (dataset as CurveDataset).series);
}

/** Where values stand on the canvas, in pixels. */
export const px = (chart: LineChart, x: number) => chart.scales.x!.getPixelForValue(x);
export const py = (chart: LineChart, y: number) => chart.scales.y!.getPixelForValue(y);
