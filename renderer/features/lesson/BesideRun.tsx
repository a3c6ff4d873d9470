import type { RunDetail } from '../../../app/contract/runs.ts';
import { LiveCurves } from '../../components/curves/LiveCurves.tsx';
import { statusWords } from '../../components/run/run-status.ts';
import { WatchedTable } from '../../components/run/WatchedTable.tsx';
import { BesideBar } from './BesideBar.tsx';
import { type FlipColumn, FlipsTable } from './cells/FlipsTable.tsx';
import { useMeaning } from './cells/lesson-run.ts';
import { evaluationsOf, useRun } from './cells/use-run.ts';

/** The live curve of a run of the lesson, and the same few examples at every evaluation. */
export function BesideRun({ id }: { readonly id: string }) {
  const run = useRun(id);
  if (run === undefined) return <BesideBar title={id} detail="reading the run" />;
  if (run === null) {
    return (
      <>
        <BesideBar title={id} detail="gone" />
        <p className="beside-gone secondary">
          This run is no longer there. Deleted runs can be put back in Runs.
        </p>
      </>
    );
  }
  return (
    <>
      <BesideBar title={run.record.name} detail={statusWords(run)} />
      <div className="scroll beside-run">
        <LiveCurves run={run} />
        {run.record.head.task === 'text-classification' ? <Watched run={run} /> : <WatchedTable run={run} />}
      </div>
    </>
  );
}

function Watched({ run }: { readonly run: RunDetail }) {
  const meaning = useMeaning(run.record.dataset.name);
  const watched = run.points.find((point) => point.kind === 'watched');
  if (!watched) return null;
  const { labels } = run.record.head;
  const examples = watched.examples.map(({ text, pair, label }) => ({ text, pair, label: label ?? '' }));
  const done = evaluationsOf(run).map(({ step, epoch, watched: said }) => ({
    title: step === 0 ? 'before' : `epoch ${Math.round(epoch)}`,
    scores: said?.flatMap((one) => ('scores' in one ? [one.scores] : [])) ?? null,
  }));
  const planned = run.live ? Math.round(run.live.epochs) + 1 : done.length;
  const columns = Array.from(
    { length: Math.max(planned, done.length) },
    (_, i): FlipColumn => ({
      ...(done[i] ?? { title: i === 0 ? 'before' : `epoch ${i}`, scores: null }),
      before: done[i - 1]?.scores ?? null,
    }),
  );
  return (
    <FlipsTable
      title="The same held-out examples"
      examples={examples}
      labels={labels}
      meaning={meaning}
      columns={columns}
    />
  );
}
