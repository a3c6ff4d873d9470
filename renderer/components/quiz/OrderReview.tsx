import { turnedRound } from '../../../app/lessons/grading.ts';
import type { QuestionOf, Quiz } from '../../../app/lessons/quiz.ts';
import type { Try } from '../../../app/lessons/quiz-state.ts';
import { Letter } from './Letter.tsx';
import { Why } from './Why.tsx';

interface OrderReviewProps {
  readonly question: QuestionOf<'order'>;
  readonly misconceptions: Quiz['misconceptions'];
  readonly last: Try;
}

/** The right order, where each item stood in the learner's, and what turning two neighbours round says. */
export function OrderReview({ question, misconceptions, last }: OrderReviewProps) {
  const chosen = typeof last.answer === 'number' ? [] : last.answer;
  const turned = turnedRound(question, chosen).map((pair) => pair.join());
  const mistakeBefore = (second: string) => {
    const mistake = question.mistakes.find((each) => each.second === second);
    return mistake && turned.includes([mistake.first, mistake.second].join()) ? mistake : undefined;
  };
  return (
    <>
      <ol className="options">
        {question.right.map((id, i) => {
          const place = chosen.indexOf(id);
          const mistake = mistakeBefore(id);
          const isRight = place === i;
          return (
            <li key={id} className={`option ${isRight ? 'right' : 'wrong'}`}>
              <Letter
                mark={isRight ? 'right' : 'wrong'}
                label={isRight ? 'In its place' : 'Out of its place'}
              />
              <p className="say">
                {i + 1}. {question.items.find((item) => item.id === id)!.text}
              </p>
              <span className="mine">{isRight ? '' : `yours: ${place + 1}`}</span>
              {mistake && <Why name={misconceptions[mistake.misconception]} reason={mistake.feedback} />}
            </li>
          );
        })}
      </ol>
      <p className="moral">{question.feedback}</p>
    </>
  );
}
