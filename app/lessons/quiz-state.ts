import type { Measurement } from './experiment.ts';
import { type Grade, gradeAnswer, type QuizAnswer } from './grading.ts';
import type { Question, Quiz } from './quiz.ts';
import type { QuizEvent, QuizResults, Sureness } from './quiz-results.ts';

export interface Try {
  readonly answer: QuizAnswer;
  readonly sure: Sureness;
  readonly at: string;
  /** The hint had been looked at. */
  readonly hinted: boolean;
  /** Null for a prediction that nothing was measured for yet. */
  readonly grade: Grade | null;
}

export interface QuestionState {
  readonly question: Question;
  readonly tries: readonly Try[];
  readonly hinted: boolean;
  /** Of its experiment, the latest. */
  readonly measurement: Measurement | null;
}

export interface QuizState {
  /** By question id. */
  readonly questions: Readonly<Record<string, QuestionState>>;
  /** Concepts to be asked again, in the other form. */
  readonly later: ReadonlySet<string>;
  /** The reset that can still be taken back: nothing was answered since. */
  readonly lastReset: string | null;
}

/** What the events of a lesson come to. A measurement outlives a reset: the computer still has measured it. */
export function quizState(quiz: Quiz, lesson: string, { events }: QuizResults): QuizState {
  const own = events.filter((event) => event.lesson === lesson);
  const measured = new Map(
    own.flatMap((event) =>
      event.type === 'measured' ? [[event.measurement.experiment, event.measurement]] : [],
    ),
  );
  const undone = new Set(own.flatMap((event) => (event.type === 'undo' ? [event.reset] : [])));
  const start = own.findLastIndex(({ type, id }) => type === 'reset' && !undone.has(id));
  const round = own.slice(start + 1);
  const states = quiz.questions.map((question) => stateOf(question, round, measured));
  return {
    questions: Object.fromEntries(states.map((state) => [state.question.id, state])),
    later: laterOf(quiz, round),
    lastReset: start >= 0 && !round.some(({ type }) => type === 'answer') ? own[start]!.id : null,
  };
}

function stateOf(
  question: Question,
  round: readonly QuizEvent[],
  measured: ReadonlyMap<string, Measurement>,
): QuestionState {
  const measurement = question.kind === 'measured' ? (measured.get(question.experiment) ?? null) : null;
  const tries: Try[] = [];
  let hinted = false;
  for (const event of round) {
    if (event.type === 'hint' && event.question === question.id) hinted = true;
    if (event.type !== 'answer' || event.question !== question.id) continue;
    const { answer, sure, at } = event;
    tries.push({ answer, sure, at, hinted, grade: gradeAnswer(question, answer, measurement) });
  }
  return { question, tries, hinted, measurement };
}

/** Asked for, and no form of it answered since. */
function laterOf({ questions }: Quiz, round: readonly QuizEvent[]): Set<string> {
  const later = new Set<string>();
  for (const event of round) {
    if (event.type === 'later') later.add(event.concept);
    if (event.type !== 'answer') continue;
    const answered = questions.find(({ id }) => id === event.question);
    if (answered) later.delete(answered.concept);
  }
  return later;
}

interface Score {
  readonly asked: number;
  readonly answered: number;
  readonly rightAtFirst: number;
  readonly right: number;
  /** Sum of the first tries' scores, partial ones included. */
  readonly points: number;
}

/** How the questions of a list went: first tries and last ones apart. Predictions not measured yet count as answered. */
export function scoreOf(states: readonly QuestionState[]): Score {
  const answered = states.filter(({ tries }) => tries.length > 0);
  const count = (isSo: (state: QuestionState) => boolean | undefined) => answered.filter(isSo).length;
  return {
    asked: states.length,
    answered: answered.length,
    rightAtFirst: count(({ tries }) => tries[0]!.grade?.isRight),
    right: count(({ tries }) => tries.at(-1)!.grade?.isRight),
    points: answered.reduce((sum, { tries }) => sum + (tries[0]!.grade?.score ?? 0), 0),
  };
}
