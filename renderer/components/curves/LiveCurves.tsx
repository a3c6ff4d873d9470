import { useMemo, useRef, useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { Choice } from '../Choice.tsx';
import { download } from '../download.ts';
import { figure } from '../figures.ts';
import { Chart, type ChartHandle } from './Chart.tsx';
import { EvaluationTable } from './EvaluationTable.tsx';
import {
  AXIS_LABELS,
  type Axis,
  curvesCsv,
  evaluationsOf,
  lossSeries,
  metricSeries,
  stepSeries,
  stepsOf,
} from './series.ts';
import './live-curves.css';

/** A run's curves, live while it goes. */
export function LiveCurves({ run }: { readonly run: RunDetail }) {
  const [axis, setAxis] = useState<Axis>('step');
  const [smoothing, setSmoothing] = useState(0.8);
  const [logarithmic, setLogarithmic] = useState(false);
  const [more, setMore] = useState(false);
  const loss = useRef<ChartHandle>(null);
  const metric = run.best?.metric ?? 'accuracy';
  const { points } = run;
  const options = useMemo(() => ({ axis, smoothing }), [axis, smoothing]);
  const series = useMemo(
    () => ({
      loss: lossSeries(points, options),
      metric: metricSeries(points, metric, options),
      rate: stepSeries(points, (point) => point.learning_rate, 'learning rate', options),
      norm: stepSeries(points, (point) => point.grad_norm, 'gradient norm before clipping', options),
      speed: stepSeries(points, (point) => point.tokens / point.seconds, 'tokens a second', options),
    }),
    [points, options, metric],
  );
  const xLabel = AXIS_LABELS[axis];
  const steps = stepsOf(points);
  const broken = steps.find((point) => !Number.isFinite(point.loss));
  if (steps.length === 0 && evaluationsOf(points).length === 0) {
    return <p className="secondary curves-wait">The first point comes with the first step.</p>;
  }
  return (
    <div className="curves">
      <div className="curves-tools">
        <Choice
          label="Horizontal axis"
          hideLabel
          value={axis}
          options={[
            ['step', 'Step'],
            ['epoch', 'Epoch'],
            ['time', 'Time'],
          ]}
          onChange={setAxis}
        />
        <label>
          Smoothing{' '}
          <input
            type="range"
            min={0}
            max={0.99}
            step={0.01}
            value={smoothing}
            onChange={({ target }) => setSmoothing(target.valueAsNumber)}
          />{' '}
          {smoothing.toFixed(2)}
        </label>
        <label>
          <input
            type="checkbox"
            checked={logarithmic}
            onChange={({ target }) => setLogarithmic(target.checked)}
          />{' '}
          Log scale
        </label>
        <span className="grow" />
        <button type="button" className="button small quiet" onClick={() => loss.current?.resetZoom()}>
          Whole run
        </button>
        <button
          type="button"
          className="button small quiet"
          onClick={() => download(`${run.record.id}-loss.png`, loss.current!.png())}
        >
          PNG
        </button>
        <button
          type="button"
          className="button small quiet"
          onClick={() =>
            download(
              `${run.record.id}.csv`,
              `data:text/csv;charset=utf-8,${encodeURIComponent(curvesCsv(points))}`,
            )
          }
        >
          CSV
        </button>
      </div>
      {broken && (
        <p className="failure" role="alert">
          The loss is not a number at step {broken.step}. The step was not taken; a smaller learning rate
          helps.
        </p>
      )}
      <h3>
        Loss <span className="key train">training</span> <span className="key valid">validation</span>
      </h3>
      <Chart
        ref={loss}
        series={series.loss}
        xLabel={xLabel}
        logarithmic={logarithmic}
        height={240}
        description={lossWords(run)}
      />
      <h3>
        {metric} on the validation rows{' '}
        <span className="tertiary">
          with its 95 % interval; dotted: {run.points.length > 0 && baselineWords(run)}
        </span>
      </h3>
      <Chart series={series.metric} xLabel={xLabel} height={180} description={metricWords(run, metric)} />
      <EvaluationTable evaluations={evaluationsOf(points)} metric={metric} />
      <details onToggle={({ currentTarget }) => setMore(currentTarget.open)}>
        <summary>Learning rate, gradient norm, speed</summary>
        {more && (
          <>
            <h3>Learning rate</h3>
            <Chart
              series={series.rate}
              xLabel={xLabel}
              height={120}
              description="Learning rate of every step"
            />
            <h3>Gradient norm</h3>
            <Chart
              series={series.norm}
              xLabel={xLabel}
              height={120}
              description="Gradient norm of every step, before clipping"
            />
            <h3>Tokens a second</h3>
            <Chart
              series={series.speed}
              xLabel={xLabel}
              height={120}
              description="Real tokens a second of every step"
            />
          </>
        )}
      </details>
    </div>
  );
}

function lossWords({ points }: RunDetail): string {
  const steps = stepsOf(points);
  const last = evaluationsOf(points).at(-1);
  const validation = last ? ` Validation loss ${figure(last.loss)} at step ${last.step}.` : '';
  return `Training loss from ${figure(steps[0]?.loss)} at the first step to ${figure(steps.at(-1)?.loss)} at step ${steps.at(-1)?.step}.${validation}`;
}

function metricWords({ points }: RunDetail, metric: string): string {
  return evaluationsOf(points)
    .map(({ step, report }) => `Step ${step}: ${metric} ${figure(report.metrics[metric])}.`)
    .join(' ');
}

function baselineWords({ points }: RunDetail): string {
  return evaluationsOf(points)[0]?.report.baseline?.strategy ?? 'no baseline';
}
