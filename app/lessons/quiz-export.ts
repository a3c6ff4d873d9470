import type { Quiz } from './quiz.ts';
import { gains } from './quiz-gain.ts';
import type { QuizResults } from './quiz-results.ts';
import { quizState } from './quiz-state.ts';

/**
 * Results as one file for others: every event as it was kept, and what it comes to per question and per concept.
 *
 * @param at ISO 8601, when it is written.
 */
export function exportResults(quiz: Quiz, lesson: string, results: QuizResults, at: string) {
  const state = quizState(quiz, lesson, results);
  return {
    kind: 'bert-studio-quiz-results',
    format: 1,
    exported_at: at,
    lesson,
    questions: Object.values(state.questions)
      .filter(({ tries }) => tries.length > 0)
      .map(({ question, tries, hinted }) => ({
        id: question.id,
        concept: question.concept,
        form: question.form,
        kind: question.kind,
        hinted,
        tries: tries.map(({ answer, sure, at: when, hinted: before, grade }) => ({
          at: when,
          answer,
          sure,
          hinted: before,
          right: grade?.isRight ?? null,
          score: grade?.score ?? null,
        })),
      })),
    gains: gains(quiz, state)
      .filter(({ before }) => before !== null)
      .map(({ concept, before, after, gain }) => ({
        concept: concept.id,
        before: before?.grade?.score ?? null,
        after: after?.grade?.score ?? null,
        gain,
      })),
    events: results.events.filter((event) => event.lesson === lesson),
  };
}
export type ExportedResults = ReturnType<typeof exportResults>;
