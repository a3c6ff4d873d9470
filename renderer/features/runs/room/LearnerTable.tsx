import { useState } from 'react';
import type { LearnerSummary } from '../../../../app/contract/results.ts';
import type { Learner, RoomRun } from '../../../../app/results/room.ts';
import { quizOf } from '../../../../app/results/room-quiz.ts';
import { clock, percent, signedPoints } from '../../../components/figures.ts';
import { type Column, TableHead } from '../../../components/TableHead.tsx';
import { useRoom } from '../../../stores/room.ts';
import { BestCell, scaleStart } from '../table/BestCell.tsx';
import { PickCell } from '../table/PickCell.tsx';

const COLUMNS: readonly Column[] = [
  'Learner',
  ['File', 'wide file'],
  ['Runs', 'number'],
  ['Predicted', 'number'],
  ['Best, with its 95\u202f% interval', 'best'],
  ['Time', 'wide number'],
  ['Right at first', 'quiz'],
  ['Gain', 'gain'],
];

interface LearnerTableProps {
  readonly learners: readonly LearnerSummary[];
  readonly results: Readonly<Record<string, Learner>>;
  /** By learner. */
  readonly runs: ReadonlyMap<string, readonly RoomRun[]>;
  readonly highlighted: ReadonlySet<string>;
  /** The one that is pointed at, here or on a chart. */
  readonly lit: string | null;
  readonly onLight: (id: string | null) => void;
  readonly onToggle: (id: string) => void;
}

/** A learner a row: name to be written over, runs, prediction, best result, quiz. */
export function LearnerTable(props: LearnerTableProps) {
  const { learners, results, runs, highlighted, lit, onLight, onToggle } = props;
  const low = scaleStart([...runs.values()].map((own) => bestOf(own)?.best));
  return (
    <div className="run-scroll">
      <table className="run-table learners">
        <caption className="only-read">Learners and what came of their runs and answers</caption>
        <TableHead pick="Highlight" columns={COLUMNS} />
        <tbody>
          {learners.map((learner) => (
            <LearnerRow
              key={learner.id}
              learner={learner}
              result={results[learner.id]}
              run={bestOf(runs.get(learner.id) ?? [])}
              count={runs.get(learner.id)?.length ?? 0}
              low={low}
              isHighlighted={highlighted.has(learner.id)}
              isLit={lit === learner.id}
              onLight={onLight}
              onToggle={onToggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The run that shows what a learner reached; of those without a score the newest. */
function bestOf(runs: readonly RoomRun[]): RoomRun | undefined {
  const scored = runs.filter(({ best }) => best && !best.isLowerBetter && Number.isFinite(best.value));
  return scored.length > 0 ? scored.reduce((a, b) => (b.best!.value > a.best!.value ? b : a)) : runs[0];
}

interface LearnerRowProps {
  readonly learner: LearnerSummary;
  readonly result: Learner | undefined;
  readonly run: RoomRun | undefined;
  readonly count: number;
  readonly low: number;
  readonly isHighlighted: boolean;
  readonly isLit: boolean;
  readonly onLight: (id: string | null) => void;
  readonly onToggle: (id: string) => void;
}

function LearnerRow(props: LearnerRowProps) {
  const { learner, result, run, count, low, isHighlighted, isLit, onLight, onToggle } = props;
  const { id, name, file } = learner;
  const quiz = result && quizOf(result);
  const color = isHighlighted ? 'var(--ink)' : 'var(--ink-2)';
  return (
    <tr
      className={`${isHighlighted ? 'shown' : ''}${isLit ? ' lit' : ''}`}
      onPointerEnter={() => onLight(id)}
      onPointerLeave={() => onLight(null)}
      onFocus={() => onLight(id)}
      onBlur={() => onLight(null)}
    >
      <PickCell
        label={`Highlight ${name}`}
        checked={isHighlighted}
        color={isHighlighted ? color : null}
        onToggle={() => onToggle(id)}
      />
      <th scope="row">
        <NameField key={name} id={id} name={name} />
      </th>
      <td className="wide file cut secondary" title={file}>
        {file}
      </td>
      <td className="number">{count}</td>
      <td className="number">{run?.guess == null ? '' : percent(run.guess, 0)}</td>
      <BestCell
        best={run?.best}
        low={low}
        width={150}
        color={color}
        none={count === 0 ? 'no run' : 'not evaluated'}
      />
      <td className="wide number">{run && clock(run.record.progress.elapsed_seconds)}</td>
      <td className="quiz">{quiz && quiz.answered > 0 && `${quiz.right} of ${quiz.answered}`}</td>
      <td className="gain">{quiz?.gain && signedPoints(quiz.gain.mean)}</td>
    </tr>
  );
}

/** What the host calls a learner. Enter or leaving the field keeps it, Escape leaves it as it was. */
function NameField({ id, name }: { readonly id: string; readonly name: string }) {
  const [text, setText] = useState(name);
  const keep = () => {
    const wanted = text.trim();
    if (wanted === '') setText(name);
    else if (wanted !== name) void useRoom.getState().rename(id, wanted);
  };
  return (
    <input
      className="name-field"
      aria-label={`Name of ${name}`}
      maxLength={80}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={keep}
      onKeyDown={({ key, currentTarget }) => {
        if (key === 'Enter') currentTarget.blur();
        if (key === 'Escape') setText(name);
      }}
    />
  );
}
