import { useState } from 'react';
import type { RunDetail } from '../../../app/contract/runs.ts';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { curvesOf } from '../../components/curves/series.ts';
import { Disclosure } from '../../components/Disclosure.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Figured } from '../../components/Figured.tsx';
import { Panes } from '../../components/Panes.tsx';
import { BatchNow } from '../../components/run/BatchNow.tsx';
import { ConfusionTable } from '../../components/run/ConfusionTable.tsx';
import { failureWords } from '../../components/run/failure-words.ts';
import { PredictScale } from '../../components/run/PredictScale.tsx';
import { WatchedTable } from '../../components/run/WatchedTable.tsx';
import { useRuns } from '../../stores/runs.ts';
import { RunActions } from './RunActions.tsx';
import { RunSettings } from './RunSettings.tsx';
import { runVerdict } from './run-verdict.ts';

/** One run: its curves, and beside them what came of it. */
export function RunPane({ id }: { readonly id: string }) {
  const run = useRuns(({ details }) => details[id]);
  const [step, setStep] = useState<number | null>(null);
  const [error, setError] = useState<Error | null>(null);
  if (!run) return null;
  const { evaluations } = curvesOf(run.points);
  const { record } = run;
  const failure = failureWords(run);
  return (
    <Panes
      name="runs"
      sideLabel={`About ${record.name}`}
      side={
        <div className="scroll run-side">
          {run.best && (
            <p className="takeaway">
              <Figured text={runVerdict({ ...run, best: run.best })} />
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
