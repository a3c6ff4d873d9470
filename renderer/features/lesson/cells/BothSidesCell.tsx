import { useEffect, useMemo, useState } from 'react';
import {
  bothSidesPython,
  bothSidesTakeaway,
  studiedWord,
  VERDICTS,
  type Verdict,
} from '../../../../app/lessons/cells/both-sides.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Choice } from '../../../components/Choice.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { useCell } from '../frame/use-cell.ts';
import { SimilarityGrid } from './SimilarityGrid.tsx';
import './both-sides.css';

interface BothSidesProps {
  readonly settings: SettingsOf<'both-sides'>;
  readonly beside: boolean;
}

/** One word, the same words before it, other words after it: whether its vector moves, and whether it would if BERT could not look right. */
export function BothSidesCell({ settings, beside }: BothSidesProps) {
  const { id } = settings;
  const initial = useMemo(
    () => ({
      model: settings.model,
      start: settings.start,
      endings: settings.endings as string[],
      guess: '',
      answered: false,
    }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const { model, start, endings, guess, answered } = state;
  const [draft, setDraft] = useState({ start, endings });
  useEffect(() => setDraft({ start, endings }), [start, endings]);
  const isEdited = draft.start !== start || draft.endings.some((ending, i) => ending !== endings[i]);
  const compared = useAnswer('inference.compareContexts', answered ? { model, start, endings } : null);
  const value = answered ? compared.value : null;
  const phase = phaseOf(compared, { asked: answered, edited: isEdited });
  const studied = studiedWord(draft.start);
  const apply = (verdict: Verdict | '' = guess as Verdict | '') => {
    const filled = { start: draft.start.trim(), endings: draft.endings.map((ending) => ending.trim()) };
    if (filled.start !== '' && filled.endings.every((ending) => ending !== ''))
      change({ ...filled, guess: verdict, answered: true });
  };
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={compared.state === 'ready'}
      status={statusWords(value, !answered)}
      model={{ model, onChange: (chosen) => change({ model: chosen }) }}
      python={bothSidesPython(model, start, endings)}
      onWithoutGuess={answered ? undefined : () => apply()}
    >
      <CellPart name="Predict">
        <div className="expect">
          <span>
            The words before <em>{studied}</em> never change. In BERT its {endings.length} vectors will be
          </span>
          <Choice
            label={`The vectors of ${studied} will be`}
            hideLabel
            value={guess as Verdict | ''}
            options={VERDICTS.map((verdict) => [verdict, verdict] as const)}
            onChange={apply}
          />
        </div>
      </CellPart>
      <CellPart name="Change">
        <form
          className="contexts"
          onSubmit={(event) => {
            event.preventDefault();
            apply();
          }}
        >
          <input
            className="field sentence-field"
            aria-label="How the sentences begin; the last word is compared"
            value={draft.start}
            onChange={({ target }) => setDraft({ ...draft, start: target.value })}
          />
          <ol>
            {draft.endings.map((ending, i) => (
              <li key={i}>
                <input
                  className="field"
                  aria-label={`Ending ${i + 1}`}
                  value={ending}
                  onChange={({ target }) =>
                    setDraft({
                      ...draft,
                      endings: draft.endings.map((old, j) => (j === i ? target.value : old)),
                    })
                  }
                />
              </li>
            ))}
          </ol>
          <button type="submit" className="button" disabled={answered && !isEdited}>
            Compare
          </button>
        </form>
      </CellPart>
      <Result phase={phase} error={compared.error} onRetry={compared.again}>
        <div className="similarities">
          <SimilarityGrid title="BERT, both sides" values={value?.both ?? null} count={endings.length} />
          <SimilarityGrid
            title="The twin, left side only"
            values={value?.leftOnly ?? null}
            count={endings.length}
          />
        </div>
        <p className="hint">
          Cosine between the vectors of <em>{studied}</em>, after what all the tokens share was taken off: 1
          is the same direction, 0 none in common. The twin is these same weights behind a mask that hides
          what comes later.
        </p>
      </Result>
      <Takeaway
        phase={phase}
        said={
          value && bothSidesTakeaway(studiedWord(start), endings, value, (guess || null) as Verdict | null)
        }
      />
    </Cell>
  );
}
