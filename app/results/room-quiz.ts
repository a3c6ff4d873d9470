import { type Summary, summaryOf } from '../runs/summary.ts';
import type { Learner } from './room.ts';

/** A concept of the quiz over a room. Scores are from 0 to 1. */
export interface ConceptGain {
  readonly concept: string;
  readonly title: string;
  /** The first attempt, in whichever form it was asked. */
  readonly first: Summary | null;
  /** The first attempt at the other form, later. */
  readonly second: Summary | null;
  /** Of those who did both. */
  readonly gain: Summary | null;
  /** What first attempts went wrong by most often. */
  readonly misconception: { readonly words: string; readonly count: number } | null;
}

/** The quiz by concept, in the order in which the quiz has them. */
export function quizGains(learners: readonly Learner[]): ConceptGain[] {
  const quizzes = learners.flatMap(({ result }) => result.quiz ?? []);
  // Each has the quiz's order; what nobody but one was asked comes last.
  const longest = [...quizzes].sort((a, b) => b.gains.length - a.gains.length);
  const titles = new Map(longest.flatMap(({ gains }) => gains.map(({ concept, title }) => [concept, title])));
  return [...titles].map(([concept, title]) => {
    const rows = quizzes.flatMap(({ gains }) => gains.filter((gain) => gain.concept === concept));
    return {
      concept,
      title,
      first: summaryOf(rows.map(({ before }) => before)),
      second: summaryOf(rows.map(({ after }) => after)),
      gain: summaryOf(rows.map(({ gain }) => gain)),
      misconception: commonest(
        quizzes.flatMap(({ questions }) => {
          const firstTries = questions
            .filter((question) => question.concept === concept)
            .flatMap(({ tries }) => tries.slice(0, 1))
            .sort((a, b) => (a.at < b.at ? -1 : 1));
          return firstTries[0]?.misconceptions ?? [];
        }),
      ),
    };
  });
}

function commonest(all: readonly string[]): ConceptGain['misconception'] {
  const counts = new Map<string, number>();
  for (const words of all) counts.set(words, (counts.get(words) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first ? { words: first[0], count: first[1] } : null;
}

/** How a learner did: first attempts, and the mean gain of what they were asked twice. */
export function quizOf({ result: { quiz } }: Learner) {
  const first = (quiz?.questions ?? []).flatMap(({ tries }) => tries.slice(0, 1));
  return {
    answered: first.length,
    right: first.filter(({ right }) => right).length,
    gain: summaryOf((quiz?.gains ?? []).map(({ gain }) => gain)),
  };
}
