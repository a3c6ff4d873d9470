import { useEffect } from 'react';
import type { QuizPart } from '../../../app/lessons/page.ts';
import type { Quiz } from '../../../app/lessons/quiz.ts';
import type { QuizResults } from '../../../app/lessons/quiz-results.ts';
import { type QuestionState, type QuizState, quizState } from '../../../app/lessons/quiz-state.ts';
import { useExperiments } from '../../stores/experiments.ts';
import { useQuizResults } from '../../stores/quiz-results.ts';
import { Disclosure } from '../Disclosure.tsx';
import { Failure } from '../Failure.tsx';
import { QuestionList } from './QuestionList.tsx';
import { QuizSummary } from './QuizSummary.tsx';
import './quiz.css';

interface QuizPanelProps {
  readonly quiz: Quiz;
  readonly lesson: string;
  /** `before`: the core questions in their other form, answered before the lesson and without feedback. */
  readonly part: QuizPart;
}

/** A lesson's quiz. Answers are kept as they are given; experiments go on when the page is left. */
export function QuizPanel({ quiz, lesson, part }: QuizPanelProps) {
  const results = useQuizResults((store) => store.results);
  const unreadable = useQuizResults((store) => store.unreadable);
  useEffect(() => {
    void useQuizResults.getState().load();
    void useExperiments.getState().load(lesson);
  }, [lesson]);
  useKeptMeasurements(lesson, results);
  if (unreadable) return <Unreadable error={unreadable} />;
  if (!results) return null;
  const state = quizState(quiz, lesson, results);
  return part === 'before' ? (
    <Before quiz={quiz} lesson={lesson} state={state} />
  ) : (
    <After quiz={quiz} lesson={lesson} state={state} />
  );
}

/** Copies what was measured into the results, so that they say by themselves how a prediction went. */
function useKeptMeasurements(lesson: string, results: QuizResults | null): void {
  const states = useExperiments((store) => store.states);
  useEffect(() => {
    if (!results) return;
    for (const { measurement, ...state } of Object.values(states)) {
      if (!measurement || state.lesson !== lesson) continue;
      // The same id in every window, so that it is kept once.
      const id = `${lesson} ${measurement.experiment} ${measurement.at}`;
      useQuizResults.getState().add({ type: 'measured', lesson, measurement }, id);
    }
  }, [lesson, results, states]);
}

interface PartProps {
  readonly quiz: Quiz;
  readonly lesson: string;
  readonly state: QuizState;
}

const ofForm = (quiz: Quiz, state: QuizState, form: 'A' | 'B'): QuestionState[] =>
  quiz.concepts.map(
    ({ id }) =>
      state.questions[
        quiz.questions.find((question) => question.concept === id && question.form === form)!.id
      ]!,
  );

function Before({ quiz, lesson, state }: PartProps) {
  const core = quiz.concepts.filter(({ part }) => part === 'core');
  const questions = ofForm(quiz, state, 'B').slice(0, core.length);
  const answered = questions.filter(({ tries }) => tries.length > 0).length;
  return (
    <div className="quiz before">
      <Disclosure
        title="Before you start"
        detail={
          answered > 0
            ? `${answered} of ${core.length} answered`
            : `${core.length} questions, to see afterwards what the lesson gave you. You may skip them.`
        }
      >
        <QuestionList
          quiz={quiz}
          lesson={lesson}
          state={state}
          questions={questions}
          nameOf={(i) => `Before ${i + 1}`}
          withoutFeedback
          startOpen
        />
      </Disclosure>
    </div>
  );
}

function After({ quiz, lesson, state }: PartProps) {
  const first = ofForm(quiz, state, 'A');
  const isCore = ({ question }: QuestionState) =>
    quiz.concepts.find(({ id }) => id === question.concept)!.part === 'core';
  const core = first.filter(isCore);
  const deeper = first.filter((each) => !isCore(each));
  // The other form: where it was asked for, or answered before the lesson and may be looked at now.
  const again = ofForm(quiz, state, 'B').filter(
    ({ question, tries }, i) =>
      first[i]!.tries.length > 0 && (tries.length > 0 || state.later.has(question.concept)),
  );
  const numberOf = ({ question }: QuestionState): number =>
    [...core, ...deeper].findIndex((each) => each.question.concept === question.concept) + 1;
  const shared = { quiz, lesson, state };
  return (
    <div className="quiz">
      <QuestionList {...shared} questions={core} nameOf={(i) => `Question ${i + 1}`} startOpen />
      {again.length > 0 && (
        <Disclosure title="In other words" detail={`${again.length} asked in another form`} defaultOpen>
          <QuestionList
            {...shared}
            questions={again}
            nameOf={(i) => `Question ${numberOf(again[i]!)} again`}
          />
        </Disclosure>
      )}
      <Disclosure title="Go deeper" detail={deeperWords(deeper)}>
        <QuestionList {...shared} questions={deeper} nameOf={(i) => `Question ${core.length + i + 1}`} />
      </Disclosure>
      <QuizSummary quiz={quiz} lesson={lesson} state={state} core={core} deeper={deeper} />
    </div>
  );
}

function deeperWords(deeper: readonly QuestionState[]): string {
  const answered = deeper.filter(({ tries }) => tries.length > 0).length;
  const measured = deeper.filter(({ question }) => question.kind === 'measured').length;
  return answered > 0
    ? `${answered} of ${deeper.length} answered`
    : `${deeper.length} more questions, ${measured} of them measured on this computer`;
}

function Unreadable({ error }: { readonly error: Error }) {
  return (
    <div className="quiz">
      <Failure error={error} onRetry={() => void useQuizResults.getState().load()} />
      <p className="moral">
        Nothing is written over them. You can set them aside: they keep their place on the disk under another
        name, and the quiz begins anew.
      </p>
      <button
        type="button"
        className="button small"
        onClick={() => void useQuizResults.getState().setAside()}
      >
        Set them aside and begin anew
      </button>
    </div>
  );
}
