import type { ReactNode } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { clock, figure } from '../../components/figures.ts';
import { metricWords } from '../../components/metric-words.ts';
import { failureWords } from '../../components/run/failure-words.ts';
import { slowdown, useAnswerTimes } from '../../stores/answer-times.ts';

interface StripFiguresProps {
  readonly run: RunSummary;
  /** How many runs wait for this one. */
  readonly waiting: number;
}

/** The run in figures: where it is and how long it takes, or what came of it. The last ones go first when it is narrow. */
export function StripFigures({ run, waiting }: StripFiguresProps) {
  const { record, live, best, spark, checkpoints } = run;
  const slow = useAnswerTimes(useShallow((state) => (live ? slowdown(state) : null)));
  const { progress } = record;
  if (!live) {
    const why = failureWords(run) ?? record.error?.message;
    if (why)
      return (
        <span className="strip-figures strip-error cut">{why.split('. ')[0]!.replace(/\.?$/, '.')}</span>
      );
    return (
      <Figures>
        {best && (
          <span>
            best {metricWords(best.metric)} <b>{figure(best.value)}</b> at step <b>{best.step}</b>
          </span>
        )}
        <span className="only-wide">
          {progress.global_step} {progress.global_step === 1 ? 'step' : 'steps'} in{' '}
          <b>{clock(progress.elapsed_seconds)}</b>
        </span>
        {checkpoints.length > 0 && (
          <span className="only-wide">
            {checkpoints.length} {checkpoints.length === 1 ? 'checkpoint' : 'checkpoints'} kept
          </span>
        )}
      </Figures>
    );
  }
  const loss = spark.train.at(-1)?.[1];
  return (
    <Figures>
      <span>
        step <b>{live.step}</b>
        {live.maxSteps > 0 && ` of ${live.maxSteps}`}
      </span>
      {live.evaluated ? (
        <span>
          <b>{live.evaluated.done}</b> of {live.evaluated.total} judged
        </span>
      ) : (
        <span className="only-wide">
          epoch <b>{live.epoch.toFixed(1)}</b> of {Number(live.epochs.toFixed(1))}
        </span>
      )}
      {live.secondsLeft !== null && live.activity !== 'paused' && (
        <span>
          about <b>{left(live.secondsLeft)}</b> left
        </span>
      )}
      {loss !== undefined && (
        <span className="only-wide">
          loss <b>{figure(loss)}</b>
        </span>
      )}
      {live.resumedFrom && <span className="only-wide">went on from {live.resumedFrom}</span>}
      {waiting > 0 && (
        <span className="only-wide">
          <b>{waiting}</b> {waiting === 1 ? 'waits' : 'wait'}
        </span>
      )}
      {slow && (
        <span className="only-wide">
          cells answer in <b>{Math.round(slow.busy)} ms</b>
          {slow.usual !== null && `, usually ${Math.round(slow.usual)}`}
        </span>
      )}
    </Figures>
  );
}

function Figures({ children }: { readonly children: ReactNode }) {
  return <span className="strip-figures">{children}</span>;
}

/** `58 s`, `3 min`: an estimate pretends to no more. */
function left(seconds: number): string {
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
