import { useState } from 'react';
import { flushSync } from 'react-dom';
import { experimentOf } from '../../../app/lessons/grading.ts';
import type { Quiz } from '../../../app/lessons/quiz.ts';
import type { QuestionState, QuizState } from '../../../app/lessons/quiz-state.ts';
import { useQuizResults } from '../../stores/quiz-results.ts';
import { measure } from './measure.ts';
import { QuestionCard } from './QuestionCard.tsx';

interface QuestionListProps {
  readonly quiz: Quiz;
  readonly lesson: string;
  readonly state: QuizState;
  readonly questions: readonly QuestionState[];
  readonly nameOf: (index: number) => string;
  readonly withoutFeedback?: boolean;
  /** The first open question is unfolded. */
  readonly startOpen?: boolean;
}

/** Questions one below the other. One is open to be answered; what was answered folds to a line, and out again. */
export function QuestionList(props: QuestionListProps) {
  const { quiz, lesson, state, questions, nameOf, withoutFeedback, startOpen } = props;
  const { add } = useQuizResults.getState();
  const [opened, setOpened] = useState<ReadonlySet<string>>(() => {
    const first = startOpen && questions.find(({ tries }) => tries.length === 0);
    return new Set(first ? [first.question.id] : []);
  });
  const toggle = (id: string) => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  const openNext = (id: string) => {
    flushSync(() => setOpened((all) => new Set(all).add(id)));
    document.getElementById(`question-${id}`)?.querySelector<HTMLElement>('h2 button')?.focus();
  };
  return questions.map((each, i) => {
    const { question, tries } = each;
    const next = questions.slice(i + 1).find((later) => later.tries.length === 0);
    const other = quiz.questions.find(
      ({ concept, id }) => concept === question.concept && id !== question.id,
    )!;
    const canAskAgain =
      !withoutFeedback && !state.later.has(question.concept) && state.questions[other.id]!.tries.length === 0;
    return (
      <div key={question.id} id={`question-${question.id}`}>
        <QuestionCard
          quiz={quiz}
          lesson={lesson}
          name={nameOf(i)}
          state={each}
          open={opened.has(question.id)}
          onToggle={() => toggle(question.id)}
          {...(withoutFeedback ? { withoutFeedback } : {})}
          onHint={() => add({ type: 'hint', lesson, question: question.id })}
          onAnswer={(answer, sure) => {
            const value = typeof answer === 'number' ? answer : [...answer];
            add({ type: 'answer', lesson, question: question.id, answer: value, sure });
            const isFirst = tries.length === 0;
            if (question.kind === 'measured' && isFirst && !withoutFeedback && !each.measurement)
              measure(lesson, experimentOf(quiz, question).experiment);
          }}
          onLater={canAskAgain ? () => add({ type: 'later', lesson, concept: question.concept }) : null}
          onNext={next ? () => openNext(next.question.id) : null}
        />
      </div>
    );
  });
}
