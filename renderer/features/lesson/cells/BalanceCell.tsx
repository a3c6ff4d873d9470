import { useMemo } from 'react';
import { alwaysScores } from '../../../../app/data/majority.ts';
import { balancePython, balanceTakeaway, ownDataTakeaway } from '../../../../app/lessons/cells/balance.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Blank } from '../../../components/Blank.tsx';
import { figure, percent } from '../../../components/figures.ts';
import { Select } from '../../../components/Select.tsx';
import { useLesson } from '../../../stores/lesson.ts';
import { Ask } from '../frame/Ask.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { useCell } from '../frame/use-cell.ts';
import { useMeaning } from './lesson-run.ts';
import './results.css';
import { TableHead } from '../../../components/TableHead.tsx';

interface BalanceProps {
  readonly settings: SettingsOf<'balance'>;
  readonly beside: boolean;
}

/** What always the same answer scores, at MRPC's balance or any other, and the balance of a dataset here. */
export function BalanceCell({ settings, beside }: BalanceProps) {
  const { id } = settings;
  const initial = useMemo(
    () => ({ share: settings.share, dataset: settings.dataset, guess: '', answered: false }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const { share, dataset, guess, answered } = state;
  const datasets = useAnswer('datasets.list', {});
  const view = useAnswer('datasets.view', answered ? { id: dataset } : null);
  const counted = view.value?.id === dataset ? view.value : null;
  const isTagged = counted?.columns.task === 'token-classification';
  const phase = phaseOf(view, { asked: answered });
  const part = share / 100;
  const meaning = useMeaning(dataset);
  const title = datasets.value?.find((card) => card.id === dataset)?.title ?? dataset;
  const scores = answered ? alwaysScores(part) : null;
  const said = answered ? balanceTakeaway(part, guess === '' ? null : Number(guess) / 100) : null;
  const answer = () => change({ answered: true });
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={answered}
      status="counted, no model needed"
      python={balancePython(part)}
      onWithoutGuess={answered || guess !== '' ? undefined : answer}
    >
      <CellPart name="Predict">
        <Ask onAnswer={answer} action={answered || guess === '' ? null : 'Answer'}>
          {share} of 100 pairs are paraphrases. A program that says “yes” to all of them has an accuracy of{' '}
          <Blank
            label="Accuracy of always yes, in per cent"
            value={guess}
            number={{ digits: 3 }}
            onChange={(typed) => change({ guess: typed })}
          />{' '}
          per cent.
        </Ask>
      </CellPart>
      <CellPart name="Change">
        <div className="change-row">
          <label className="slider">
            Paraphrases{' '}
            <input
              type="range"
              min={50}
              max={99}
              value={share}
              disabled={!answered}
              aria-valuetext={`${share} of 100`}
              onChange={({ target }) => change({ share: target.valueAsNumber, guess: '' })}
            />{' '}
            <b>{share} of 100</b>
          </label>
          <Select
            label="Data to count"
            hideLabel
            small
            value={dataset}
            options={(datasets.value ?? []).map((card) => ({ value: card.id, label: card.title }))}
            onChange={(chosen) => change({ dataset: chosen })}
          />
        </div>
      </CellPart>
      <Result phase={phase} error={view.error} onRetry={view.again}>
        <table className="balance">
          <TableHead columns={['', 'share of that answer', 'accuracy', 'F1']} />
          <tbody>
            <BalanceRow name="Always yes, as set above" share={scores && part} scores={scores} />
            <BalanceRow
              name={counted?.majority ? `Always “${meaning(counted.majority.label)}”, ${title}` : title}
              share={answered ? (counted?.majority?.accuracy ?? null) : null}
              scores={
                answered && counted?.majority ? { ...counted.majority, ...(isTagged ? NO_NAMES : {}) } : null
              }
            />
          </tbody>
        </table>
        {answered && isTagged && (
          <p className="hint">Counted in words. Its F1 is that of whole names: this answer finds none.</p>
        )}
        {answered && counted && !counted.majority && (
          <p className="hint">
            This set has no single label for each row, so there is no answer to give always.
          </p>
        )}
        <button
          type="button"
          className="button small quiet data-link"
          onClick={() => useLesson.getState().show({ kind: 'data', dataset })}
        >
          See rows of {title} beside
        </button>
      </Result>
      <Takeaway
        phase={phase}
        said={
          said && counted?.majority
            ? [
                ...said,
                ' ',
                ...ownDataTakeaway(
                  title,
                  counted.labels.map(({ label, count }) => ({ label: meaning(label), count })),
                  isTagged ? 'words' : 'rows',
                ),
              ]
            : said
        }
      />
    </Cell>
  );
}

/** Who takes no word for a name finds no names. */
const NO_NAMES = { f1: 0 };

interface BalanceRowProps {
  readonly name: string;
  readonly share: number | null;
  readonly scores: { readonly accuracy: number; readonly f1: number } | null;
}

function BalanceRow({ name, share, scores }: BalanceRowProps) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="balance-bar">
        {share === null ? (
          <span className="slot" />
        ) : (
          <span className="whole">
            <i style={{ width: `${share * 100}%` }} />
          </span>
        )}
      </td>
      <td>{scores ? percent(scores.accuracy, 0) : <span className="slot" />}</td>
      <td>{scores ? figure(scores.f1, 2) : <span className="slot" />}</td>
    </tr>
  );
}
