import { type FormEvent, useState } from 'react';
import type { Experiment } from '../../../app/lessons/experiment.ts';
import type { QuizAnswer } from '../../../app/lessons/grading.ts';
import type { Question } from '../../../app/lessons/quiz.ts';
import { SURENESS, type Sureness } from '../../../app/lessons/quiz-results.ts';
import { Choice } from '../Choice.tsx';
import { OptionsInput } from './OptionsInput.tsx';
import { PredictInput } from './PredictInput.tsx';
import { asShown, SortInput } from './SortInput.tsx';
import { SURE_WORDS } from './words.ts';

interface QuestionFormProps {
  readonly question: Question;
  readonly experiment: Experiment | null;
  readonly hinted: boolean;
  /** What the button says that gives the answer. */
  readonly action: string;
  readonly onHint: () => void;
  readonly onAnswer: (answer: QuizAnswer, sure: Sureness) => void;
  /** Leaves the question as it was answered before. */
  readonly onCancel: (() => void) | null;
}

/** An open question: the answer, how sure, and only then the button. Enter answers. */
export function QuestionForm(props: QuestionFormProps) {
  const { question, experiment, hinted, action, onHint, onAnswer, onCancel } = props;
  const [answer, setAnswer] = useState<QuizAnswer | null>(() => startOf(question));
  const [sure, setSure] = useState<Sureness | null>(null);
  const isGiven = answer !== null && (typeof answer === 'number' || answer.length > 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isGiven && sure) onAnswer(answer, sure);
  };
  const chosen = Array.isArray(answer) ? answer : [];
  return (
    <form onSubmit={submit}>
      {(question.kind === 'single' || question.kind === 'multiple') && (
        <OptionsInput question={question} value={chosen} onChange={setAnswer} />
      )}
      {(question.kind === 'order' || question.kind === 'match') && (
        <SortInput question={question} value={chosen} onChange={setAnswer} />
      )}
      {question.kind === 'measured' && experiment && (
        <PredictInput
          question={question}
          experiment={experiment}
          value={typeof answer === 'number' ? answer : null}
          onChange={setAnswer}
        />
      )}
      <div className="actions">
        <Choice
          label="How sure?"
          value={sure}
          options={SURENESS.map((each) => [each, SURE_WORDS[each]] as const)}
          onChange={setSure}
        />
        <span className="grow" />
        {!hinted && (
          <button type="button" className="button quiet" onClick={onHint}>
            Hint
          </button>
        )}
        {onCancel && (
          <button type="button" className="button quiet" onClick={onCancel}>
            Leave it
          </button>
        )}
        <button type="submit" className="button" disabled={!isGiven || !sure}>
          {action}
        </button>
      </div>
      {hinted && (
        <p className="hint-line" role="status">
          <b>Hint.</b> {question.hint}
        </p>
      )}
      <p className="waits" role="status">
        {waitsFor(isGiven, sure !== null, question)}
      </p>
    </form>
  );
}

function startOf(question: Question): QuizAnswer | null {
  return question.kind === 'order' || question.kind === 'match' ? asShown(question) : null;
}

function waitsFor(isGiven: boolean, isSure: boolean, { kind }: Question): string {
  if (!isGiven) return kind === 'measured' ? 'Write a number into the blank.' : 'Choose an answer first.';
  return isSure ? '' : 'Say how sure you are, before you see how it is.';
}
