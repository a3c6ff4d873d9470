import { useId, useState } from 'react';
import type { Candidate } from '../../../app/contract/inference.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { answeredWords } from '../../components/answered.ts';
import { Cell, CellPart } from '../../components/Cell.tsx';
import { Failure } from '../../components/Failure.tsx';
import { percent } from '../../components/figures.ts';
import { ShowPython } from './ShowPython.tsx';

const MODEL = 'bert-base-uncased';
const TOP = 5;

interface HideAWordProps {
  readonly left: string;
  readonly right: string;
}

/** Guess a hidden word, then take away what stands after it, and see the model's guesses change. */
export function HideAWordCell(props: HideAWordProps) {
  const [left, setLeft] = useState(props.left);
  const [right, setRight] = useState(props.right);
  const [guess, setGuess] = useState('');
  const [shown, setShown] = useState(false);
  const [isRightGone, setRightGone] = useState(false);
  const ids = { left: useId(), right: useId() };
  const words = guess.trim() === '' ? [] : [guess.trim()];
  const ask = (text: string) => ({ model: MODEL, text, top: TOP, words });
  const both = useAnswer('inference.fillMask', shown ? ask(`${left} [MASK] ${right}`) : null);
  const leftOnly = useAnswer('inference.fillMask', shown && isRightGone ? ask(`${left} [MASK].`) : null);
  const first = both.value?.masks[0] ?? null;
  const second = isRightGone ? (leftOnly.value?.masks[0] ?? null) : null;
  const error = both.error ?? leftOnly.error;
  return (
    <Cell
      name="Hide a word"
      state={answeredWords(both.value)}
      footer={
        <ShowPython
          code={`from transformers import pipeline\n\nfill_mask = pipeline("fill-mask", model="bert-base-uncased")\nfill_mask(${JSON.stringify(`${left} [MASK] ${right}`)})`}
        />
      }
    >
      <CellPart name="Predict">
        <form
          className="sentence"
          onSubmit={(event) => {
            event.preventDefault();
            setShown(true);
          }}
        >
          {left}{' '}
          <input
            className="blank"
            aria-label="Your guess for the hidden word"
            // biome-ignore lint/a11y/noAutofocus: the lesson opens with this question
            autoFocus
            value={guess}
            onChange={({ target }) => setGuess(target.value)}
          />{' '}
          <span className={isRightGone ? 'gone' : ''}>{right}</span>{' '}
          {!shown && (
            <button type="submit" className="button small">
              See what BERT guesses
            </button>
          )}
        </form>
      </CellPart>
      <CellPart name="Change">
        <label className="check">
          <input
            type="checkbox"
            checked={isRightGone}
            disabled={!shown}
            onChange={({ target }) => setRightGone(target.checked)}
          />{' '}
          Take away the words after the blank
        </label>
        <details>
          <summary>Another sentence</summary>
          <div className="two-fields">
            <label htmlFor={ids.left}>Before the blank</label>
            <input
              id={ids.left}
              className="field"
              value={left}
              onChange={({ target }) => setLeft(target.value)}
            />
            <label htmlFor={ids.right}>After the blank</label>
            <input
              id={ids.right}
              className="field"
              value={right}
              onChange={({ target }) => setRight(target.value)}
            />
          </div>
        </details>
      </CellPart>
      <CellPart name="Result">
        {error && <Failure error={error} onRetry={both.again} />}
        <div className="guess-lists" aria-live="polite">
          <Guesses title="With both sides" candidates={first} asked={both.value?.asked[0]} />
          <Guesses
            title="With the left side only"
            candidates={second}
            asked={isRightGone ? leftOnly.value?.asked[0] : undefined}
          />
        </div>
      </CellPart>
      {first && second && (
        <CellPart name="Takeaway">
          <p className="takeaway">{takeaway(first, second)}</p>
        </CellPart>
      )}
    </Cell>
  );
}

interface GuessesProps {
  readonly title: string;
  readonly candidates: readonly Candidate[] | null;
  /** The learner's own word, wherever it ranks. */
  readonly asked: readonly Candidate[] | undefined;
}

function Guesses({ title, candidates, asked }: GuessesProps) {
  const own = asked?.[0];
  const rows =
    candidates && own && !candidates.some(({ id }) => id === own.id) ? [...candidates, own] : candidates;
  return (
    <table className="guesses">
      <caption>{title}</caption>
      <tbody>
        {(rows ?? Array.from({ length: TOP }, () => null)).map((candidate, i) => (
          <tr
            key={candidate?.id ?? `open-${i}`}
            className={candidate && candidate.id === own?.id ? 'own' : ''}
          >
            <th scope="row">{candidate?.token ?? <span className="blank open">not asked yet</span>}</th>
            <td>
              <i style={{ width: `${(candidate?.probability ?? 0) * 100}%` }} />
            </td>
            <td>{candidate && percent(candidate.probability)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** True whatever the model answered: also when nothing changed. */
function takeaway(both: readonly Candidate[], leftOnly: readonly Candidate[]): string {
  const [a, b] = [both[0]!, leftOnly[0]!];
  const means =
    'Every position of BERT looks left and right at the same time: that is what bidirectional means.';
  if (a.id === b.id) {
    return `The first guess is “${a.token}” either way, at ${percent(a.probability)} with both sides and ${percent(b.probability)} with the left alone: here the left side nearly says it all. ${means}`;
  }
  return `With the words on the right, the first guess is “${a.token}” at ${percent(a.probability)}. Without them it is “${b.token}” at ${percent(b.probability)}: the evidence stood after the blank. ${means}`;
}
