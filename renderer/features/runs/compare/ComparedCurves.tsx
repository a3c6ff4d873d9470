import { useCallback, useMemo, useState } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { type AxisName, extentOf, xOf } from '../../../components/curves/axis.ts';
import { Chart } from '../../../components/curves/Chart.tsx';
import { CurveTools } from '../../../components/curves/CurveTools.tsx';
import type { Marks } from '../../../components/curves/chart-types.ts';
import { compareCsv } from '../../../components/curves/compare-csv.ts';
import { MetricHead } from '../../../components/curves/MetricHead.tsx';
import { metricsOf, shownMetric } from '../../../components/curves/metric-shown.ts';
import { LOOKS, runColor } from '../../../components/curves/run-looks.ts';
import { StepCurves } from '../../../components/curves/StepCurves.tsx';
import { curvesOf, fixedLoss, type StepFigure, smoothedLosses } from '../../../components/curves/series.ts';
import { usePictures } from '../../../components/curves/use-pictures.ts';
import { useAxis, useSharedAxis } from '../../../components/curves/use-shared-axis.ts';
import { figure } from '../../../components/figures.ts';
import { metricTitle, metricWords } from '../../../components/metric-words.ts';
import { useComparison } from '../../../stores/comparison.ts';
import { useCurves } from '../../../stores/curves.ts';
import { comparedPictures } from './compared-pictures.ts';
import { drawn, FEW, lossLines, metricLines, namesOf, spanOf, stepLines } from './compared-series.ts';
import { EvaluationsTable } from './EvaluationsTable.tsx';

/** Loss and metric of runs on one axis, or the evaluations as a table. */
export function ComparedCurves({ runs }: { readonly runs: readonly RunDetail[] }) {
  const { axis: name, smoothing, logarithmic, hidden, metric: chosen } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const { lit, light } = useComparison();
  const courses = useMemo(() => runs.map(({ points }) => curvesOf(points)), [runs]);
  const extent = extentOf(runs);
  const axis = useAxis(name, extent);
  const longest = courses.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
  const { shared, range, crosshair } = useSharedAxis(axis, longest, name, extent.stepsPerEpoch);
  const metric = shownMetric(courses, chosen, runs[0]!.best);
  const lines = useMemo(
    () => lossLines(runs, { axis: name, smoothing }).filter(({ label }) => !hidden.includes(label)),
    [runs, name, smoothing, hidden],
  );
  const judged = useMemo(() => metricLines(runs, metric, name, lit), [runs, metric, name, lit]);
  const judgedSpan = useMemo(() => spanOf(metricLines(runs, metric, name, null)), [runs, metric, name]);
  const fixed = courses.map(({ evaluations }) => evaluations[0] && fixedLoss(evaluations[0].report));
  const level =
    fixed[0] != null && fixed.every((value) => value != null && Math.abs(value - fixed[0]!) < 1e-6);
  const marks = useMemo<Marks>(
    () => (level ? { levels: [{ y: fixed[0]!, label: 'always the same', kind: 'fixed' }] } : {}),
    [level, fixed[0]],
  );
  const words = runs.map(
    ({ record, best }) => `${record.name}: ${best ? figure(best.value) : 'not evaluated'}`,
  );
  const lossShown = useMemo(() => drawn(lines, runs, lit), [lines, runs, lit]);
  const judgedShown = useMemo(() => drawn(judged, runs, lit), [judged, runs, lit]);
  const linesOf = useCallback(
    (of: StepFigure) => drawn(stepLines(runs, of, name), runs, lit),
    [runs, name, lit],
  );
  const pictures = usePictures(
    comparedPictures(runs, metric, name, {
      loss: { series: lines, marks, span: LOSS_SPAN, logarithmic, axis, range },
      metric: { series: drawn(judged, runs, null), span: judgedSpan, axis, range },
    }),
  );
  return (
    <div className="curves">
      <CurveTools
        name="comparison"
        lines={['train', 'validation']}
        asTable={asTable}
        onTable={setAsTable}
        {...pictures}
        csv={() => compareCsv(runs.map(({ record }, i) => ({ name: record.name, course: courses[i]! })))}
      />
      {asTable ? (
        <EvaluationsTable runs={runs} metric={metric} />
      ) : (
        <>
          <Chart
            {...shared}
            focusable
            series={lossShown}
            onNear={light}
            marks={marks}
            logarithmic={logarithmic}
            span={LOSS_SPAN}
            height={heightFor(runs, 280)}
            description={`Loss of ${runs.length} runs, training solid, validation dashed. Best ${metricWords(metric)}: ${words.join('; ')}.`}
          />
          <Cursor runs={runs} lit={lit} x={crosshair.x} axis={name} smoothing={smoothing} />
          <MetricHead metric={metric} metrics={metricsOf(courses)}>
            {runs.length > FEW ? 'of the one pointed at, bars show' : 'bars show'} the 95&#8239;% interval; a
            band spans the seeds of one recipe
          </MetricHead>
          <Chart
            {...shared}
            series={judgedShown}
            onNear={light}
            span={judgedSpan}
            height={heightFor(runs, 170)}
            description={`${metricTitle(metric)} of ${runs.length} runs at each evaluation. ${words.join('; ')}.`}
          />
        </>
      )}
      {!asTable && <StepCurves linesOf={linesOf} shared={{ ...shared, onNear: light }} />}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };
/** Of a label at the end of a line. */
const LABEL = 15;

/** High enough for a label each. */
const heightFor = (runs: readonly RunDetail[], least: number): number =>
  Math.max(least, runs.length * LABEL + 40);

interface CursorProps {
  readonly runs: readonly RunDetail[];
  readonly lit: string | null;
  readonly x: number | null;
  readonly axis: AxisName;
  readonly smoothing: number;
}

/**
 * The figures under the crosshair, a run each; of many runs those of the one that is pointed at. The line keeps its height
 * while nothing is.
 */
function Cursor({ runs, lit, x, axis, smoothing }: CursorProps) {
  const names = namesOf(runs);
  const isMany = runs.length > FEW;
  const shown = isMany ? runs.filter(({ record }) => record.id === lit) : runs;
  if (isMany && shown.length === 0) return <p className="cursor-line secondary">{hint(runs)}</p>;
  return (
    <p className="cursor-line">
      {x === null && !isMany
        ? ' '
        : shown.map((run) => {
            const i = runs.indexOf(run);
            const course = curvesOf(run.points);
            const at = x ?? Number.POSITIVE_INFINITY;
            const index = course.steps.findLastIndex((point) => xOf(point, axis) <= at);
            const loss = smoothedLosses(course, smoothing)[index];
            return (
              <span key={run.record.id} style={{ color: `var(${runColor(i)})` }}>
                {isMany ? run.record.name : names[i]} {loss === undefined ? 'not there yet' : figure(loss)}
              </span>
            );
          })}
    </p>
  );
}

/** How the lines of many runs are told apart. */
function hint(runs: readonly RunDetail[]): string {
  const looks = runs.length > LOOKS ? `From run ${LOOKS + 1} on, looks come again. ` : '';
  return `${looks}Point at a line, or at a name in a table, to see it alone.`;
}
