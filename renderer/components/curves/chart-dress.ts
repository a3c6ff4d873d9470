import { Ticks } from 'chart.js';
import { rate } from '../figures.ts';
import type { ChartProps } from './Chart.tsx';
import { datasetOf } from './chart-options.ts';
import type { CurveDataset, Drawn, LineChart, Range, Series, XAxis } from './chart-types.ts';

interface Dressed extends Pick<ChartProps, 'axis' | 'range'> {
  readonly logarithmic?: boolean | undefined;
  readonly span?: Partial<Range> | undefined;
}

/** Below it, figures of an axis are written as `8e-5`. */
const SMALL = 1e-3;
/** From it on, as `60k`. */
const LARGE = 1e4;

/** Lines and points. */
export function fill(chart: LineChart, series: readonly Series[], drawn: Drawn): void {
  const lines = series.map((line) => datasetOf(line, drawn.color));
  const { datasets } = chart.data;
  // In place where it can be: another dataset object would have the library build its line anew, and only that gives
  // points another look.
  if (
    datasets.length === lines.length &&
    lines.every((line, i) => hasSamePoints(line, datasets[i] as CurveDataset))
  )
    for (const [i, line] of lines.entries()) Object.assign(datasets[i]!, line);
  else chart.data.datasets = lines;
}

function hasSamePoints(a: CurveDataset, b: CurveDataset): boolean {
  return (
    a.pointRadius === b.pointRadius &&
    a.pointStyle === b.pointStyle &&
    (a.pointRadius === 0 || a.pointBorderColor === b.pointBorderColor)
  );
}

/** Axes, colours and sizes. @param rem how large text is, beside the usual 16 px. */
export function dress(
  chart: LineChart,
  { axis, logarithmic = false, span, range }: Dressed,
  drawn: Drawn,
  rem: number,
): void {
  drawn.axis = axis;
  const options = chart.options;
  const { color } = drawn;
  const { min, max } = range ?? axis.whole;
  options.font = { family: 'Inter', size: 11 * rem };
  options.layout = { padding: { right: 124 * rem, top: 8, left: 0 } };
  const ticks = { color: color('--ink-3'), font: options.font };
  options.scales = {
    x: {
      type: 'linear',
      min,
      max,
      grid: {
        color: ({ tick, scale }) => (lineAt(axis, scale, tick?.value) ? color('--line') : 'transparent'),
        drawTicks: false,
      },
      border: { color: color('--line') },
      ticks: {
        ...ticks,
        padding: 6,
        maxRotation: 0,
        autoSkipPadding: 12,
        callback(value) {
          return axis.ticks(this)?.find((tick) => tick.value === value)?.label ?? axis.format(Number(value));
        },
      },
      afterBuildTicks: (scale) => {
        const own = axis.ticks(scale);
        if (own) scale.ticks = own.map(({ value }) => ({ value }));
      },
    },
    y: {
      type: logarithmic ? 'logarithmic' : 'linear',
      ...(logarithmic ? {} : { suggestedMin: span?.min, suggestedMax: span?.max }),
      grid: { color: color('--grid'), drawTicks: false },
      border: { display: false },
      ticks: {
        ...ticks,
        maxTicksLimit: 6,
        padding: 8,
        callback(value, index, all) {
          // Learning rates have more noughts than there is room for, untrained perplexities more digits.
          const size = Math.abs(Number(value));
          if (size > 0 && size < SMALL) return rate(Number(value));
          if (size >= LARGE) return `${Number(value) / 1000}k`;
          const { numeric, logarithmic: decades } = Ticks.formatters;
          return (logarithmic ? decades : numeric).call(this, Number(value), index, all);
        },
      },
      afterBuildTicks: (scale) => {
        if (isEmpty(chart)) scale.ticks = [];
      },
      afterFit: (scale) => {
        scale.width = 44 * rem;
      },
    },
  };
  const { zoom } = options.plugins!;
  if (!zoom) return;
  zoom.limits = { x: { min: axis.whole.min, max: axis.whole.max, minRange: axis.whole.max / 1e4 } };
  zoom.zoom!.drag = { ...zoom.zoom!.drag, backgroundColor: color('--accent', 0.12), threshold: 6 };
}

function lineAt(axis: XAxis, range: Range, value: number | undefined): boolean {
  return axis.ticks(range)?.find((tick) => tick.value === value)?.line ?? false;
}

/** Nothing is measured yet, so there is no scale to show. */
function isEmpty(chart: LineChart): boolean {
  return chart.data.datasets.every((dataset) => (dataset as CurveDataset).series.points.length === 0);
}
