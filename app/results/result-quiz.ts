import { z } from 'zod';
import { slug } from '../lessons/lesson.ts';
import { misconceptionsIn } from '../lessons/misconceptions.ts';
import type { Quiz } from '../lessons/quiz.ts';
import { gains } from '../lessons/quiz-gain.ts';
import { type QuizResults, SURENESS } from '../lessons/quiz-results.ts';
import { type QuestionState, quizState } from '../lessons/quiz-state.ts';

const MOST_QUESTIONS = 500;
/** Of one question; more tell nothing more. */
const MOST_TRIES = 50;

const words = z.string().max(300);
const score = z.number().min(0).max(1).nullable();

/** A quiz as a learner hands it on: answers by question, and by concept the first try of each of its two forms. */
export const resultQuiz = z.object({
  lesson: slug,
  /** How often it was begun again; only answers since the last time are here. */
  restarts: z.int().min(0),
  questions: z
    .array(
      z.object({
        id: slug,
        concept: slug,
        form: z.enum(['A', 'B']),
        kind: z.enum(['single', 'multiple', 'order', 'match', 'measured']),
        tries: z
          .array(
            z.object({
              at: z.string().max(40),
              answer: z.union([z.array(slug).max(50), z.number()]),
              sure: z.enum(SURENESS),
              hinted: z.boolean(),
              /** Null for a prediction that was not measured. */
              right: z.boolean().nullable(),
              score,
              /** What a wrong answer comes from, in words. */
              misconceptions: z.array(words).max(20),
            }),
          )
          .max(MOST_TRIES),
      }),
    )
    .max(MOST_QUESTIONS),
  gains: z
    .array(
      z.object({
        concept: slug,
        title: words,
        /** Of the form that was asked first, and of the other; the first try of each. */
        before: score,
        after: score,
        gain: z.number().min(-1).max(1).nullable(),
      }),
    )
    .max(MOST_QUESTIONS),
});
type ResultQuiz = z.output<typeof resultQuiz>;

/** What of a quiz goes into a file; null where nothing was answered. */
export function resultQuizOf(quiz: Quiz, lesson: string, results: QuizResults): ResultQuiz | null {
  const state = quizState(quiz, lesson, results);
  const answered = Object.values(state.questions).filter(({ tries }) => tries.length > 0);
  if (answered.length === 0) return null;
  return {
    lesson,
    restarts: results.events.filter((event) => event.type === 'reset' && event.lesson === lesson).length,
    questions: answered.map((item) => questionOf(quiz, item)),
    gains: gains(quiz, state)
      .filter(({ before }) => before !== null)
      .map(({ concept, before, after, gain }) => ({
        concept: concept.id,
        title: concept.title,
        before: before?.grade?.score ?? null,
        after: after?.grade?.score ?? null,
        gain,
      })),
  };
}

function questionOf(quiz: Quiz, { question, tries, measurement }: QuestionState) {
  const { id, concept, form, kind } = question;
  const made = tries.slice(0, MOST_TRIES).map(({ answer, sure, at, hinted, grade }) => ({
    at,
    answer: typeof answer === 'number' ? answer : [...answer],
    sure,
    hinted,
    right: grade?.isRight ?? null,
    score: grade?.score ?? null,
    misconceptions: misconceptionsIn(question, answer, measurement).map((key) => quiz.misconceptions[key]!),
  }));
  return { id, concept, form, kind, tries: made };
}
