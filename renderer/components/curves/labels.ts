import type { Drawn, LineChart, Marks } from './chart-types.ts';
import { firstFrom, type Point } from './decimate.ts';
import { type PlacedLabel, pushApart, sidestep, spreadApart } from './label-places.ts';
import { heightAt, px, py, seriesOf } from './places.ts';

/** Height of a label's line, of its size. */
const LINE = 14 / 11;

interface Label extends PlacedLabel {
  x: number;
  readonly text: string;
  readonly color: string;
  readonly bold: boolean;
  /** Where the line ends that it names. */
  readonly from: number;
}

/** Labels at the ends of lines and levels, clear of lines and of each other, and those of events. */
export function labels(chart: LineChart, drawn: Drawn): void {
  const { ctx, chartArea } = chart;
  const { top, right, bottom } = chartArea;
  const { size, family } = chart.options.font as { size: number; family: string };
  const line = LINE * size;
  const fontOf = (bold: boolean) => `${bold ? 600 : 400} ${size}px ${family}`;
  const measured = (label: Unmeasured): Label => {
    ctx.font = fontOf(label.bold);
    return { ...label, from: label.y, width: ctx.measureText(label.text).width };
  };
  const atLevels = levelLabels(chart, drawn).map(measured);
  const atEnds = endLabels(chart, drawn).map(measured);
  // Those in the margin meet no line, and none that stands in the chart.
  const inside = atEnds.filter(({ x }) => x <= right);
  const lineAt = linesOf(chart);
  const atEvents = eventLabels(chart, drawn, line).map(measured);
  for (const label of inside) sidestep(label, lineAt, { line, top, bottom });
  pushApart([...inside, ...atEvents], line, top, bottom);
  const inMargin = [...atLevels, ...atEnds.filter(({ x }) => x > right)];
  spreadApart(inMargin, line, top, bottom);
  const isCrowded = inMargin.some((label) => isAway(label, line));
  for (const label of isCrowded ? inMargin : []) label.x += LEADER;
  if (isCrowded) leaders(chart, inMargin);
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { text, x, y, width, color, bold } of [...atLevels, ...atEnds, ...atEvents]) {
    ctx.font = fontOf(bold);
    const left = Math.min(x, chart.width - width - 2);
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.strokeStyle = drawn.color('--paper');
    ctx.strokeText(text, left, y);
    ctx.fillStyle = color;
    ctx.fillText(text, left, y);
  }
}

/** Room for what leads from the end of a line to its label, in pixels. */
const LEADER = 12;

const isAway = ({ y, from }: Label, line: number): boolean => Math.abs(y - from) > line;

/** From the ends of lines to labels that had to make room for others. */
function leaders({ ctx }: LineChart, labels: readonly Label[]): void {
  ctx.lineWidth = 1;
  for (const { x, y, from, color } of labels) {
    ctx.strokeStyle = color;
    ctx.beginPath();
    ctx.moveTo(x - LEADER - 6, from);
    ctx.lineTo(x - 3, y);
    ctx.stroke();
  }
}

type Unmeasured = Omit<Label, 'width' | 'from'>;

function levelLabels(chart: LineChart, { marks, color }: Drawn): Unmeasured[] {
  return (marks.levels ?? []).map(({ y, label, kind }) => ({
    text: label,
    x: chart.chartArea.right + 8,
    y: py(chart, y),
    color: color(kind === 'guess' ? '--accent' : '--ink-3'),
    bold: kind === 'guess',
  }));
}

function endLabels(chart: LineChart, { color }: Drawn): Unmeasured[] {
  const { min, max } = chart.scales.x!;
  return seriesOf(chart).flatMap(({ endLabel, endFigure, points, color: token }) => {
    if (endLabel === undefined) return [];
    const edge = edgeOf(chart, points, max);
    const end = edge ? null : lastIn(points, min, max);
    if (!edge && !end) return [];
    const isItsEnd = end === lastIn(points, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    const text = isItsEnd && endFigure ? `${endLabel} ${endFigure}`.trim() : endLabel;
    const { x, y } = edge ?? { x: px(chart, end!.x), y: py(chart, end!.y) };
    return [{ text, x: x + 10, y, color: color(token), bold: true }];
  });
}

function eventLabels(chart: LineChart, { marks, color }: Drawn, line: number): Unmeasured[] {
  const { min, max } = chart.scales.x!;
  const { top, bottom } = chart.chartArea;
  const inSight = ({ x }: NonNullable<Marks['events']>[number]) => x >= min && x <= max;
  return (marks.events ?? []).filter(inSight).map(({ x, label, kind }) => ({
    text: label,
    x: px(chart, x) + 6,
    y: kind === 'broken' ? bottom - line : top + line / 2,
    color: color(kind === 'broken' ? '--bad' : '--ink-2'),
    bold: kind === 'broken',
  }));
}

/** The heights at which lines pass a place on the canvas, in pixels. */
function linesOf(chart: LineChart): (x: number) => number[] {
  const lines = seriesOf(chart).map(({ points }) => points);
  return (at) => {
    const x = chart.scales.x!.getValueForPixel(at)!;
    return lines.flatMap((points) => {
      const y = heightAt(points, x);
      return y === null ? [] : [py(chart, y)];
    });
  };
}

/** Where a line leaves a chart that shows only part of it, in pixels; null where it ends before. */
function edgeOf(chart: LineChart, points: readonly Point[], max: number): { x: number; y: number } | null {
  const b = points[firstFrom(points, max)];
  const y = heightAt(points, max);
  if (!b || b.x === max || y === null) return null;
  return { x: chart.chartArea.right, y: py(chart, y) };
}

/** The last point of a range that has a value. */
function lastIn(points: readonly Point[], min: number, max: number): Point | null {
  for (let i = Math.min(firstFrom(points, max), points.length - 1); i >= 0; i--) {
    const { x, y } = points[i]!;
    if (x < min) break;
    if (x <= max && Number.isFinite(y)) return points[i]!;
  }
  return null;
}
