import { memo, useEffect, useRef } from 'react';
import type { RunSummary } from '../../../app/contract/runs.ts';
import { RunKey } from '../../components/curves/RunKey.tsx';
import { runColor } from '../../components/curves/run-looks.ts';
import { clock } from '../../components/figures.ts';
import { RunStatus } from '../../components/run/RunStatus.tsx';
import { runAddress } from '../../components/run/run-links.ts';
import { isBroken } from '../../components/run/run-status.ts';
import { Sparkline } from '../../components/Sparkline.tsx';
import { type Column, TableHead } from '../../components/TableHead.tsx';
import { day, isToday, timeOfDay } from '../../components/times.ts';
import { lighting, useComparison } from '../../stores/comparison.ts';
import { useDatasetTitle } from '../../stores/dataset-titles.ts';
import { BestCell, scaleStart } from './table/BestCell.tsx';
import { PickCell } from './table/PickCell.tsx';

const COLUMNS: readonly Column[] = [
  'Run',
  ['Data', 'wide data'],
  ['Status', 'state'],
  ['Training loss', 'curve'],
  ['Best, with its 95\u202f% interval', 'best'],
  ['At step', 'number'],
  ['Time', 'wide number'],
  ['Started', 'wide when'],
];

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  /** The one that is shown below. */
  readonly shown: string | null;
  /** Those that are compared, in the order of their colours. */
  readonly chosen: readonly string[];
}

/** Newest first. In a narrow window data, time and start are left out. */
export function RunTable({ runs, shown, chosen }: RunTableProps) {
  const low = scaleStart(runs.map(({ best }) => best));
  const titleOf = useDatasetTitle();
  return (
    <div className="run-scroll">
      <table className="run-table">
        <caption className="only-read">Runs, newest first</caption>
        <TableHead pick="Compare" columns={COLUMNS} />
        <tbody>
          {runs.map((run) => (
            <RunRow
              key={run.record.id}
              run={run}
              data={titleOf(run.record.dataset.name)}
              low={low}
              isShown={run.record.id === shown}
              position={chosen.indexOf(run.record.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RunRowProps {
  readonly run: RunSummary;
  /** What people call its dataset. */
  readonly data: string;
  readonly low: number;
  readonly isShown: boolean;
  /** Among the chosen; -1 where it is not. */
  readonly position: number;
}

/** Only the rows of runs that go are drawn anew while they do. */
const RunRow = memo(function RunRow({ run, data, low, isShown, position }: RunRowProps) {
  const { record, live, best, note } = run;
  const { toggle } = useComparison.getState();
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    // One that was asked for by an address, or from a comparison, may lie below what is in sight.
    if (isShown) row.current!.scrollIntoView({ block: 'nearest' });
  }, [isShown]);
  const color = position < 0 ? null : `var(${runColor(position)})`;
  return (
    <tr ref={row} className={isShown || color ? 'shown' : ''} {...(color ? lighting(record.id) : {})}>
      <PickCell
        label={`Compare ${record.name}`}
        checked={position >= 0}
        color={color}
        onToggle={() => toggle(record.id)}
      />
      <th scope="row" className="cut">
        {color && <RunKey position={position} />}
        <a href={runAddress(run)} aria-current={isShown || undefined} title={record.name}>
          {record.name}
        </a>
        {note && <span className="tertiary"> {note}</span>}
      </th>
      <td className="wide data cut secondary">{data}</td>
      <td className="state">
        <RunStatus run={run} />
      </td>
      <td className="curve">
        <Sparkline spark={run.spark} width={136} broken={isBroken(run)} color={color ?? 'var(--ink-2)'} />
      </td>
      <BestCell
        best={best}
        low={low}
        width={168}
        color={color}
        none={
          isBroken(run)
            ? 'none'
            : live && record.args.eval_strategy !== 'no'
              ? 'not evaluated yet'
              : 'not evaluated'
        }
      />
      <td className="number">{best?.step}</td>
      <td className="wide number">{clock(live?.elapsedSeconds ?? record.progress.elapsed_seconds)}</td>
      <td className="wide when">{when(run)}</td>
    </tr>
  );
});

const DAY = 86_400_000;

function when({ record, live }: RunSummary): string {
  if (live) return 'now';
  const at = new Date(record.created_at);
  if (isToday(at)) return timeOfDay(at);
  if (at.toDateString() === new Date(Date.now() - DAY).toDateString()) return 'yesterday';
  return day(at);
}
