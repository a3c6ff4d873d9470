import {
  type ChartDataset,
  Chart as ChartJs,
  Decimation,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
  Tooltip,
} from 'chart.js';
import * as zoomModule from 'chartjs-plugin-zoom';
import { forwardRef, useEffect, useImperativeHandle, useRef } from 'react';

// Its types describe a CommonJS module; what a browser gets is its default export.
ChartJs.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
  Tooltip,
  Decimation,
  (zoomModule as unknown as { default: Plugin }).default,
);

export interface Series {
  readonly label: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** A design token, e.g. `--train`. */
  readonly color: string;
  readonly opacity?: number;
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Radius of the points; 0 for a bare line. */
  readonly radius?: number;
}

export interface ChartHandle {
  png(): string;
  resetZoom(): void;
}

interface ChartProps {
  readonly series: readonly Series[];
  readonly xLabel: string;
  readonly logarithmic?: boolean;
  /** What the chart shows, in words. */
  readonly description: string;
  readonly height: number;
}

/** Chart.js behind one component: new points keep the zoom, colours follow the theme. */
export const Chart = forwardRef<ChartHandle, ChartProps>(function Chart(
  { series, xLabel, logarithmic = false, description, height },
  ref,
) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartJs<'line', { x: number; y: number }[]>>(null);

  useEffect(() => {
    const made = new ChartJs<'line', { x: number; y: number }[]>(canvas.current!, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        plugins: {
          decimation: { enabled: true, algorithm: 'lttb', samples: 800, threshold: 2000 },
          zoom: {
            pan: { enabled: true, mode: 'x', modifierKey: 'shift' },
            zoom: { wheel: { enabled: true, modifierKey: 'ctrl' }, drag: { enabled: true }, mode: 'x' },
          },
        },
      },
    });
    chart.current = made;
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    const repaint = () => paint(made);
    scheme.addEventListener('change', repaint);
    const theme = new MutationObserver(repaint);
    theme.observe(document.documentElement, { attributeFilter: ['data-theme', 'style'] });
    return () => {
      scheme.removeEventListener('change', repaint);
      theme.disconnect();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const made = chart.current!;
    made.data.datasets = series.map(datasetOf);
    made.options.scales = {
      x: { type: 'linear', title: { display: true, text: xLabel }, grid: { display: false } },
      y: { type: logarithmic ? 'logarithmic' : 'linear', ticks: { maxTicksLimit: 6 } },
    };
    paint(made);
  }, [series, xLabel, logarithmic]);

  useImperativeHandle(ref, () => ({
    png: () => chart.current!.toBase64Image(),
    resetZoom: () => chart.current!.resetZoom(),
  }));

  return (
    <div style={{ height }}>
      <canvas ref={canvas} role="img" aria-label={description} />
    </div>
  );
});

function datasetOf({ label, points, color, opacity = 1, width = 2, dash = [], radius = 0 }: Series) {
  const dataset: ChartDataset<'line', { x: number; y: number }[]> & { token: string; opacity: number } = {
    label,
    data: points as { x: number; y: number }[],
    borderWidth: width,
    borderDash: [...dash],
    pointRadius: radius,
    pointHitRadius: 6,
    spanGaps: false,
    token: color,
    opacity,
  };
  return dataset;
}

/** Takes the colours from the page's tokens, which are resolved for the theme. */
function paint(chart: ChartJs<'line', { x: number; y: number }[]>): void {
  const style = getComputedStyle(document.documentElement);
  const color = (token: string) => style.getPropertyValue(token);
  for (const dataset of chart.data.datasets) {
    const { token, opacity } = dataset as unknown as { token: string; opacity: number };
    const resolved = `color-mix(in srgb, ${color(token)} ${opacity * 100}%, transparent)`;
    dataset.borderColor = resolved;
    dataset.pointBackgroundColor = color('--paper');
    dataset.pointBorderColor = resolved;
  }
  const { x, y } = chart.options.scales ?? {};
  for (const scale of [x, y]) {
    if (!scale) continue;
    scale.ticks = { ...scale.ticks, color: color('--ink-3') };
    scale.grid = { ...scale.grid, color: color('--grid') };
    scale.border = { color: color('--line-strong') };
  }
  ChartJs.defaults.font.family = 'Inter';
  ChartJs.defaults.font.size = 11;
  ChartJs.defaults.color = color('--ink-3');
  chart.update('none');
}
