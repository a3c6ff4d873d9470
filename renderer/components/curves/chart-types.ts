import type { Chart, ChartDataset } from 'chart.js';
import type { Point } from './decimate.ts';

/** One line, or the points of one. */
export interface Series {
  readonly label: string;
  /** Whose it is, where a chart has lines of several: a run's or a learner's id. */
  readonly id?: string;
  readonly points: readonly Point[];
  /** A design token, e.g. `--train`. */
  readonly color: string;
  readonly opacity?: number;
  readonly width?: number;
  readonly dash?: readonly number[];
  /** Points are ringed; a bare line otherwise. */
  readonly ringed?: boolean;
  /** The form of its rings; circles where it is not said. */
  readonly point?: 'circle' | 'rect' | 'triangle';
  /** Written where the line ends, or leaves what is in sight. */
  readonly endLabel?: string;
  /** The value at its end, beside the label as long as that is in sight. */
  readonly endFigure?: string;
  /** Ends of the 95 % intervals, by x. */
  readonly whiskers?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** x of the best point, which gets a second ring. */
  readonly best?: number | null;
  /** Lowest and highest of several runs, by x. */
  readonly band?: readonly { readonly x: number; readonly low: number; readonly high: number }[];
  /** The crosshair marks its point. */
  readonly tracked?: boolean;
}

/** What a chart says beside its lines. */
export interface Marks {
  /** What a fixed answer scores, or what was predicted: across the whole width, labelled at its end. */
  readonly levels?: readonly {
    readonly y: number;
    readonly label: string;
    readonly kind: 'fixed' | 'guess';
  }[];
  /** Where something happened to the run. */
  readonly events?: readonly {
    readonly x: number;
    readonly label: string;
    readonly kind: 'resumed' | 'broken';
  }[];
  /** Evaluations to come. */
  readonly expected?: readonly number[];
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A tick; `line` draws it through the chart. */
export interface AxisTick {
  readonly value: number;
  readonly label: string;
  readonly line: boolean;
}

export interface XAxis {
  readonly label: string;
  /** Of the whole run. */
  readonly whole: Range;
  /** The ticks of a range; null leaves them to the library. */
  readonly ticks: (range: Range) => readonly AxisTick[] | null;
  /** A value as the crosshair writes it. */
  readonly format: (value: number) => string;
}

export type LineChart = Chart<'line', Point[]>;

/** What a dataset carries for our own plugins. */
export interface CurveDataset extends ChartDataset<'line', Point[]> {
  readonly series: Series;
}

/** What the plugins draw, renewed with every change; colours come resolved for the theme. */
export interface Drawn {
  marks: Marks;
  axis: XAxis;
  cursor: number | null;
  color: (token: string, opacity?: number) => string;
}
