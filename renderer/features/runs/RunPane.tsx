import { useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { curvesOf } from '../../components/curves/series.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { placeWords } from '../../components/device-words.ts';
import { Failure } from '../../components/Failure.tsx';
import { Figured } from '../../components/Figured.tsx';
import { clock, figure, percent } from '../../components/figures.ts';
import { metricTitle } from '../../components/metric-words.ts';
import { Panes } from '../../components/Panes.tsx';
import { BatchNow } from '../../components/run/BatchNow.tsx';
import { ConfusionTable } from '../../components/run/ConfusionTable.tsx';
import { PredictScale } from '../../components/run/PredictScale.tsx';
import { isBroken } from '../../components/run/run-status.ts';
import { WatchedTable } from '../../components/run/WatchedTable.tsx';
import { useRuns } from '../../stores/runs.ts';
import { RunActions } from './RunActions.tsx';
import { RunSettings } from './RunSettings.tsx';

/** One run: its curves, and beside them what came of it. */
export function RunPane({ id }: { readonly id: string }) {
  const run = useRuns(({ details }) => details[id]);
  const [step, setStep] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  if (!run) return null;
  const { evaluations } = curvesOf(run.points);
  const { record, problem } = run;
  const failure = problem
    ? `${problem} ${record.last_checkpoint ? `Resume goes on from ${record.last_checkpoint}.` : 'Nothing was saved yet, so Resume begins anew.'}`
    : isBroken(run)
      ? null
      : record.error?.message;
  return (
    <Panes
      name="runs"
      sideLabel={`About ${record.name}`}
      side={
        <div className="scroll run-side">
          {run.best && (
            <p className="takeaway">
              <Figured text={verdict(run)} />
            </p>
          )}
          {run.guess !== null && <Prediction run={run} />}
          <BatchNow run={run} />
          <WatchedTable run={run} />
          {evaluations.length > 0 && (
            <ConfusionTable
              evaluations={evaluations}
              step={step ?? evaluations.at(-1)!.step}
              onStep={setStep}
            />
          )}
          <RunSettings run={run} />
        </div>
      }
      main={
        <section className="pane" aria-label={record.name}>
          <RunActions run={run} onError={setError} />
          <div className="scroll">
            {error && <Failure error={error} />}
            {failure && (
              <div className="run-problem">
                <Failure error={new Error(failure)} />
              </div>
            )}
            <RunMessages run={run} />
            <LiveCurves run={run} />
          </div>
        </section>
      }
    />
  );
}

/** What was predicted, and what was measured, on one scale. */
function Prediction({ run: { guess, best, record } }: { readonly run: RunDetail }) {
  const isMeasured = best?.isMain && best.step > 0;
  const at = record.status === 'completed' ? 'measured' : 'so far';
  const measured = isMeasured ? { label: at, value: best.value, interval: best.interval } : null;
  return <PredictScale guess={guess} baseline={best?.baseline ?? null} measured={measured} earlier={[]} />;
}

/** What the process said while it began: warnings in sight, the rest folded. */
function RunMessages({ run: { live } }: { readonly run: RunDetail }) {
  const messages = live?.messages ?? [];
  const infos = messages.filter(({ level }) => level === 'info');
  return (
    <div className="run-messages">
      {messages
        .filter(({ level }) => level === 'warning')
        .map(({ message }) => (
          <p key={message}>{message}</p>
        ))}
      {infos.length > 0 && (
        <Disclosure title="What was loaded">
          <pre className="mono">{infos.map(({ message }) => message).join('\n')}</pre>
        </Disclosure>
      )}
    </div>
  );
}

/** The best figure beside what the simplest answer reaches, and whether chance alone could explain the difference. */
function verdict({ best, record, live }: RunDetail): string {
  const { metric, value, interval, baseline, step, count, unit } = best!;
  const took = `${clock(record.progress.elapsed_seconds)} of training, ${placeWords(record.device, record.threads)}.`;
  const named = metricTitle(metric);
  const where = step === 0 ? 'before the first step' : `at step ${step}`;
  const rows = `${count.toLocaleString('en')} ${unit === 'examples' ? 'rows' : unit} judged`;
  if (interval === null || baseline === null) {
    const range = interval
      ? `, with ${rows}: between *${figure(interval[0])}* and *${figure(interval[1])}*`
      : '';
    return `${named} *${figure(value)}* ${where}${range}. ${live ? '' : took}`;
  }
  const fixed = baseline === 0 ? 'finds none' : `scores *${percent(baseline)}*`;
  const judged =
    interval[0] > baseline
      ? 'more than chance in drawing these rows can explain'
      : 'within what chance in drawing these rows can explain';
  const optimistic =
    live || step === 0 ? '' : ' Chosen on the rows it is judged by, it is a little optimistic.';
  return `${named} *${percent(value)}* ${where}, with ${rows}: between *${percent(interval[0])}* and *${percent(interval[1])}*. Always one answer ${fixed}, so this is ${judged}.${optimistic} ${live ? '' : took}`;
}
