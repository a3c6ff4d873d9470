import { useMemo, useRef, useState } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { type AxisName, extentOf, xOf } from '../../../components/curves/axis.ts';
import { Chart, type ChartHandle } from '../../../components/curves/Chart.tsx';
import { CurveTools } from '../../../components/curves/CurveTools.tsx';
import type { Marks } from '../../../components/curves/chart-types.ts';
import { compareCsv } from '../../../components/curves/compare-csv.ts';
import { runColor } from '../../../components/curves/run-colors.ts';
import { curvesOf, fixedLoss, smoothedLosses } from '../../../components/curves/series.ts';
import { useAxis, useSharedAxis } from '../../../components/curves/use-shared-axis.ts';
import { figure } from '../../../components/figures.ts';
import { metricTitle, metricWords } from '../../../components/metric-words.ts';
import { useCurves } from '../../../stores/curves.ts';
import { lossLines, metricLines, namesOf, spanOf } from './compared-series.ts';
import { EvaluationsTable } from './EvaluationsTable.tsx';

/** Loss and metric of runs on one axis, or the evaluations as a table. */
export function ComparedCurves({ runs }: { readonly runs: readonly RunDetail[] }) {
  const { axis: name, smoothing, logarithmic, hidden } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const loss = useRef<ChartHandle>(null);
  const courses = useMemo(() => runs.map(({ points }) => curvesOf(points)), [runs]);
  const extent = extentOf(runs);
  const axis = useAxis(name, extent);
  const longest = courses.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
  const { shared, crosshair } = useSharedAxis(axis, longest, name, extent.stepsPerEpoch);
  const metric = runs[0]!.best?.metric ?? 'accuracy';
  const lines = useMemo(
    () => lossLines(runs, { axis: name, smoothing }).filter(({ label }) => !hidden.includes(label)),
    [runs, name, smoothing, hidden],
  );
  const judged = useMemo(() => metricLines(runs, metric, name), [runs, metric, name]);
  const judgedSpan = useMemo(() => spanOf(judged), [judged]);
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
  return (
    <div className="curves">
      <CurveTools
        name="comparison"
        lines={['train', 'validation']}
        asTable={asTable}
        onTable={setAsTable}
        onPng={() => loss.current?.png(`Loss of ${runs.length} runs`) ?? ''}
        csv={() => compareCsv(runs.map(({ record }, i) => ({ name: record.name, course: courses[i]! })))}
      />
      {asTable ? (
        <EvaluationsTable runs={runs} metric={metric} />
      ) : (
        <>
          <Chart
            {...shared}
            ref={loss}
            focusable
            series={lines}
            marks={marks}
            logarithmic={logarithmic}
            span={LOSS_SPAN}
            height={280}
            description={`Loss of ${runs.length} runs, training solid, validation dashed. Best ${metricWords(metric)}: ${words.join('; ')}.`}
          />
          <Cursor runs={runs} x={crosshair.x} axis={name} smoothing={smoothing} />
          <h3 className="chart-title">
            {metricTitle(metric)}{' '}
            <span>bars show the 95&#8239;% interval; a band spans the seeds of one recipe</span>
          </h3>
          <Chart
            {...shared}
            series={judged}
            span={judgedSpan}
            height={170}
            description={`${metricTitle(metric)} of ${runs.length} runs at each evaluation. ${words.join('; ')}.`}
          />
        </>
      )}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };

interface CursorProps {
  readonly runs: readonly RunDetail[];
  readonly x: number | null;
  readonly axis: AxisName;
  readonly smoothing: number;
}

/** The figures under the crosshair, a run each. The line keeps its height while nothing is pointed at. */
function Cursor({ runs, x, axis, smoothing }: CursorProps) {
  const names = namesOf(runs);
  return (
    <p className="cursor-line">
      {x === null
        ? ' '
        : runs.map((run, i) => {
            const course = curvesOf(run.points);
            const index = course.steps.findLastIndex((point) => xOf(point, axis) <= x);
            const loss = smoothedLosses(course, smoothing)[index];
            return (
              <span key={run.record.id} style={{ color: `var(${runColor(i)})` }}>
                {names[i]} {loss === undefined ? 'not there yet' : figure(loss)}
              </span>
            );
          })}
    </p>
  );
}
