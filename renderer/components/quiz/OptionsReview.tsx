import { useState } from 'react';
import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { NARROW, useMedia } from '../use-media.ts';
import { Letter } from './Letter.tsx';
import { LETTERS } from './OptionsInput.tsx';
import { Why } from './Why.tsx';
import { ordinal } from './words.ts';

interface OptionsReviewProps {
  readonly question: QuestionOf<'single'> | QuestionOf<'multiple'>;
  readonly misconceptions: Quiz['misconceptions'];
  readonly tries: readonly Try[];
}

/** Every option with its reason; the tries that chose it at the right. In a narrow window what nobody chose folds away. */
export function OptionsReview({ question, misconceptions, tries }: OptionsReviewProps) {
  const isNarrow = useMedia(NARROW);
  const [isUnfolded, setUnfolded] = useState(false);
  const options = question.options.map((option, i) => ({
    ...option,
    letter: LETTERS[i]!,
    chosenIn: tries.flatMap(({ answer }, t) =>
      typeof answer !== 'number' && answer.includes(option.id) ? [t + 1] : [],
    ),
  }));
  const isFolded = isNarrow && !isUnfolded;
  const others = options.filter(({ right, chosenIn }) => !right && chosenIn.length === 0);
  const shown = isFolded ? options.filter((option) => !others.includes(option)) : options;
  return (
    <>
      <ul className="options">
        {shown.map(({ id, text, right, misconception, feedback, letter, chosenIn }) => {
          const isWrong = !right && chosenIn.length > 0;
          return (
            <li key={id} className={`option ${right ? 'right' : ''} ${isWrong ? 'wrong' : ''}`}>
              <Letter
                mark={right ? 'right' : isWrong ? 'wrong' : null}
                label={right ? 'Right' : 'Wrong, and chosen'}
                letter={letter}
                square={question.kind === 'multiple'}
              />
              <p className="say">{text}</p>
              <span className="mine">{triesWords(chosenIn)}</span>
              <Why name={misconception && misconceptions[misconception]} reason={feedback} />
            </li>
          );
        })}
      </ul>
      {isFolded && others.length > 0 && (
        <button type="button" className="button small quiet" onClick={() => setUnfolded(true)}>
          {others.map(({ letter }) => letter).join(' and ')}, and why not
        </button>
      )}
    </>
  );
}

/** `first try`, `first and third try`. */
function triesWords(numbers: readonly number[]): string {
  return numbers.length === 0 ? '' : `${numbers.map(ordinal).join(' and ')} try`;
}
