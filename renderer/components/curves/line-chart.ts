import {
  Chart as ChartJs,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from 'chart.js';
import * as zoomModule from 'chartjs-plugin-zoom';
import type { CurveDataset, Drawn, LineChart, Range } from './chart-types.ts';
import { decimate, type Point } from './decimate.ts';
import { marksPlugin } from './marks.ts';

ChartJs.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
  // Its types describe a CommonJS module; what a browser gets is its default export.
  (zoomModule as unknown as { default: Plugin }).default,
);

/** Rings at the ends may stand over the edge; lines that go on beyond what is shown end there. */
const RING = 8;

function clipOf(points: readonly Point[], min: number, max: number) {
  const [first, last] = [points[0], points.at(-1)];
  return {
    top: RING,
    bottom: RING,
    left: first && first.x < min ? 0 : RING,
    right: last && last.x > max ? 0 : RING,
  };
}

/** Thins every line to what the pixels can show, for the range at hand, before the library looks at it. */
const thinning: Plugin<'line'> = {
  id: 'thinning',
  beforeElementsUpdate(chart) {
    if (chart.data.datasets.length === 0) return;
    const { min, max } = chart.options.scales!.x as Range;
    for (const dataset of chart.data.datasets as unknown as CurveDataset[]) {
      dataset.data = decimate(
        dataset.series.points,
        min,
        max,
        Math.max(1, chart.chartArea?.width ?? chart.width),
      ) as never;
      dataset.clip = clipOf(dataset.data, min, max);
    }
  },
};

/** A chart of lines that draws its marks from `drawn`; nothing is on it yet. */
export function lineChart(canvas: HTMLCanvasElement, options: ChartOptions<'line'>, drawn: Drawn): LineChart {
  const plugins = [thinning, marksPlugin(drawn)];
  return new ChartJs(canvas, { type: 'line', data: { datasets: [] }, options, plugins }) as LineChart;
}
