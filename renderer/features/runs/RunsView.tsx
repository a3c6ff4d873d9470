import { useEffect, useState } from 'react';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';
import { Empty } from '../../components/Empty.tsx';
import { Failure } from '../../components/Failure.tsx';
import { figure } from '../../components/figures.ts';
import { Panes } from '../../components/Panes.tsx';
import { statusWords } from '../../components/run-status.ts';
import { Sparkline } from '../../components/Sparkline.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { useRuns } from '../../stores/runs.ts';
import { Comparison } from './Comparison.tsx';
import { RunDetailPane } from './RunDetailPane.tsx';
import './runs.css';

/** All runs, and beside them the chosen one, or a comparison of several. */
export function RunsView() {
  const { summaries, error, refresh } = useRuns();
  const { purpose, open } = useNavigation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deleted, setDeleted] = useState<RunSummary | null>(null);
  const shown = purpose.run ?? null;
  const compared = summaries?.filter(({ record }) => chosen.has(record.id)) ?? [];
  useEffect(() => {
    if (shown !== null)
      void useRuns
        .getState()
        .follow(shown)
        .catch(() => open('runs'));
  }, [shown, open]);

  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const restore = async () => {
    await studio.invoke('runs.restore', { id: deleted!.record.id });
    setDeleted(null);
  };
  const side =
    compared.length > 1 ? (
      <Comparison ids={compared.map(({ record }) => record.id)} />
    ) : shown !== null ? (
      <RunDetailPane id={shown} onDeleted={setDeleted} />
    ) : null;

  return (
    <Panes
      sideLabel={compared.length > 1 ? 'Comparison' : 'Run'}
      onCloseSide={() => (compared.length > 1 ? setChosen(new Set()) : open('runs'))}
      side={side}
      main={
        <section className="pane" aria-label="Runs">
          <header className="bar">
            <h1>Runs</h1>
            <span className="secondary">
              {compared.length > 1 ? `${compared.length} compared` : 'choose two or more to compare'}
            </span>
          </header>
          {deleted && (
            <p className="undo" role="status">
              “{deleted.record.name}” is in the trash.{' '}
              <button type="button" className="button small" onClick={() => void restore()}>
                Put it back
              </button>
            </p>
          )}
          <div className="scroll">
            {error && <Failure error={error} onRetry={() => void refresh()} />}
            {summaries?.length === 0 && (
              <Empty title="No run yet">
                <p>
                  A run is one fine-tuning, from a pretrained model to checkpoints of your own. It takes about
                  a minute.
                </p>
                <a className="button primary" href="#train">
                  Train the first
                </a>
              </Empty>
            )}
            {summaries && summaries.length > 0 && (
              <table className="run-table">
                <caption className="only-read">Runs, newest first</caption>
                <thead>
                  <tr>
                    <th scope="col">
                      <span className="only-read">Compare</span>
                    </th>
                    <th scope="col">Run</th>
                    <th scope="col">Loss</th>
                    <th scope="col">Best</th>
                    <th scope="col">State</th>
                  </tr>
                </thead>
                <tbody>
                  {summaries.map((run) => (
                    <RunRow
                      key={run.record.id}
                      run={run}
                      isShown={run.record.id === shown}
                      isChosen={chosen.has(run.record.id)}
                      onToggle={toggle}
                    />
                  ))}
                </tbody>
              </table>
            )}
          </div>
        </section>
      }
    />
  );
}

interface RunRowProps {
  readonly run: RunSummary;
  readonly isShown: boolean;
  readonly isChosen: boolean;
  readonly onToggle: (id: string) => void;
}

function RunRow({ run, isShown, isChosen, onToggle }: RunRowProps) {
  const { record, best } = run;
  return (
    <tr className={isShown ? 'shown' : ''}>
      <td>
        <input
          type="checkbox"
          aria-label={`Compare ${record.name}`}
          checked={isChosen}
          onChange={() => onToggle(record.id)}
        />
      </td>
      <th scope="row">
        <a href={`#runs?${new URLSearchParams({ run: record.id })}`} aria-current={isShown || undefined}>
          {record.name}
        </a>
      </th>
      <td>
        <Sparkline spark={run.spark} />
      </td>
      <td>
        {best && (
          <>
            <b>{figure(best.value)}</b> <span className="secondary">{best.metric}</span>
            {best.interval && (
              <span className="tertiary">
                {' '}
                {figure(best.interval[0], 2)} to {figure(best.interval[1], 2)}
              </span>
            )}
          </>
        )}
      </td>
      <td className="secondary">{statusWords(run)}</td>
    </tr>
  );
}
