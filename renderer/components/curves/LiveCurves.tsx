import { useCallback, useMemo, useRef, useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { useCurves } from '../../stores/curves.ts';
import { Disclosure } from '../Disclosure.tsx';
import { figure } from '../figures.ts';
import { type AxisName, axisOf, extentOf } from './axis.ts';
import { Chart, type ChartHandle } from './Chart.tsx';
import { CourseNote } from './CourseNote.tsx';
import { CourseTable } from './CourseTable.tsx';
import { CrosshairBox } from './CrosshairBox.tsx';
import { CurveTools } from './CurveTools.tsx';
import type { Marks, Range } from './chart-types.ts';
import { brokenStep, lossDescription, metricDescription, seamsOf } from './course-words.ts';
import { curvesCsv } from './curves-csv.ts';
import { expectedEvaluations } from './expected.ts';
import {
  type Course,
  curvesOf,
  fixedLoss,
  lossSeries,
  metricSeries,
  smoothedLosses,
  stepSeries,
} from './series.ts';
import { useSharedAxis } from './use-shared-axis.ts';
import './live-curves.css';

interface LiveCurvesProps {
  readonly run: RunDetail;
  /** Only loss and metric, without the table and what is folded away. */
  readonly brief?: boolean;
}

/** A run's curves, live while it goes: loss and metric on one axis, the rest folded below. */
export function LiveCurves({ run, brief }: LiveCurvesProps) {
  const { axis: name, smoothing, logarithmic, hidden } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const [more, setMore] = useState(false);
  const loss = useRef<ChartHandle>(null);
  const metric = run.best?.metric ?? 'accuracy';
  const isLive = run.live !== null;
  const course = curvesOf(run.points);
  const extent = extentOf([run]);
  const key = JSON.stringify(extent);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the extent
  const axis = useMemo(() => axisOf(name, extent), [name, key]);
  const { shared, range, crosshair } = useSharedAxis(axis, course, name, extent.stepsPerEpoch);
  const smoothed = smoothedLosses(course, smoothing);
  const lines = useMemo(
    () => lossSeries(course, { axis: name, smoothing }).filter(({ label }) => !hidden.includes(label)),
    [course, name, smoothing, hidden],
  );
  const accuracy = useMemo(
    () => [metricSeries(course, metric, run.best?.step ?? null, { axis: name, isLive })],
    [course, metric, run.best?.step, name, isLive],
  );
  const marks = useMarks(run, course, name, metric);
  const other = useMemo(
    () =>
      more
        ? {
            rate: stepSeries(course, (point) => point.learning_rate, 'learning rate', { axis: name }),
            norm: stepSeries(course, (point) => point.grad_norm, 'gradient norm', { axis: name }),
            speed: stepSeries(course, (point) => point.tokens / point.seconds, 'tokens', { axis: name }),
          }
        : null,
    [more, course, name],
  );

  const png = useCallback(() => loss.current?.png(`${run.record.name}: loss`) ?? '', [run.record.name]);
  const csv = useCallback(() => curvesCsv(course), [course]);
  const count = course.evaluations.at(-1)?.report;
  return (
    <div className="curves">
      <CurveTools name={run.record.id} asTable={asTable} onTable={setAsTable} onPng={png} csv={csv} />
      {asTable ? (
        <CourseTable course={course} metric={metric} smoothed={smoothed} />
      ) : (
        <>
          <div className="chart-frame">
            <Chart
              {...shared}
              ref={loss}
              focusable
              series={lines}
              marks={marks.loss}
              logarithmic={logarithmic}
              span={LOSS_SPAN}
              height={260}
              description={lossDescription(course, smoothed)}
            />
            <CrosshairBox
              run={run}
              course={course}
              crosshair={crosshair}
              metric={metric}
              smoothed={smoothed}
              range={range ?? axis.whole}
            />
          </div>
          <CourseNote run={run} course={course} />
          {course.evaluations.length > 0 && (
            <>
              <h3 className="chart-title">
                {titled(metric)}
                {count && (
                  <span>
                    {count.count.toLocaleString('en')} held-out {count.unit}, bars show the 95 % interval
                  </span>
                )}
              </h3>
              <Chart
                {...shared}
                series={accuracy}
                marks={marks.metric}
                span={marks.span}
                height={150}
                description={metricDescription(course, metric)}
              />
            </>
          )}
        </>
      )}
      {!brief && !asTable && course.steps.length > 0 && (
        <Disclosure title="Learning rate, gradient norm, tokens a second" open={more} onOpenChange={setMore}>
          {other && (
            <>
              <h3 className="chart-title">Learning rate</h3>
              <Chart
                {...shared}
                series={other.rate}
                span={ZERO}
                height={120}
                description="Learning rate of each step."
              />
              <h3 className="chart-title">
                Gradient norm <span>of each step, before clipping</span>
              </h3>
              <Chart
                {...shared}
                series={other.norm}
                span={ZERO}
                height={120}
                description="Gradient norm of each step."
              />
              <h3 className="chart-title">
                Tokens a second <span>padding left out</span>
              </h3>
              <Chart
                {...shared}
                series={other.speed}
                span={ZERO}
                height={120}
                description="Real tokens a second."
              />
            </>
          )}
        </Disclosure>
      )}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };
const ZERO = { min: 0 };

function titled(metric: string): string {
  const words = metric.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function useMarks(
  run: RunDetail,
  course: Course,
  axis: AxisName,
  metric: string,
): { loss: Marks; metric: Marks; span: Partial<Range> } {
  const first = course.evaluations[0];
  const fixed = first ? fixedLoss(first.report) : null;
  const baseline = first?.report.baseline?.metrics[metric];
  const broken = useMemo(() => brokenStep(run, course), [run, course]);
  const seams = seamsOf(course);
  const perEpoch = extentOf([run]).stepsPerEpoch;
  const place = (step: number) =>
    axis === 'step'
      ? step
      : axis === 'epoch'
        ? step / (perEpoch || 1)
        : (course.steps.findLast((point) => point.step <= step)?.elapsed_seconds ?? 0);
  const plain = run.record.args.label_smoothing_factor === 0 && run.record.args.class_weights === null;
  const expected = run.live && axis !== 'time' ? expectedEvaluations(run, course).map(place) : [];
  const events = [
    ...seams.map(({ step, label }) => ({ x: place(step), label, kind: 'resumed' as const })),
    ...(broken === null
      ? []
      : [{ x: place(broken), label: `NaN at step ${broken}`, kind: 'broken' as const }]),
  ];
  const made = {
    loss: {
      levels: fixed !== null && plain ? [{ y: fixed, label: 'always the same', kind: 'fixed' as const }] : [],
      events,
      expected,
    },
    metric: {
      levels: [
        ...(baseline === undefined
          ? []
          : [{ y: baseline, label: 'always the same', kind: 'fixed' as const }]),
        ...(run.guess === null || metric !== 'accuracy'
          ? []
          : [{ y: run.guess, label: `you said ${figure(run.guess, 2)}`, kind: 'guess' as const }]),
      ],
      expected,
    },
    span: baseline === undefined ? {} : { min: Math.max(0, baseline - 0.1), max: Math.max(1, baseline) },
  };
  const key = JSON.stringify(made);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for all of it, so that a crosshair redraws no chart
  return useMemo(() => made, [key]);
}
