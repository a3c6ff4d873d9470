import { useEffect, useMemo, useRef, useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { compareRuns } from '../../../app/runs/compare.ts';
import { bySeed, seedBand } from '../../../app/runs/seeds.ts';
import { type AxisName, axisOf, extentOf, xOf } from '../../components/curves/axis.ts';
import { Chart, type ChartHandle } from '../../components/curves/Chart.tsx';
import { CurveTools } from '../../components/curves/CurveTools.tsx';
import type { Marks, Range, Series } from '../../components/curves/chart-types.ts';
import { compareCsv } from '../../components/curves/compare-csv.ts';
import { runColor } from '../../components/curves/run-colors.ts';
import {
  curvesOf,
  fixedLoss,
  lossSeries,
  metricSeries,
  smoothedLosses,
} from '../../components/curves/series.ts';
import { useSharedAxis } from '../../components/curves/use-shared-axis.ts';
import { figure } from '../../components/figures.ts';
import { useCurves } from '../../stores/curves.ts';
import { useRuns } from '../../stores/runs.ts';
import { Differences } from './Differences.tsx';

/** Runs on one chart, and beside it what differs between them and what came of it. */
export function Comparison({ ids }: { readonly ids: readonly string[] }) {
  const details = useRuns((state) => state.details);
  useEffect(() => {
    for (const id of ids) if (!useRuns.getState().details[id]) void useRuns.getState().follow(id);
  }, [ids]);
  const runs = useMemo(() => ids.flatMap((id) => details[id] ?? []), [ids, details]);
  if (runs.length < 2) return null;
  return (
    <div className="compare">
      <section aria-label="Curves of the chosen runs">
        <h2 className="only-read">Comparison of {runs.length} runs</h2>
        <ComparedCurves runs={runs} />
      </section>
      <section className="differ" aria-label="What differs">
        <Differences runs={runs} comparison={compareRuns(runs)} />
      </section>
    </div>
  );
}

function ComparedCurves({ runs }: { readonly runs: readonly RunDetail[] }) {
  const { axis: name, smoothing, logarithmic, hidden } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const loss = useRef<ChartHandle>(null);
  const courses = useMemo(() => runs.map(({ points }) => curvesOf(points)), [runs]);
  const axis = useMemo(() => axisOf(name, extentOf(runs)), [name, runs]);
  const longest = courses.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
  const { stepsPerEpoch } = extentOf(runs);
  const { shared, range, crosshair, showWhole } = useSharedAxis(axis, longest, name, stepsPerEpoch);
  const metric = runs[0]!.best?.metric ?? 'accuracy';
  const lines = useMemo(
    () =>
      runs.flatMap((run, i) =>
        lossSeries(courses[i]!, { axis: name, smoothing })
          .filter(({ label }) => label !== 'each batch' && !hidden.includes(label))
          .map((line): Series => {
            const { endLabel, endFigure: _, ...rest } = line;
            const named = line.label === 'validation' || courses[i]!.evaluations.length === 0;
            return {
              ...rest,
              color: runColor(i),
              ...(named && endLabel ? { endLabel: short(run.record.name) } : {}),
            };
          }),
      ),
    [runs, courses, name, smoothing, hidden],
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
      {range && (
        <button type="button" className="button small curves-reset" onClick={showWhole}>
          Whole run
        </button>
      )}
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
            description={`Loss of ${runs.length} runs, training solid, validation dashed. Best ${metric}: ${words.join('; ')}.`}
          />
          <Cursor runs={runs} x={crosshair.x} axis={name} smoothing={smoothing} />
          <h3 className="chart-title">
            {metric.charAt(0).toUpperCase() + metric.slice(1)}{' '}
            <span>bars show the 95 % interval; a band spans the seeds of one recipe</span>
          </h3>
          <Chart
            {...shared}
            series={judged}
            span={judgedSpan}
            height={170}
            description={`${metric} of ${runs.length} runs at each evaluation. ${words.join('; ')}.`}
          />
        </>
      )}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };

/** Of all intervals and bands, so that none is cut off. */
function spanOf(lines: readonly Series[]): Partial<Range> {
  const ends = lines.flatMap(({ whiskers = [], band = [] }) => [...whiskers, ...band]);
  if (ends.length === 0) return {};
  return { min: Math.min(...ends.map(({ low }) => low)), max: Math.max(...ends.map(({ high }) => high)) };
}

const short = (name: string) => (name.length > 20 ? `${name.slice(0, 19)}…` : name);

/** A line for each run, or where several differ by their seed alone, their mean with the band they span. */
function metricLines(runs: readonly RunDetail[], metric: string, axis: AxisName): Series[] {
  return bySeed(runs).flatMap((group): Series[] => {
    const color = runColor(runs.indexOf(group[0]!));
    const band =
      group.length > 1
        ? seedBand(
            group.map(({ points }) => points),
            metric,
          )
        : [];
    if (band.length < 2) {
      return group.map((run) => {
        const {
          endLabel,
          endFigure: _,
          ...line
        } = metricSeries(curvesOf(run.points), metric, run.best?.step ?? null, {
          axis,
        });
        const named = endLabel ? { endLabel: short(run.record.name) } : {};
        return { ...line, ...named, color: runColor(runs.indexOf(run)) };
      });
    }
    const points = band.map((point) => ({ x: xOf(point, axis), y: point.mean }));
    return [
      {
        label: `mean of ${group.length} seeds`,
        points,
        color,
        dash: [5, 5],
        ringed: true,
        tracked: true,
        endLabel: `mean of ${group.length} seeds`,
        endFigure: figure(points.at(-1)!.y),
        band: band.map((point) => ({ x: xOf(point, axis), low: point.low, high: point.high })),
      },
    ];
  });
}

interface CursorProps {
  readonly runs: readonly RunDetail[];
  readonly x: number | null;
  readonly axis: AxisName;
  readonly smoothing: number;
}

/** The figures under the crosshair, a run each. The line keeps its height while nothing is pointed at. */
function Cursor({ runs, x, axis, smoothing }: CursorProps) {
  return (
    <p className="cursor-line">
      {x === null
        ? ' '
        : runs.map(({ record, points }, i) => {
            const course = curvesOf(points);
            const index = course.steps.findLastIndex((point) => xOf(point, axis) <= x);
            const loss = smoothedLosses(course, smoothing)[index];
            return (
              <span key={record.id} style={{ color: `var(${runColor(i)})` }}>
                {short(record.name)} {loss === undefined ? 'not there yet' : figure(loss)}
              </span>
            );
          })}
    </p>
  );
}

function EvaluationsTable({
  runs,
  metric,
}: {
  readonly runs: readonly RunDetail[];
  readonly metric: string;
}) {
  const courses = runs.map(({ points }) => curvesOf(points));
  const steps = [...new Set(courses.flatMap(({ evaluations }) => evaluations.map(({ step }) => step)))].sort(
    (a, b) => a - b,
  );
  return (
    <div className="table-scroll">
      <table className="figures">
        <caption>Validation loss and {metric} at each evaluation</caption>
        <thead>
          <tr>
            <th scope="col">step</th>
            {runs.map(({ record }) => (
              <th key={record.id} scope="col">
                {short(record.name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step}>
              <th scope="row">{step}</th>
              {courses.map(({ evaluations }, i) => {
                const point = evaluations.find((item) => item.step === step);
                return (
                  <td key={runs[i]!.record.id}>
                    {point && `${figure(point.loss)}, ${figure(point.report.metrics[metric])}`}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
