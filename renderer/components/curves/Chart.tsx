import {
  Chart as ChartJs,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  type Plugin,
  PointElement,
} from 'chart.js';
import * as zoomModule from 'chartjs-plugin-zoom';
import {
  type KeyboardEvent,
  type PointerEvent,
  type Ref,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import { dress, fill, picture } from './chart-dress.ts';
import { chartOptions } from './chart-options.ts';
import type { CurveDataset, Drawn, LineChart, Marks, Range, Series, XAxis } from './chart-types.ts';
import { decimate, type Point } from './decimate.ts';
import { marksPlugin } from './marks.ts';
import { onThemeChange } from './theme-colors.ts';

ChartJs.register(
  LineController,
  LineElement,
  PointElement,
  LinearScale,
  LogarithmicScale,
  // Its types describe a CommonJS module; what a browser gets is its default export.
  (zoomModule as unknown as { default: Plugin }).default,
);

export interface ChartHandle {
  /** The chart as a picture, with its title and on the page's colour. */
  png(title: string): string;
}

export interface ChartProps {
  readonly series: readonly Series[];
  readonly marks?: Marks;
  readonly axis: XAxis;
  readonly logarithmic?: boolean;
  /** Lowest and highest value that the axis at least holds. */
  readonly span?: Partial<Range>;
  /** What is shown of x; null is the whole run. */
  readonly range: Range | null;
  readonly onRange: (range: Range | null) => void;
  /** x of the crosshair. */
  readonly cursor: number | null;
  readonly onCursor: (x: number | null) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** What the chart shows, in words. */
  readonly description: string;
  readonly height: number;
  /** Reached by Tab; one of several charts on the same axis is enough. */
  readonly focusable?: boolean;
  readonly ref?: Ref<ChartHandle>;
}

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

/** Chart.js behind one component: new points keep the zoom, colours follow the theme, marks say what lines cannot. */
export function Chart(props: ChartProps) {
  const { series, marks = {}, axis, logarithmic = false, span, range, cursor, height, ref } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart>(null);
  const latest = useRef(props);
  latest.current = props;
  const drawn = useRef<Drawn>({ marks, axis, cursor, color: () => '' });

  useEffect(() => {
    const report = ({ chart: { scales } }: { chart: ChartJs }) => {
      const { min, max } = scales.x!;
      latest.current.onRange({ min, max });
    };
    const made = new ChartJs(canvas.current!, {
      type: 'line',
      data: { datasets: [] },
      options: chartOptions(report),
      plugins: [thinning, marksPlugin(drawn.current)],
    }) as LineChart;
    chart.current = made;
    const stop = onThemeChange(() => {
      dress(made, latest.current, drawn.current);
      // Made anew: the library keeps the resolved colours of points.
      made.data.datasets = [];
      fill(made, latest.current.series, drawn.current);
      made.update('none');
    });
    return () => {
      stop();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    dress(chart.current!, { axis, logarithmic, span, range: latest.current.range }, drawn.current);
    chart.current!.update('none');
  }, [axis, logarithmic, span]);

  useEffect(() => {
    const { x } = chart.current!.scales;
    const { min, max } = range ?? axis.whole;
    // The chart that was zoomed or dragged shows it already; only the others on its axis follow.
    if (!x || (x.min === min && x.max === max)) return;
    Object.assign(chart.current!.options.scales!.x!, { min, max });
    chart.current!.update('none');
  }, [range, axis]);

  useEffect(() => {
    fill(chart.current!, series, drawn.current);
    chart.current!.update('none');
  }, [series]);

  useEffect(() => {
    Object.assign(drawn.current, { marks, cursor });
    chart.current!.draw();
  }, [marks, cursor]);

  useImperativeHandle(ref, () => ({ png: (title) => picture(chart.current!, title, drawn.current) }));

  const follow = (event: PointerEvent) => {
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    const { scales, chartArea } = chart.current!;
    const { left } = canvas.current!.getBoundingClientRect();
    const at = event.clientX - left;
    const inside = at >= chartArea.left - 4 && at <= chartArea.right + 4;
    props.onCursor(inside ? scales.x!.getValueForPixel(at)! : null);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a chart is no fieldset
    <div
      className="chart"
      style={{ height }}
      role="group"
      aria-label={props.description}
      tabIndex={props.focusable ? 0 : undefined}
      onPointerMove={follow}
      onPointerLeave={() => props.onCursor(null)}
      onKeyDown={props.onKeyDown}
    >
      <canvas ref={canvas} />
      {props.focusable && range && (
        <button type="button" className="button small chart-whole" onClick={() => props.onRange(null)}>
          Whole run
        </button>
      )}
    </div>
  );
}
