import type { Plugin } from 'chart.js';
import type { Drawn, LineChart } from './chart-types.ts';
import { nearest } from './decimate.ts';
import { labels } from './labels.ts';
import { px, py, seriesOf } from './places.ts';

const HALF_CAP = 3.5;
const RING = 7;

/** Everything a curve says that Chart.js has no word for: intervals, bands, rings, levels, events, labels, crosshair. */
export function marksPlugin(drawn: Drawn): Plugin<'line'> {
  return {
    id: 'marks',
    beforeDatasetsDraw(chart) {
      // Nothing is drawn before the first lines come with their axes.
      if (!chart.scales.x) return;
      clipped(chart as LineChart, () => {
        bands(chart as LineChart, drawn);
        levels(chart as LineChart, drawn);
        events(chart as LineChart, drawn);
        whiskers(chart as LineChart, drawn);
      });
    },
    afterDatasetsDraw(chart) {
      if (!chart.scales.x) return;
      clipped(chart as LineChart, () => {
        single(chart as LineChart, drawn);
        expected(chart as LineChart, drawn);
        rings(chart as LineChart, drawn);
        crosshair(chart as LineChart, drawn);
      });
      labels(chart as LineChart, drawn);
    },
  };
}

function clipped({ ctx, chartArea }: LineChart, draw: () => void): void {
  const { left, top, right, bottom } = chartArea;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left - 6, top - 6, right - left + 12, bottom - top + 12);
  ctx.clip();
  draw();
  ctx.restore();
}

function stroke(
  { ctx }: LineChart,
  color: string,
  width: number,
  dash: readonly number[],
  path: () => void,
): void {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  path();
  ctx.stroke();
  ctx.setLineDash([]);
}

function bands(chart: LineChart, { color }: Drawn): void {
  const { ctx } = chart;
  for (const { band, color: token } of seriesOf(chart)) {
    if (!band || band.length === 0) continue;
    ctx.fillStyle = color(token, 0.2);
    ctx.beginPath();
    for (const { x, high } of band) ctx.lineTo(px(chart, x), py(chart, high));
    for (const { x, low } of band.toReversed()) ctx.lineTo(px(chart, x), py(chart, low));
    ctx.closePath();
    ctx.fill();
  }
}

function levels(chart: LineChart, { marks, color }: Drawn): void {
  const { left, right } = chart.chartArea;
  for (const { y, kind } of marks.levels ?? []) {
    const at = py(chart, y);
    const line = () => {
      chart.ctx.moveTo(left, at);
      chart.ctx.lineTo(right, at);
    };
    chart.ctx.lineCap = kind === 'fixed' ? 'round' : 'butt';
    if (kind === 'fixed') stroke(chart, color('--ink-3'), 1.75, [0, 5], line);
    else stroke(chart, color('--accent'), 1.5, [], line);
    chart.ctx.lineCap = 'butt';
  }
}

function events(chart: LineChart, { marks, color }: Drawn): void {
  const { ctx, chartArea } = chart;
  for (const { x, kind } of marks.events ?? []) {
    const at = px(chart, x);
    const tone = color(kind === 'broken' ? '--bad' : '--ink-2');
    stroke(chart, tone, 1, [2, 3], () => {
      ctx.moveTo(at, chartArea.top);
      ctx.lineTo(at, chartArea.bottom);
    });
    if (kind === 'broken') {
      stroke(chart, tone, 2, [], () => {
        for (const side of [-1, 1]) {
          ctx.moveTo(at - 4, chartArea.bottom - 4 * side);
          ctx.lineTo(at + 4, chartArea.bottom + 4 * side);
        }
      });
    }
  }
}

function whiskers(chart: LineChart, { color }: Drawn): void {
  const { ctx } = chart;
  for (const { whiskers: ends, color: token } of seriesOf(chart)) {
    stroke(chart, color(token), 1.5, [], () => {
      for (const { x, low, high } of ends ?? []) {
        const [at, bottom, top] = [px(chart, x), py(chart, low), py(chart, high)];
        ctx.moveTo(at, bottom);
        ctx.lineTo(at, top);
        for (const end of [bottom, top]) {
          ctx.moveTo(at - HALF_CAP, end);
          ctx.lineTo(at + HALF_CAP, end);
        }
      }
    });
  }
}

function ring(chart: LineChart, x: number, y: number, radius: number): void {
  chart.ctx.moveTo(x + radius, y);
  chart.ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** One point makes no line, and is there all the same. */
function single(chart: LineChart, { color }: Drawn): void {
  for (const { points, ringed, color: token } of seriesOf(chart)) {
    const [point] = points;
    if (!point || points.length > 1 || ringed || !Number.isFinite(point.y)) continue;
    chart.ctx.fillStyle = color(token);
    chart.ctx.beginPath();
    ring(chart, px(chart, point.x), py(chart, point.y), 3);
    chart.ctx.fill();
  }
}

function rings(chart: LineChart, { color }: Drawn): void {
  for (const { best, points, color: token } of seriesOf(chart)) {
    const point = best == null ? null : points.find(({ x }) => x === best);
    if (!point) continue;
    const [x, y] = [px(chart, point.x), py(chart, point.y)];
    stroke(chart, color(token), 1, [], () => ring(chart, x, y, RING));
  }
}

/** Empty dashed rings where evaluations will come, at the height of the last one. */
function expected(chart: LineChart, { marks, color }: Drawn): void {
  const ringed = seriesOf(chart).find(({ ringed }) => ringed);
  const y = ringed?.points.at(-1)?.y;
  const at = y === undefined ? chart.chartArea.top + chart.chartArea.height / 2 : py(chart, y);
  for (const x of marks.expected ?? [])
    stroke(chart, color('--line-control'), 1, [2, 2], () => ring(chart, px(chart, x), at, 4));
}

function crosshair(chart: LineChart, { cursor, color }: Drawn): void {
  if (cursor === null) return;
  const { ctx, chartArea } = chart;
  const at = px(chart, cursor);
  stroke(chart, color('--ink'), 1, [], () => {
    ctx.moveTo(at, chartArea.top);
    ctx.lineTo(at, chartArea.bottom);
  });
  for (const { tracked, points, color: token } of seriesOf(chart)) {
    const point = tracked ? nearest(points, cursor) : null;
    if (!point || Number.isNaN(point.y)) continue;
    ctx.fillStyle = color('--paper');
    ctx.beginPath();
    ring(chart, px(chart, point.x), py(chart, point.y), 4);
    ctx.fill();
    stroke(chart, color(token), 2, [], () => ring(chart, px(chart, point.x), py(chart, point.y), 4));
  }
}
