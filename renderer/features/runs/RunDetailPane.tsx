import { useState } from 'react';
import type { RunDetail, RunSummary } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { Failure } from '../../components/Failure.tsx';
import { clock, percent } from '../../components/figures.ts';
import { canResume, statusWords } from '../../components/run-status.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useRuns } from '../../stores/runs.ts';

interface RunDetailPaneProps {
  readonly id: string;
  readonly onDeleted: (run: RunSummary) => void;
}

/** One run: what it is, what to do with it, and its curves. */
export function RunDetailPane({ id, onDeleted }: RunDetailPaneProps) {
  const run = useRuns(({ details }) => details[id]);
  const [error, setError] = useState<Error | null>(null);
  const [name, setName] = useState<string | null>(null);
  const { open } = useNavigation();
  if (!run) return null;
  const { record, live } = run;
  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setError(null);
    } catch (problem) {
      setError(problem as Error);
    }
  };
  return (
    <>
      <header className="bar">
        {name === null ? (
          <h2>{record.name}</h2>
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void attempt(async () => {
                await studio.invoke('runs.describe', { id, name });
                setName(null);
              });
            }}
          >
            <input
              className="field"
              aria-label="Name"
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
          </form>
        )}
        <span className="secondary">{statusWords(run)}</span>
        <span className="grow" />
        {canResume(run) && (
          <button
            type="button"
            className="button small"
            onClick={() => void attempt(() => studio.invoke('runs.resume', { id }))}
          >
            Resume
          </button>
        )}
        {record.last_checkpoint && (
          <a className="button small" href={`#try?${new URLSearchParams({ model: `run:${id}` })}`}>
            Try it
          </a>
        )}
        <button type="button" className="button small quiet" onClick={() => open('train', cloned(run))}>
          Clone
        </button>
        {!live && (
          <>
            <button type="button" className="button small quiet" onClick={() => setName(record.name)}>
              Rename
            </button>
            <button
              type="button"
              className="button small quiet"
              onClick={() =>
                void attempt(async () => {
                  await studio.invoke('runs.delete', { id });
                  open('runs');
                  onDeleted(run);
                })
              }
            >
              Delete
            </button>
          </>
        )}
      </header>
      <div className="scroll">
        {error && <Failure error={error} />}
        {record.error && <Failure error={new Error(record.error.message)} />}
        {run.best && <p className="verdict">{verdict(run)}</p>}
        {live?.messages.map(({ message }) => (
          <p key={message} className="note">
            {message}
          </p>
        ))}
        <LiveCurves run={run} />
      </div>
    </>
  );
}

/** The best figure beside what the simplest answer reaches, and whether chance alone could explain the difference. */
function verdict({ best, record }: RunDetail): string {
  const { metric, value, interval, baseline, step, count } = best!;
  const took = `${clock(record.progress.elapsed_seconds)} of training on ${record.device}, ${record.threads} threads.`;
  if (interval === null || baseline === null) return `${metric} ${value.toFixed(3)} at step ${step}. ${took}`;
  const judged =
    interval[0] > baseline
      ? 'more than chance in drawing these rows can explain.'
      : 'within what chance in drawing these rows can explain.';
  return `${metric} ${percent(value)} at step ${step}, with ${count} judged: between ${percent(interval[0])} and ${percent(interval[1])}. Always one answer scores ${percent(baseline)}, so this is ${judged} ${took}`;
}

/** A new run's form takes over what differs from the defaults. */
function cloned({ record }: RunDetail): Record<string, string> {
  const { learning_rate, num_train_epochs, per_device_train_batch_size, seed } = record.args;
  const args = { learning_rate, num_train_epochs, per_device_train_batch_size, seed };
  return {
    model: record.model,
    dataset: record.dataset.name,
    ...Object.fromEntries(Object.entries(args).map(([name, value]) => [name, String(value)])),
  };
}
