import type { ChartProps } from './Chart.tsx';
import { dress, fill } from './chart-dress.ts';
import type { Drawn, Series } from './chart-types.ts';
import { lineChart } from './line-chart.ts';
import { themeColors } from './theme-colors.ts';

/** What a line looks like, for the legend of a picture. */
export type Key = Pick<Series, 'label' | 'color' | 'dash' | 'width' | 'opacity' | 'ringed' | 'point'>;

/** A chart as it is to stand in a paper: nothing beside it says what it shows. */
export interface Picture
  extends Pick<ChartProps, 'series' | 'marks' | 'axis' | 'logarithmic' | 'span' | 'range'> {
  readonly title: string;
  /** Under the title. */
  readonly note?: string;
  /** What the vertical axis measures. */
  readonly measure: string;
  /** Where it is not the lines themselves. */
  readonly keys?: readonly Key[];
}

/** Of the picture, in pixels at a scale of 1. */
const WIDTH = 1200;
const HEIGHT = 520;
/** Pixels a pixel: sharp in print. */
const SCALE = 2;
/** Text beside the page's, which is read from nearer than a slide. */
const REM = 1.25;
const MARGIN = 24;
const LINE = 20;
const KEY_WIDTH = 36;
/** For as many labels at the ends of lines. */
const LABELLED_LINE = 18;

/** A chart as a PNG on white, whatever the theme, with title, legend and both axes named. */
export async function chartPng(picture: Picture): Promise<string> {
  // What is drawn before a font has come is drawn in another.
  await Promise.all([document.fonts.load('400 16px Inter'), document.fonts.load('600 16px Inter')]);
  const white = document.createElement('div');
  white.className = 'on-white';
  document.body.append(white);
  try {
    return drawPicture(picture, themeColors(white));
  } finally {
    white.remove();
  }
}

function drawPicture(picture: Picture, color: Drawn['color']): string {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  const keys = picture.keys ?? picture.series.filter(({ points }) => points.length > 0);
  const rows = legendRows(context, keys);
  const head = MARGIN + 2 * LINE + (picture.note ? LINE : 0) + rows.length * LINE;
  const labelled = picture.series.filter(({ endLabel }) => endLabel !== undefined).length;
  const height = Math.max(HEIGHT, labelled * LABELLED_LINE + 80);
  canvas.width = WIDTH * SCALE;
  canvas.height = (head + height + MARGIN) * SCALE;
  context.scale(SCALE, SCALE);
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.textBaseline = 'middle';
  write(context, picture.title, MARGIN, MARGIN + LINE / 2, { font: font(18, 600), color: color('--ink') });
  let y = MARGIN + LINE * 1.5;
  if (picture.note) {
    y += LINE / 2;
    write(context, picture.note, MARGIN, y, { font: font(13), color: color('--ink-2') });
    y += LINE / 2;
  }
  for (const row of rows) {
    y += LINE;
    for (const { key, x, room } of row) drawKey(context, key, { x, y, room }, color);
  }
  drawChart(picture, height, color, (chart) =>
    context.drawImage(chart, MARGIN / 2, head, WIDTH - MARGIN, height),
  );
  return canvas.toDataURL('image/png');
}

/** @param use what is done with the drawing, which the library takes away with itself. */
function drawChart(
  { axis, marks = {}, logarithmic, span, range, series, measure }: Picture,
  height: number,
  color: Drawn['color'],
  use: (canvas: HTMLCanvasElement) => void,
): void {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH - MARGIN;
  canvas.height = height;
  const drawn: Drawn = { marks, axis, cursor: null, color };
  const chart = lineChart(
    canvas,
    {
      animation: false,
      responsive: false,
      devicePixelRatio: SCALE,
      parsing: false,
      normalized: true,
      events: [],
      plugins: {},
    },
    drawn,
  );
  dress(chart, { axis, logarithmic, span, range }, drawn, REM);
  const { x, y } = chart.options.scales!;
  const title = { display: true, color: color('--ink-2'), font: { family: 'Inter', size: 11 * REM } };
  Object.assign(x!, { title: { ...title, text: axis.label } });
  // As wide as its figures and its title need.
  Object.assign(y!, { title: { ...title, text: measure }, afterFit: undefined });
  fill(chart, series, drawn);
  chart.update('none');
  use(canvas);
  chart.destroy();
}

const font = (size: number, weight = 400): string => `${weight} ${size}px Inter`;

/** Writes as much of a text as there is room for. */
function write(
  context: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  style: { readonly font: string; readonly color: string; readonly room?: number },
): void {
  const { room = WIDTH - MARGIN - x } = style;
  context.font = style.font;
  context.fillStyle = style.color;
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > room) shown = `${shown.slice(0, -2)}…`;
  context.fillText(shown, x, y);
}

interface PlacedKey {
  readonly key: Key;
  readonly x: number;
  /** For its words. */
  readonly room: number;
}

/** The keys beside each other, in as many rows as they take. */
function legendRows(context: CanvasRenderingContext2D, keys: readonly Key[]): PlacedKey[][] {
  context.font = font(13);
  const rows: PlacedKey[][] = [];
  let x = Number.POSITIVE_INFINITY;
  for (const key of keys) {
    const room = Math.min(context.measureText(key.label).width, WIDTH / 2);
    const end = x + KEY_WIDTH + room;
    if (end > WIDTH - MARGIN) {
      rows.push([]);
      x = MARGIN;
    }
    rows.at(-1)!.push({ key, x, room: room + 1 });
    x += KEY_WIDTH + room + 24;
  }
  return rows;
}

function drawKey(
  context: CanvasRenderingContext2D,
  { label, color: token, dash = [], width = 2, opacity, ringed, point }: Key,
  { x, y, room }: { readonly x: number; readonly y: number; readonly room: number },
  color: Drawn['color'],
): void {
  context.strokeStyle = color(token, opacity);
  context.lineWidth = width;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + 28, y);
  context.stroke();
  context.setLineDash([]);
  if (ringed) {
    context.beginPath();
    if (point === 'rect') context.rect(x + 10.5, y - 3.5, 7, 7);
    else if (point === 'triangle') {
      context.moveTo(x + 14, y - 4.5);
      context.lineTo(x + 18.5, y + 3.5);
      context.lineTo(x + 9.5, y + 3.5);
      context.closePath();
    } else context.arc(x + 14, y, 4, 0, 2 * Math.PI);
    context.fillStyle = '#ffffff';
    context.fill();
    context.stroke();
  }
  write(context, label, x + KEY_WIDTH, y, { font: font(13), color: color('--ink'), room });
}
