import { useMemo, useState } from 'react';
import type { FilledMasks } from '../../../../app/contract/inference.ts';
import {
  comparedTakeaway,
  EXPECTATIONS,
  type Expectation,
  filledTakeaway,
  type Guesses,
  hideAWordPython,
  hideIn,
  maskedTexts,
  readHidden,
  wordsOf,
} from '../../../../app/lessons/cells/hide-a-word.ts';
import type { SettingsOf } from '../../../../app/lessons/cells.ts';
import { useAnswer } from '../../../api/use-answer.ts';
import { Choice } from '../../../components/Choice.tsx';
import { Switch } from '../../../components/Switch.tsx';
import { Cell, CellPart, phaseOf, Result, Takeaway } from '../frame/Cell.tsx';
import { statusWords } from '../frame/status-words.ts';
import { TextInput } from '../frame/TextInput.tsx';
import { useCell } from '../frame/use-cell.ts';
import { useDraft } from '../frame/use-draft.ts';
import { useWarmModel } from '../frame/use-warm-model.ts';
import { GuessLists } from './GuessLists.tsx';
import { StudySentence } from './StudySentence.tsx';
import './hide-a-word.css';

/** Enough that the words of either list are found in the other. */
const ASKED = 100;
const LOST = new Error('The blank stands behind what the model reads at once. Shorten the text before it.');
const NO_GUESS = { guess: '', asked: '', answered: false, rightGone: false, expected: '' };

interface HideAWordProps {
  readonly settings: SettingsOf<'hide-a-word'>;
  readonly beside: boolean;
  readonly autoFocus?: boolean;
}

/** Guess a hidden word, then take away what stands after it, and see the model's guesses change. */
export function HideAWordCell({ settings, beside, autoFocus = false }: HideAWordProps) {
  const { id } = settings;
  const initial = useMemo(
    () => ({ ...readHidden(settings.sentence), ...NO_GUESS, model: settings.model }),
    [settings],
  );
  const { state, change } = useCell(id, initial);
  const [isEditing, setEditing] = useState(false);
  const { model, sentence, guess, asked, answered, expected } = state;
  const words = useMemo(() => wordsOf(sentence), [sentence]);
  const hidden = Math.min(state.hidden, words.length - 1);
  const texts = maskedTexts(sentence, words[hidden]!);
  const { draft, setDraft } = useDraft(sentence);
  const own = hideIn(draft.trim());
  const rightGone = state.rightGone && texts.left !== null;

  useWarmModel(model, 'guesses words', !answered);
  const params = (text: string) => ({ model, text, top: ASKED, words: asked === '' ? [] : [asked] });
  const both = useAnswer('inference.fillMask', answered ? params(texts.both) : null);
  const left = useAnswer('inference.fillMask', answered && rightGone ? params(texts.left!) : null);
  const bothGuesses = answered && both.state === 'ready' ? guessesOf(both.value, texts.place) : null;
  const leftGuesses = rightGone && left.state === 'ready' ? guessesOf(left.value, texts.place) : null;
  const waiting = both.state === 'ready' && rightGone ? left : both;
  // A text cut short may have lost the blank and kept another mask.
  const isLost = bothGuesses?.top.length === 0;
  const phase = isLost ? 'failed' : phaseOf(waiting, { asked: answered });
  const isCompared = leftGuesses !== null;

  const answer = () => change({ asked: guess.trim().toLowerCase(), answered: true });
  const hide = (index: number) => change({ ...NO_GUESS, hidden: index });
  const said =
    bothGuesses &&
    !isLost &&
    (leftGuesses
      ? comparedTakeaway(bothGuesses, leftGuesses, (expected || null) as Expectation | null)
      : filledTakeaway(bothGuesses, asked));
  const focusWord = bothGuesses?.own?.token ?? bothGuesses?.top[0]?.token;
  return (
    <Cell
      settings={settings}
      beside={beside}
      done={isCompared}
      status={statusWords(answered ? waiting.value : null, !answered)}
      model={{ model, onChange: (chosen) => change({ model: chosen }), fillsMasks: true }}
      python={hideAWordPython(model, texts)}
      onWithoutGuess={answered ? undefined : answer}
    >
      <CellPart name="Predict">
        <StudySentence
          words={words}
          sentence={sentence}
          hidden={hidden}
          rightGone={rightGone}
          guess={guess}
          autoFocus={autoFocus}
          onGuess={(text) => change({ guess: text })}
          onAnswer={answer}
          onHide={hide}
        />
        {answered && focusWord && texts.left !== null ? (
          <div className="expect">
            <span>
              Without the words after it, the share of <em>{focusWord}</em> will
            </span>
            <Choice
              label={`The share of ${focusWord} will`}
              hideLabel
              value={expected}
              options={EXPECTATIONS.map((name) => [name, name] as const)}
              onChange={(name) => change({ expected: name })}
            />
          </div>
        ) : (
          <p className="hint">
            {answered
              ? 'Select any other word to hide that one instead.'
              : 'Type one word and press Enter. Or select any other word, to hide that one instead.'}
          </p>
        )}
      </CellPart>
      <CellPart name="Change">
        <div className="change-row">
          <Switch
            label="Take away the words after the blank"
            checked={rightGone}
            disabled={!answered || texts.left === null}
            onChange={(on) => change({ rightGone: on })}
          />
          <button
            type="button"
            className="button small quiet"
            aria-expanded={isEditing}
            onClick={() => setEditing(!isEditing)}
          >
            Another sentence
          </button>
        </div>
        {texts.left === null && <p className="hint">Nothing stands after this word. Hide an earlier one.</p>}
        {isEditing && (
          <>
            <TextInput
              label="Your sentence"
              draft={draft}
              action="Use it"
              onDraft={setDraft}
              onSubmit={() => own && change({ ...NO_GUESS, ...own })}
            />
            <p className="hint" aria-live="polite">
              {own
                ? 'A word in the middle is hidden, or the one you write as [MASK].'
                : 'It takes two words or more: one to hide, and one to guess by.'}
            </p>
          </>
        )}
      </CellPart>
      <Result phase={phase} error={isLost ? LOST : waiting.error} onRetry={waiting.again}>
        <GuessLists both={bothGuesses} left={leftGuesses} />
      </Result>
      <Takeaway phase={phase} said={said || null} />
    </Cell>
  );
}

function guessesOf({ masks, asked }: FilledMasks, place: number): Guesses {
  return { top: masks[place] ?? [], own: asked[place]?.[0] ?? null };
}
