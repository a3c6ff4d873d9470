import { useMemo } from 'react';
import type { TokenRow } from '../../../../app/contract/inference.ts';
import { attentionPython, attentionTakeaway, isSpecial } from '../../../../app/lessons/cells/attention.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { TextInput } from '../frame/TextInput.tsx';
import { useCell } from '../frame/use-cell.ts';
import { useDraft } from '../frame/use-draft.ts';
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
  const { model, text, layer, head, answered } = state;
  const { draft, setDraft, edited } = useDraft(text);
  const tokenized = useAnswer('inference.tokenize', { model, text: edited ?? text });
  const seen = useAnswer('inference.attention', answered ? { model, text, layer } : null);
  const value = answered ? seen.value : null;
  const wordsOf = (rows: readonly TokenRow[] | null | undefined) => (rows ?? []).map(({ token }) => token);
  const fromIn = (list: readonly string[]) => Math.max(list.indexOf(settings.word.toLowerCase()), 1);
  const tokens = wordsOf(value?.tokens ?? tokenized.value);
  const from = state.from >= 0 && state.from < tokens.length ? state.from : fromIn(tokens);
  // What is predicted: of the text as it stands in the field, even before it was asked about.
  const isNew = edited !== null;
  const predicted = isNew ? wordsOf(tokenized.value) : tokens;
  const gazer = isNew ? fromIn(predicted) : from;
  const guess = isNew ? -1 : state.guess;
  const phase = phaseOf(seen, { asked: answered, edited: isNew });
  const weights = value?.attention[Math.min(head, value.heads) - 1]?.[from] ?? null;
  const said =
    value && weights
      ? attentionTakeaway(
          { tokens, from, weights, layer, head, special: value.special },
          state.guess in tokens ? state.guess : null,
        )
      : null;
  const ask = (chosen: number | null) =>
    change({
      answered: true,
      ...(isNew ? { text: edited, from: -1, guess: -1 } : {}),
      ...(chosen === null ? {} : { guess: chosen }),
    });
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={seen.state === 'ready'}
      status={statusWords(value, !answered)}
      model={{ model, onChange: (chosen) => change({ model: chosen, layer: 1, head: 1 }) }}
      python={attentionPython(model, text, { layer, head })}
      onWithoutGuess={answered ? undefined : () => ask(null)}
    >
      <CellPart name="Predict">
        <p className="ask-line">
          Which word does <em>{predicted[gazer] ?? settings.word}</em> look at most? Select it.
        </p>
        <div className="token-choices" role="radiogroup" aria-label="The word looked at most">
          {predicted.map((token, i) =>
            isSpecial(token) || i === gazer ? null : (
              // biome-ignore lint/a11y/useSemanticElements: a token looks like one
              <button
                key={i}
                type="button"
                role="radio"
                aria-checked={i === guess}
                tabIndex={i === (guess >= 0 ? guess : 1) ? 0 : -1}
                className="token-chip"
                onClick={() => ask(i)}
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
          draft={draft}
          action="Look"
          onDraft={setDraft}
          onSubmit={() => ask(null)}
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
