import { useMemo, useState } from 'react';
import { attentionPython, attentionTakeaway, isSpecial } from '../../../../app/lessons/cells/attention.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { TextInput } from '../frame/TextInput.tsx';
import { useCell } from '../frame/use-cell.ts';
import { GazeLines } from './GazeLines.tsx';
import { HeadGrid } from './HeadGrid.tsx';
import './attention.css';

interface AttentionProps {
  readonly settings: SettingsOf<'attention'>;
  readonly beside: boolean;
}

/** Where one word of a sentence looks, by layer and head, and how much of all that rests on the special tokens. */
export function AttentionCell({ settings, beside }: AttentionProps) {
  const { id } = settings;
  const initial = useMemo(
    () => ({
      model: settings.model,
      text: settings.text,
      layer: settings.layer,
      head: settings.head,
      /** Places among the tokens; -1 for none. */
      from: -1,
      guess: -1,
      answered: false,
    }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const [isEdited, setEdited] = useState(false);
  const { model, text, layer, head, guess, answered } = state;
  const tokenized = useAnswer('inference.tokenize', { model, text });
  const seen = useAnswer('inference.attention', answered ? { model, text, layer } : null);
  const value = answered ? seen.value : null;
  const tokens = (value?.tokens ?? tokenized.value ?? []).map(({ token }) => token);
  const asked = tokens.indexOf(settings.word.toLowerCase());
  const from = state.from >= 0 && state.from < tokens.length ? state.from : Math.max(asked, 1);
  const phase = phaseOf(seen, { asked: answered, edited: isEdited });
  const weights = value?.attention[Math.min(head, value.heads) - 1]?.[from] ?? null;
  const said =
    value && weights
      ? attentionTakeaway(
          { tokens, from, weights, layer, head, special: value.special },
          guess < 0 ? null : guess,
        )
      : null;
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={seen.state === 'ready'}
      status={statusWords(value, !answered)}
      model={{ model, onChange: (chosen) => change({ model: chosen, layer: 1, head: 1 }) }}
      python={attentionPython(model, text, { layer, head })}
      onWithoutGuess={answered ? undefined : () => change({ answered: true })}
    >
      <CellPart name="Predict">
        <p className="ask-line">
          Which word does <em>{tokens[from] ?? settings.word}</em> look at most? Select it.
        </p>
        <div className="token-choices" role="radiogroup" aria-label="The word looked at most">
          {tokens.map((token, i) =>
            isSpecial(token) || i === from ? null : (
              // biome-ignore lint/a11y/useSemanticElements: a token looks like one
              <button
                key={i}
                type="button"
                role="radio"
                aria-checked={i === guess}
                tabIndex={i === (guess >= 0 ? guess : 1) ? 0 : -1}
                className="token-chip"
                onClick={() => change({ guess: i, answered: true })}
                onKeyDown={(event) => {
                  const next = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[
                    event.key
                  ];
                  if (next)
                    (event.currentTarget[next as 'nextElementSibling'] as HTMLElement | null)?.focus();
                }}
              >
                {token}
              </button>
            ),
          )}
        </div>
      </CellPart>
      <CellPart name="Change">
        <TextInput
          label="Sentence"
          value={text}
          action="Look"
          onEdit={setEdited}
          onSubmit={(typed) =>
            change({ text: typed, answered: true, ...(typed === text ? {} : { guess: -1, from: -1 }) })
          }
        />
      </CellPart>
      <Result phase={phase} error={seen.error} onRetry={seen.again}>
        <div className="attention-views">
          <HeadGrid
            special={value?.special ?? null}
            layer={layer}
            head={head}
            onChoose={(chosenLayer, chosenHead) => change({ layer: chosenLayer, head: chosenHead })}
          />
          <GazeLines
            tokens={tokens}
            from={from}
            weights={weights}
            onFrom={(token) => change({ from: token })}
          />
        </div>
      </Result>
      <Takeaway phase={phase} said={said} />
    </Cell>
  );
}
