import { useEffect, useState } from 'react';
import {
  parseResults,
  type Question,
  type Quiz,
  type QuizResults,
  SURENESS,
  scoreOf,
} from '../../../app/lessons/lesson.ts';
import { studio } from '../../api/studio.ts';
import { Choice } from '../Choice.tsx';
import { download } from '../download.ts';
import './quiz.css';

const KEY = 'quiz-results';
type Sureness = (typeof SURENESS)[number];

/** The quiz: sureness first, feedback for every option, any number of tries; results are kept. */
export function QuizPanel({ quiz }: { readonly quiz: Quiz }) {
  const [results, setResults] = useState<QuizResults | null>(null);
  useEffect(() => {
    void studio.invoke('kept.get', { key: KEY }).then((kept) => setResults(parseResults(kept)));
  }, []);
  if (!results) return null;
  const keep = (next: QuizResults) => {
    setResults(next);
    void studio.invoke('kept.set', { key: KEY, value: next });
  };
  const answer = (id: string, option: number, sure: Sureness) => {
    const tries = [...(results.tries[id] ?? []), { option, sure, at: new Date().toISOString() }];
    keep({ ...results, tries: { ...results.tries, [id]: tries } });
  };
  const score = scoreOf(quiz, results);
  return (
    <>
      {quiz.questions.map((question, i) => (
        <QuestionCard
          key={question.id}
          number={i + 1}
          question={question}
          misconceptions={quiz.misconceptions}
          tries={results.tries[question.id] ?? []}
          onAnswer={(option, sure) => answer(question.id, option, sure)}
        />
      ))}
      <p className="quiz-score" role="status">
        {score.answered} of {quiz.questions.length} answered, {score.rightAtFirst} right at the first try,{' '}
        {score.right} in the end.
      </p>
      <p className="quiz-tools">
        <button
          type="button"
          className="button small"
          onClick={() =>
            download(
              'quiz-results.json',
              `data:application/json,${encodeURIComponent(JSON.stringify(results, null, 2))}`,
            )
          }
        >
          Save the results
        </button>
        <button type="button" className="button small quiet" onClick={() => keep({ format: 1, tries: {} })}>
          Start again
        </button>
      </p>
    </>
  );
}

interface QuestionCardProps {
  readonly number: number;
  readonly question: Question;
  readonly misconceptions: Quiz['misconceptions'];
  readonly tries: QuizResults['tries'][string];
  readonly onAnswer: (option: number, sure: Sureness) => void;
}

function QuestionCard({ number, question, misconceptions, tries, onAnswer }: QuestionCardProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [sure, setSure] = useState<Sureness>('rather sure');
  const [hinted, setHinted] = useState(false);
  const [retrying, setRetrying] = useState(false);
  const isOpen = tries.length === 0 || retrying;
  const last = tries.at(-1);
  return (
    <section className="cell question" aria-label={`Question ${number}`}>
      <fieldset>
        <legend>
          <span className="tertiary">{number}</span> {question.prompt}
        </legend>
        {question.options.map((option, i) => (
          <div key={option.text} className="option">
            <label>
              <input
                type="radio"
                name={question.id}
                disabled={!isOpen}
                checked={isOpen ? chosen === i : last?.option === i}
                onChange={() => setChosen(i)}
              />
              <span>{option.text}</span>
            </label>
            {!isOpen && (
              <p className={option.right ? 'good' : 'secondary'}>
                <b>{option.right ? '✓ Right.' : misconceptions[option.misconception!]}</b>
                {option.right ? ' ' : '. '}
                {option.feedback}
                {tries.some(({ option: tried }) => tried === i) && <span className="tag">your try</span>}
              </p>
            )}
          </div>
        ))}
      </fieldset>
      {isOpen ? (
        <div className="question-tools">
          <Choice
            label="How sure?"
            value={sure}
            options={SURENESS.map((word) => [word, word] as const)}
            onChange={setSure}
          />
          <button
            type="button"
            className="button"
            disabled={chosen === null}
            onClick={() => {
              onAnswer(chosen!, sure);
              setRetrying(false);
            }}
          >
            Answer
          </button>
          <button type="button" className="button quiet" onClick={() => setHinted(true)}>
            Hint
          </button>
          {hinted && <p className="secondary">{question.hint}</p>}
        </div>
      ) : (
        <div className="question-tools">
          <span className="secondary">You were {last?.sure}.</span>
          <button
            type="button"
            className="button small quiet"
            onClick={() => {
              setChosen(null);
              setRetrying(true);
            }}
          >
            Try again
          </button>
          <a href={`#learn?page=${question.section}`}>Where this stands</a>
        </div>
      )}
    </section>
  );
}
