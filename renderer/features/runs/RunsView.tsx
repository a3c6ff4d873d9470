import { useEffect, useMemo } from 'react';
import { Empty } from '../../components/Empty.tsx';
import { Failure } from '../../components/Failure.tsx';
import { FileDrop } from '../../components/FileDrop.tsx';
import { SaveResults } from '../../components/results/SaveResults.tsx';
import { compareAddress, useComparison } from '../../stores/comparison.ts';
import { useNavigation } from '../../stores/navigation.ts';
import { useRoom } from '../../stores/room.ts';
import { currentRun, useRuns } from '../../stores/runs.ts';
import { Comparison } from './compare/Comparison.tsx';
import { Queue } from './Queue.tsx';
import { RunPane } from './RunPane.tsx';
import { RunTable } from './RunTable.tsx';
import { openResults } from './room/OpenResults.tsx';
import { RoomView } from './room/RoomView.tsx';
import './runs.css';

/** This person's runs, or a room of learners. Files of learners can be dropped on either. */
export function RunsView() {
  const isRoom = useNavigation(({ purpose }) => purpose.room !== undefined);
  return (
    <FileDrop
      title="Drop to see a room"
      what="Files that learners saved with “Save my results”, all at once"
      onFiles={(files) => void openResults(files)}
    >
      {isRoom ? <RoomView /> : <OwnRuns />}
    </FileDrop>
  );
}

/** All runs above; below them the one that is shown, or a comparison of those that are chosen. */
function OwnRuns() {
  const { summaries, queue, error, refresh } = useRuns();
  const learners = useRoom((state) => state.learners?.length ?? 0);
  const { purpose, open } = useNavigation();
  const chosen = useComparison((state) => state.chosen);
  const shown = purpose.run ?? currentRun({ summaries })?.record.id ?? null;
  const there = chosen.filter((id) => summaries?.some(({ record }) => record.id === id)).join('/');
  // The same list for as long as it would be equal: another one has all curves drawn anew.
  const compared = useMemo(() => (there === '' ? [] : there.split('/')), [there]);
  // A run that was asked for by name is shown, also while others are ticked.
  const isComparison = compared.length > 1 && purpose.run === undefined;
  useEffect(() => {
    if (shown !== null)
      void useRuns
        .getState()
        .follow(shown)
        .catch(() => open('runs'));
  }, [shown, open]);

  return (
    <section className="pane runs-view" aria-label="Runs">
      <header className="bar">
        <h1>Runs</h1>
        {summaries && <span className="secondary">{summaries.length}</span>}
        <span className="grow" />
        {summaries && summaries.length > 1 && compared.length < 2 && (
          <span className="secondary">
            {compared.length === 0 ? 'Tick two or more to compare' : '1 chosen, one more to compare'}
          </span>
        )}
        {compared.length > 1 &&
          (isComparison ? (
            <span className="secondary">{compared.length} compared</span>
          ) : (
            <a className="button small primary" href={compareAddress(compared)}>
              Compare {compared.length} runs
            </a>
          ))}
        {compared.length > 0 && (
          <button
            type="button"
            className="button small"
            onClick={() => useComparison.getState().chooseNone()}
          >
            Choose none
          </button>
        )}
        <SaveResults />
        <a className="button small" href="#runs?room=open">
          Room{learners > 0 && ` of ${learners}`}
        </a>
      </header>
      {error && <Failure error={error} onRetry={() => void refresh()} />}
      {queue.length > 0 && <Queue queue={queue} />}
      {summaries?.length === 0 && (
        <Empty title="No run yet" drawing="curve">
          <p>
            A run is one fine-tuning, from a pretrained model to checkpoints of your own. It takes about a
            minute.
          </p>
          <a className="button primary" href="#train">
            Train the first
          </a>
        </Empty>
      )}
      {summaries && summaries.length > 0 && (
        <>
          <RunTable runs={summaries} shown={isComparison ? null : shown} chosen={compared} />
          {isComparison ? (
            <Comparison ids={compared} />
          ) : (
            shown !== null && <RunPane key={shown} id={shown} />
          )}
        </>
      )}
    </section>
  );
}
