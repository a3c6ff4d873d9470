import type { Chart, ChartOptions } from 'chart.js';
import type { CurveDataset, Drawn, Series } from './chart-types.ts';

/** What stays as it is for the life of a chart. @param report told after a zoom or pan. */
export function chartOptions(report: (context: { chart: Chart }) => void): ChartOptions<'line'> {
  return {
    animation: false,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    events: [],
    plugins: {
      zoom: {
        pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPan: report },
        zoom: {
          wheel: { enabled: true, modifierKey: 'ctrl', speed: 0.15 },
          pinch: { enabled: true },
          drag: { enabled: true },
          mode: 'x',
          onZoom: report,
        },
      },
    },
  };
}

export function datasetOf(series: Series, color: Drawn['color']): CurveDataset {
  const { label, color: token, opacity = 1, width = 2, dash = [], ringed, point = 'circle' } = series;
  const line = color(token, opacity);
  return {
    series,
    label,
    data: [],
    borderColor: line,
    borderWidth: width,
    borderDash: [...dash],
    borderJoinStyle: 'round',
    pointStyle: point,
    pointRadius: ringed ? (point === 'circle' ? 4 : 5) : 0,
    pointHoverRadius: ringed ? 4 : 0,
    pointBorderWidth: 2,
    pointBackgroundColor: color('--paper'),
    pointBorderColor: line,
    spanGaps: false,
  };
}
