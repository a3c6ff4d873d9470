import type { Concept, Quiz } from './quiz.ts';
import { SURENESS, type Sureness } from './quiz-results.ts';
import type { QuestionState, QuizState, Try } from './quiz-state.ts';

/** A concept asked twice, in two forms: the first try of each, the earlier form first. */
export interface Gain {
  readonly concept: Concept;
  readonly before: Try | null;
  readonly after: Try | null;
  /** Difference of the scores; null until both are graded. */
  readonly gain: number | null;
}

/** Gain by concept. Only first tries count: a second one has seen the answer. */
export function gains({ concepts }: Quiz, state: QuizState): Gain[] {
  const all = Object.values(state.questions);
  return concepts.map((concept) => {
    const [before = null, after = null] = all
      .filter(({ question, tries }) => question.concept === concept.id && tries.length > 0)
      .map(({ tries }) => tries[0]!)
      .sort((a, b) => (a.at < b.at ? -1 : 1));
    const isGraded = before?.grade && after?.grade;
    return { concept, before, after, gain: isGraded ? after!.grade!.score - before!.grade!.score : null };
  });
}

export interface Calibration {
  readonly sure: Sureness;
  readonly answers: number;
  readonly right: number;
}

/** How often first tries were right, by how sure they were. */
export function calibration(states: readonly QuestionState[]): Calibration[] {
  const first = states.flatMap(({ tries }) => (tries[0]?.grade ? [tries[0]] : []));
  return SURENESS.map((sure) => {
    const own = first.filter((attempt) => attempt.sure === sure);
    return { sure, answers: own.length, right: own.filter(({ grade }) => grade!.isRight).length };
  });
}
