import type { Chart as ChartJs } from 'chart.js';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { dress, fill } from './chart-dress.ts';
import { chartOptions } from './chart-options.ts';
import type { Drawn, LineChart, Marks, Range, Series, XAxis } from './chart-types.ts';
import { lineChart } from './line-chart.ts';
import { nearestLine } from './places.ts';
import { onThemeChange, themeColors } from './theme-colors.ts';

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
  /** Told whose line the pointer is at. */
  readonly onNear?: (id: string | null) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** What the chart shows, in words. */
  readonly description: string;
  readonly height: number;
  /** Reached by Tab; one of several charts on the same axis is enough. */
  readonly focusable?: boolean;
}

/** Chart.js behind one component: new points keep the zoom, colours follow the theme, marks say what lines cannot. */
export function Chart(props: ChartProps) {
  const { series, marks = {}, axis, logarithmic = false, span, range, cursor, height } = props;
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
    const made = lineChart(canvas.current!, chartOptions(report), drawn.current);
    chart.current = made;
    const stop = onThemeChange(() => {
      dressForPage(made, latest.current, drawn.current);
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
    dressForPage(chart.current!, { axis, logarithmic, span, range: latest.current.range }, drawn.current);
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

  const follow = (event: PointerEvent) => {
    if (event.buttons !== 0 || event.pointerType === 'touch') return;
    const { scales, chartArea } = chart.current!;
    const box = canvas.current!.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const inside = x >= chartArea.left - 4 && x <= chartArea.right + 4;
    props.onCursor(inside ? scales.x!.getValueForPixel(x)! : null);
    props.onNear?.(inside ? (nearestLine(chart.current!, x, y)?.id ?? null) : null);
  };
  const leave = () => {
    props.onCursor(null);
    props.onNear?.(null);
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
      onPointerLeave={leave}
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

/** For the theme and the text size of now. */
function dressForPage(chart: LineChart, dressed: Parameters<typeof dress>[1], drawn: Drawn): void {
  const page = document.documentElement;
  drawn.color = themeColors(page);
  dress(chart, dressed, drawn, Number.parseFloat(getComputedStyle(page).fontSize) / 16);
}
