import type { Quiz } from '../../../app/lessons/quiz.ts';
import { calibration, gains } from '../../../app/lessons/quiz-gain.ts';
import { type QuestionState, type QuizState, scoreOf } from '../../../app/lessons/quiz-state.ts';
import { useQuizResults } from '../../stores/quiz-results.ts';
import { SaveResults } from '../results/SaveResults.tsx';
import { CalibrationTable } from './CalibrationTable.tsx';
import { GainTable } from './GainTable.tsx';
import { PredictionTable } from './PredictionTable.tsx';
import './tally.css';

interface QuizSummaryProps {
  readonly quiz: Quiz;
  readonly lesson: string;
  readonly state: QuizState;
  readonly core: readonly QuestionState[];
  readonly deeper: readonly QuestionState[];
}

/** What it comes to so far, and what can be done with it. */
export function QuizSummary({ quiz, lesson, state, core, deeper }: QuizSummaryProps) {
  const unsaved = useQuizResults((store) => store.unsaved);
  const { add } = useQuizResults.getState();
  const all = [...core, ...deeper];
  const isStarted = Object.values(state.questions).some(({ tries }) => tries.length > 0);
  return (
    <section className="quiz-summary" aria-label="So far">
      <p role="status" className="quiz-score">
        {scoreWords(core, 'of the lesson')}
        {deeper.some(({ tries }) => tries.length > 0) && ` ${scoreWords(deeper, 'of those that go deeper')}`}
      </p>
      {unsaved && (
        <p role="alert" className="failure">
          The last answers are not kept yet: {unsaved.message}
        </p>
      )}
      <GainTable gains={gains(quiz, state).filter(({ after }) => after !== null)} />
      <PredictionTable quiz={quiz} questions={Object.values(state.questions)} />
      <CalibrationTable rows={calibration(all)} />
      <div className="after">
        {isStarted && (
          <>
            <SaveResults quiet />
            <button
              type="button"
              className="button small quiet"
              onClick={() => add({ type: 'reset', lesson })}
            >
              Start again
            </button>
          </>
        )}
        {state.lastReset && (
          <p role="status" className="undo">
            The quiz starts again. What you answered is set aside.{' '}
            <button
              type="button"
              className="button small"
              onClick={() => add({ type: 'undo', lesson, reset: state.lastReset! })}
            >
              Undo
            </button>
          </p>
        )}
      </div>
    </section>
  );
}

function scoreWords(questions: readonly QuestionState[], which: string): string {
  const { asked, answered, rightAtFirst, right } = scoreOf(questions);
  const later = right > rightAtFirst ? `, ${right} in the end` : '';
  return `${answered} of ${asked} ${which} answered, ${rightAtFirst} right at the first try${later}.`;
}
