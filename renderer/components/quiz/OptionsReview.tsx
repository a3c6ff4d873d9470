import { Check, X } from 'lucide-react';
import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { LETTERS } from './OptionsInput.tsx';
import { Why } from './Why.tsx';
import { ordinal } from './words.ts';

interface OptionsReviewProps {
  readonly question: QuestionOf<'single'> | QuestionOf<'multiple'>;
  readonly misconceptions: Quiz['misconceptions'];
  readonly tries: readonly Try[];
}

/** Every option with its reason; the tries that chose it at the right. */
export function OptionsReview({ question, misconceptions, tries }: OptionsReviewProps) {
  return (
    <ul className="options">
      {question.options.map(({ id, text, right, misconception, feedback }, i) => {
        const chosenIn = tries.flatMap(({ answer }, t) =>
          typeof answer !== 'number' && answer.includes(id) ? [t + 1] : [],
        );
        const isWrong = !right && chosenIn.length > 0;
        return (
          <li key={id} className={`option ${right ? 'right' : ''} ${isWrong ? 'wrong' : ''}`}>
            <span className={`letter ${question.kind === 'multiple' ? 'square' : ''}`}>
              <OptionMark right={right === true} wrong={isWrong} letter={LETTERS[i]!} />
            </span>
            <p className="say">{text}</p>
            <span className="mine">{triesWords(chosenIn)}</span>
            <Why name={misconception && misconceptions[misconception]} reason={feedback} />
          </li>
        );
      })}
    </ul>
  );
}

function OptionMark({ right, wrong, letter }: { right: boolean; wrong: boolean; letter: string }) {
  if (right) return <Check size={12} strokeWidth={2.5} aria-label="Right" />;
  if (wrong) return <X size={12} strokeWidth={2.5} aria-label="Wrong, and chosen" />;
  return letter;
}

/** `first try`, `first and third try`. */
function triesWords(numbers: readonly number[]): string {
  if (numbers.length === 0) return '';
  return `${numbers.map(ordinal).join(' and ')} try`;
}
