import { Check, ChevronRight, Link, RotateCcw, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { experimentOf, type QuizAnswer } from '../../../app/lessons/grading.ts';
import type { Quiz } from '../../../app/lessons/quiz.ts';
import type { Sureness } from '../../../app/lessons/quiz-results.ts';
import type { QuestionState } from '../../../app/lessons/quiz-state.ts';
import { ExperimentPlan } from './ExperimentPlan.tsx';
import { MatchReview } from './MatchReview.tsx';
import { Measured } from './Measured.tsx';
import { OptionsReview } from './OptionsReview.tsx';
import { OrderReview } from './OrderReview.tsx';
import { QuestionForm } from './QuestionForm.tsx';
import { courseWords } from './words.ts';

interface QuestionCardProps {
  readonly quiz: Quiz;
  readonly lesson: string;
  /** `Question 2`, or what it is called where it has no number. */
  readonly name: string;
  readonly state: QuestionState;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Answers are kept and shown later, so that the same may be asked again. */
  readonly withoutFeedback?: boolean;
  readonly onHint: () => void;
  readonly onAnswer: (answer: QuizAnswer, sure: Sureness) => void;
  /** Null where it cannot be asked again in another form. */
  readonly onLater: (() => void) | null;
  /** Null for the last. */
  readonly onNext: (() => void) | null;
}

/** A question from its folded line to its reviewed answer. */
export function QuestionCard(props: QuestionCardProps) {
  const { quiz, lesson, name, state, open, onToggle, withoutFeedback, onHint, onAnswer } = props;
  const { question, tries } = state;
  const [isRetrying, setRetrying] = useState(false);
  const [justAnswered, setJustAnswered] = useState(false);
  const heading = useId();
  const result = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (justAnswered) result.current?.focus();
  }, [justAnswered]);
  const concept = quiz.concepts.find(({ id }) => id === question.concept)!;
  const experiment = question.kind === 'measured' ? experimentOf(quiz, question).experiment : null;
  const isAnswered = tries.length > 0 && !isRetrying;
  const course = withoutFeedback && tries.length > 0 ? 'answered; kept for later' : courseWords(state);
  const answer = (given: QuizAnswer, sure: Sureness) => {
    onAnswer(given, sure);
    setRetrying(false);
    setJustAnswered(true);
  };
  return (
    <section className={`question ${open ? 'open' : ''}`} aria-labelledby={heading}>
      <p className="over" ref={result} tabIndex={-1}>
        <span>{name}</span>
        {course && <span>{course}</span>}
      </p>
      <h2 className="prompt">
        <button type="button" id={heading} aria-expanded={open} onClick={onToggle}>
          <span>{open ? question.prompt : concept.title}</span>
          {!open && <Mark state={state} hidden={withoutFeedback === true} />}
          <ChevronRight size={16} aria-hidden="true" />
        </button>
      </h2>
      {open && !isAnswered && (
        <QuestionForm
          key={tries.length}
          question={question}
          experiment={experiment}
          hinted={state.hinted}
          action={actionWords(state, withoutFeedback === true)}
          onHint={onHint}
          onAnswer={answer}
          onCancel={isRetrying ? () => setRetrying(false) : null}
        />
      )}
      {open && isAnswered && withoutFeedback && (
        <p className="moral">Kept. What is right you will see when the lesson asks again.</p>
      )}
      {open && isAnswered && !withoutFeedback && (
        <>
          {(question.kind === 'single' || question.kind === 'multiple') && (
            <OptionsReview question={question} misconceptions={quiz.misconceptions} tries={tries} />
          )}
          {question.kind === 'order' && (
            <OrderReview question={question} misconceptions={quiz.misconceptions} last={tries.at(-1)!} />
          )}
          {question.kind === 'match' && (
            <MatchReview question={question} misconceptions={quiz.misconceptions} last={tries.at(-1)!} />
          )}
          {question.kind === 'measured' && experiment && (
            <Measured
              lesson={lesson}
              question={question}
              experiment={experiment}
              misconceptions={quiz.misconceptions}
              state={state}
            />
          )}
        </>
      )}
      {open && experiment && !withoutFeedback && <ExperimentPlan experiment={experiment} />}
      {open && isAnswered && (
        <After
          {...props}
          section={concept.section}
          onRetry={
            question.kind === 'measured' || withoutFeedback
              ? null
              : () => {
                  setJustAnswered(false);
                  setRetrying(true);
                }
          }
        />
      )}
    </section>
  );
}

function actionWords({ question, measurement }: QuestionState, withoutFeedback: boolean): string {
  if (question.kind !== 'measured' || withoutFeedback) return 'Answer';
  return measurement ? 'Lock it in' : 'Lock it in and measure';
}

interface AfterProps extends Pick<QuestionCardProps, 'onLater' | 'onNext' | 'withoutFeedback'> {
  readonly section: string;
  readonly onRetry: (() => void) | null;
}

function After({ section, onLater, onNext, onRetry, withoutFeedback }: AfterProps) {
  return (
    <div className="after">
      {!withoutFeedback && (
        <a className="button small quiet" href={`#learn?page=${section}`}>
          <Link size={16} aria-hidden="true" /> Where this is explained
        </a>
      )}
      {onRetry && (
        <button type="button" className="button small quiet" onClick={onRetry}>
          <RotateCcw size={16} aria-hidden="true" /> Try again
        </button>
      )}
      {onLater && (
        <button type="button" className="button small quiet" onClick={onLater}>
          Ask me again in other words
        </button>
      )}
      {onNext && (
        <button type="button" className="button small next" onClick={onNext}>
          Next question
        </button>
      )}
    </div>
  );
}

function Mark({ state: { tries }, hidden }: { readonly state: QuestionState; readonly hidden: boolean }) {
  const grade = tries.at(-1)?.grade;
  if (!grade || hidden) return null;
  const Icon = grade.isRight ? Check : X;
  return (
    <span className={`fold-mark ${grade.isRight ? 'right' : 'wrong'}`}>
      <Icon size={12} strokeWidth={2.5} role="img" aria-label={grade.isRight ? 'right' : 'not right'} />
    </span>
  );
}
