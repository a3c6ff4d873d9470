import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { Letter } from './Letter.tsx';
import { Why } from './Why.tsx';

interface MatchReviewProps {
  readonly question: QuestionOf<'match'>;
  readonly misconceptions: Quiz['misconceptions'];
  readonly last: Try;
}

/** What belongs together and why; where something else was put, what that says. */
export function MatchReview({ question, misconceptions, last }: MatchReviewProps) {
  const chosen = typeof last.answer === 'number' ? [] : last.answer;
  return (
    <ul className="options">
      {question.pairs.map(({ id, left, right, reason }, i) => {
        const isRight = chosen[i] === id;
        const put = question.pairs.find((pair) => pair.id === chosen[i]);
        return (
          <li key={id} className={`option ${isRight ? 'right' : 'wrong'}`}>
            <Letter mark={isRight ? 'right' : 'wrong'} label={isRight ? 'Matched' : 'Not matched'} />
            <p className="say pair">
              <span>{left}</span>
              <span>{right}</span>
            </p>
            <span className="mine" />
            {!isRight && put && (
              <p className="why">
                <b>{misconceptions[put.misconception]}. </b>
                You put “{put.right}” here. {put.feedback}
              </p>
            )}
            <Why reason={reason} />
          </li>
        );
      })}
    </ul>
  );
}
