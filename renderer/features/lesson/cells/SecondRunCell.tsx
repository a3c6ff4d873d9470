import { Play } from 'lucide-react';
import { useMemo } from 'react';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import { bestTrained } from '../../../../app/lessons/cells/fine-tune.ts';
import {
  changedArgument,
  changeWords,
  OUTCOMES,
  type Outcome,
  type Scored,
  secondRunTakeaway,
} from '../../../../app/lessons/cells/second-run.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { TRAINING_ARGUMENTS } from '../../../../app/training/arguments.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Choice } from '../../../components/Choice.tsx';
import { percent } from '../../../components/figures.ts';
import { statusWords } from '../../../components/run/run-status.ts';
import { useRuns } from '../../../stores/runs.ts';
import { Cell, CellPart, Takeaway } from '../frame/Cell.tsx';
import { CellFailure } from '../frame/CellFailure.tsx';
import { useCell } from '../frame/use-cell.ts';
import { type LessonRun, useLessonRun } from './lesson-run.ts';
import { runPython } from './run-python.ts';
import { evaluationsOf, judgedOf, useRun } from './use-run.ts';
import { useStartRun } from './use-start-run.ts';
import './results.css';
import { TableHead } from '../../../components/TableHead.tsx';

interface SecondRunProps {
  readonly settings: SettingsOf<'second-run'>;
  readonly beside: boolean;
}

export function SecondRunCell({ settings, beside }: SecondRunProps) {
  const lessonRun = useLessonRun(settings.of);
  if (!lessonRun) return <p role="alert">This lesson has no cell called #{settings.of}.</p>;
  return <Beside settings={settings} beside={beside} lessonRun={lessonRun} />;
}

/** The lesson's run again with one thing changed, and whether the difference is more than noise. */
function Beside({ settings, beside, lessonRun }: SecondRunProps & { readonly lessonRun: LessonRun }) {
  const { id } = settings;
  const initial = useMemo(() => ({ guess: '', run: null as string | null, to: settings.to }), [settings.to]);
  const { state, change } = useCell(id, initial);
  const changedTo = { change: settings.change, to: state.to };
  const problem = problemIn(changedTo);
  const first = useRun(lessonRun.run);
  const second = useRun(state.run);
  const isBusy = useRuns(({ summaries }) => summaries?.some(({ live }) => live !== null) ?? false);
  const view = useAnswer('datasets.view', { id: lessonRun.dataset, split: 'validation' });
  const [a, b] = [first && bestOf(first), second && bestOf(second)];
  const isCompared = first?.live === null && second?.live === null && Boolean(a && b);
  const changed = { ...lessonRun.changed, ...changedArgument(changedTo) };
  const { starting, error, start } = useStartRun((started) => change({ run: started }));
  const { model, dataset } = lessonRun;
  const begin = () => void start({ model, dataset, changed, guess: null });
  const waits = problem
    ? `Start waits: ${problem}`
    : !first
      ? 'Run the cell above first: there is nothing to compare with yet.'
      : isBusy && !second?.live
        ? 'A run is going. Start waits until it has ended.'
        : null;
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={isCompared}
      status={second ? statusWords(second) : changeWords(changedTo)}
      python={problem ? null : runPython(model, view.value, changed)}
    >
      <CellPart name="Predict">
        <div className="expect">
          <span>
            With <code>{changeWords(changedTo)}</code> the best accuracy will be
          </span>
          <Choice
            label="The best accuracy will be"
            hideLabel
            value={state.guess as Outcome | ''}
            options={OUTCOMES.map((outcome) => [outcome, outcome] as const)}
            onChange={(outcome) => change({ guess: outcome })}
          />
        </div>
      </CellPart>
      <CellPart name="Change">
        <div className="change-row">
          {settings.change === 'learning_rate' ? (
            <label className="mono">
              learning_rate{' '}
              <input
                className="field mono small"
                value={state.to}
                disabled={second?.live != null}
                aria-invalid={problem !== null}
                onChange={({ target }) => change({ to: target.value, run: null, guess: '' })}
              />
            </label>
          ) : (
            <code>{changeWords(changedTo)}</code>
          )}
          <button
            type="button"
            className="button"
            disabled={starting || waits !== null || second?.live != null}
            onClick={begin}
          >
            <Play size={16} aria-hidden="true" /> {second ? 'Run again' : 'Start'}
          </button>
        </div>
        {waits && <p className="hint">{waits}</p>}
        {error && <CellFailure error={error} onRetry={begin} />}
      </CellPart>
      <CellPart name="Result">
        <table className="balance two-runs">
          <TableHead columns={['', 'best accuracy, with its 95\u202f% interval', 'accuracy']} />
          <tbody>
            <RunRow name="the run above" best={a ?? null} />
            <RunRow name={changeWords(changedTo)} best={b ?? null} />
          </tbody>
        </table>
      </CellPart>
      <Takeaway
        phase="ready"
        said={
          a && b && isCompared
            ? secondRunTakeaway(changedTo, a, b, (state.guess || null) as Outcome | null)
            : null
        }
      />
    </Cell>
  );
}

/** What is wrong with the changed value, in words. */
function problemIn({ change, to }: Pick<SettingsOf<'second-run'>, 'change' | 'to'>): string | null {
  const read = TRAINING_ARGUMENTS[change].read(to);
  return 'problem' in read ? `${change} ${read.problem}.` : null;
}

type Best = Scored & { readonly interval: readonly [number, number] | null };

/** By accuracy, after training began. */
function bestOf(run: RunDetail): Best | null {
  const best = bestTrained(judgedOf(run, 'accuracy'));
  return best && { ...best, count: evaluationsOf(run)[0]!.report.count };
}

function RunRow({ name, best }: { readonly name: string; readonly best: Best | null }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="balance-bar">
        {best ? (
          <>
            {best.interval && (
              <u
                style={{
                  left: `${best.interval[0] * 100}%`,
                  width: `${(best.interval[1] - best.interval[0]) * 100}%`,
                }}
              />
            )}
            <b style={{ left: `${best.accuracy * 100}%` }} />
          </>
        ) : (
          <span className="slot" />
        )}
      </td>
      <td>{best ? percent(best.accuracy) : <span className="slot" />}</td>
    </tr>
  );
}
