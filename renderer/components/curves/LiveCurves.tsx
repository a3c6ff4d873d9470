import { useCallback, useMemo, useRef, useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { useCurves } from '../../stores/curves.ts';
import { metricTitle } from '../metric-words.ts';
import { extentOf } from './axis.ts';
import { Chart, type ChartHandle } from './Chart.tsx';
import { CourseNote } from './CourseNote.tsx';
import { CourseTable } from './CourseTable.tsx';
import { CrosshairBox } from './CrosshairBox.tsx';
import { CurveTools } from './CurveTools.tsx';
import { lossDescription, metricDescription } from './course-words.ts';
import { curvesCsv } from './curves-csv.ts';
import { StepCurves } from './StepCurves.tsx';
import { curvesOf, lossSeries, metricSeries, smoothedLosses } from './series.ts';
import { useCourseMarks } from './use-course-marks.ts';
import { useAxis, useSharedAxis } from './use-shared-axis.ts';
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
  const loss = useRef<ChartHandle>(null);
  const metric = run.best?.metric ?? 'accuracy';
  const isLive = run.live !== null;
  const course = curvesOf(run.points);
  const extent = extentOf([run]);
  const axis = useAxis(name, extent);
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
  const marks = useCourseMarks(run, course, name, metric);

  const png = useCallback(() => loss.current?.png(`${run.record.name}: loss`) ?? '', [run.record.name]);
  const csv = useCallback(() => curvesCsv(course), [course]);
  const count = course.evaluations.at(-1)?.report;
  return (
    <div className="curves">
      <CurveTools name={run.record.id} asTable={asTable} onTable={setAsTable} onPng={png} csv={csv} />
      {asTable ? (
        <CourseTable course={course} metric={metric} best={run.best?.step ?? null} smoothed={smoothed} />
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
                {metricTitle(metric)}
                {count && (
                  <span>
                    {count.count.toLocaleString('en')} held-out {count.unit}, bars show the 95&#8239;%
                    interval
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
        <StepCurves course={course} axis={name} shared={shared} />
      )}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };
