import { useCallback, useMemo, useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { useCurves } from '../../stores/curves.ts';
import { extentOf } from './axis.ts';
import { Chart } from './Chart.tsx';
import { CourseNote } from './CourseNote.tsx';
import { CourseTable } from './CourseTable.tsx';
import { CrosshairBox } from './CrosshairBox.tsx';
import { CurveTools } from './CurveTools.tsx';
import { lossDescription, metricDescription } from './course-words.ts';
import { curvesCsv } from './curves-csv.ts';
import { livePictures } from './live-pictures.ts';
import { MetricHead } from './MetricHead.tsx';
import { metricsOf, shownMetric } from './metric-shown.ts';
import { StepCurves } from './StepCurves.tsx';
import { curvesOf, lossSeries, metricSeries, type StepFigure, smoothedLosses, stepSeries } from './series.ts';
import { useCourseMarks } from './use-course-marks.ts';
import { usePictures } from './use-pictures.ts';
import { useAxis, useSharedAxis } from './use-shared-axis.ts';
import './live-curves.css';

interface LiveCurvesProps {
  readonly run: RunDetail;
  /** Only loss and metric, without the table and what is folded away. */
  readonly brief?: boolean;
}

/** A run's curves, live while it goes: loss and metric on one axis, the rest folded below. */
export function LiveCurves({ run, brief }: LiveCurvesProps) {
  const { axis: name, smoothing, logarithmic, hidden, metric: chosen } = useCurves();
  const [asTable, setAsTable] = useState(false);
  const isLive = run.live !== null;
  const course = curvesOf(run.points);
  const metric = shownMetric([course], chosen, run.best);
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

  const pictures = usePictures(
    livePictures(
      { run, course, metric, loss: lines, judged: accuracy, marks, axis: name, logarithmic },
      { axis, range },
    ),
  );
  const linesOf = useCallback(
    (figure: StepFigure) => [stepSeries(course, figure, { axis: name })],
    [course, name],
  );
  const csv = useCallback(() => curvesCsv(course), [course]);
  const count = course.evaluations.at(-1)?.report;
  return (
    <div className="curves">
      <CurveTools name={run.record.id} asTable={asTable} onTable={setAsTable} csv={csv} {...pictures} />
      {asTable ? (
        <CourseTable course={course} metric={metric} best={run.best?.step ?? null} smoothed={smoothed} />
      ) : (
        <>
          <div className="chart-frame">
            <Chart
              {...shared}
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
              <MetricHead metric={metric} metrics={metricsOf([course])}>
                {count && `${count.count.toLocaleString('en')} held-out ${count.unit}`}
                {count?.intervals[metric] && ', bars show the 95\u202f% interval'}
              </MetricHead>
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
      {!brief && !asTable && course.steps.length > 0 && <StepCurves linesOf={linesOf} shared={shared} />}
    </div>
  );
}

const LOSS_SPAN = { min: 0 };
