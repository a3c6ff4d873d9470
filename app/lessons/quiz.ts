import { z } from 'zod';
import { StudioError } from '../errors.ts';
import { experiment } from './experiment.ts';
import { slug } from './lesson.ts';
import { quizProblems } from './quiz-problems.ts';

const text = z.string().min(1);
const common = {
  id: slug,
  concept: slug,
  /** Two wordings of the same question, with other figures: one before, one after. */
  form: z.enum(['A', 'B']),
  prompt: text,
  hint: text,
};
/** Why a wrong answer is wrong: its misconception, and one reason. */
const wrong = { misconception: slug, feedback: text };

const option = z.strictObject({
  id: slug,
  text,
  right: z.literal(true).optional(),
  /** Which misconception it comes from; a right one has none. */
  misconception: slug.optional(),
  feedback: text,
});
const single = z.strictObject({ kind: z.literal('single'), ...common, options: z.array(option).min(3) });
const multiple = z.strictObject({ kind: z.literal('multiple'), ...common, options: z.array(option).min(3) });

const order = z.strictObject({
  kind: z.literal('order'),
  ...common,
  /** As they are shown at first. */
  items: z.array(z.strictObject({ id: slug, text })).min(3),
  /** Ids in the right order. */
  right: z.array(slug),
  /** Why it is this order. */
  feedback: text,
  /** For each pair of neighbours in the right order: what to say to those who turn it round. */
  mistakes: z.array(z.strictObject({ first: slug, second: slug, ...wrong })),
});

const match = z.strictObject({
  kind: z.literal('match'),
  ...common,
  pairs: z
    .array(
      z.strictObject({
        id: slug,
        left: text,
        right: text,
        /** Why they belong together. */
        reason: text,
        /** Said where this right side was put beside another left one. */
        ...wrong,
      }),
    )
    .min(3),
  /** Ids of the right sides as they are shown at first. */
  shown: z.array(slug),
});

const measured = z.strictObject({
  kind: z.literal('measured'),
  ...common,
  experiment: slug,
  /** The part of the experiment whose figure is asked for. */
  arm: slug,
  /** Another part to compare it with. */
  beside: slug.nullable(),
  /** Ends of the scale the prediction is made on, in per cent for a share. */
  scale: z.tuple([z.number(), z.number()]),
  /** Said to a prediction inside the measured range, and to one on either side of it. */
  inside: text,
  below: z.strictObject(wrong),
  above: z.strictObject(wrong),
});

const quiz = z
  .strictObject({
    format: z.literal(2),
    misconceptions: z.record(slug, text),
    concepts: z
      .array(
        z.strictObject({
          id: slug,
          title: text,
          /** Page where the answer stands. */
          section: slug,
          /** `core` belongs to the lesson itself, `deeper` to those who go on. */
          part: z.enum(['core', 'deeper']),
        }),
      )
      .min(1),
    experiments: z.array(experiment).default([]),
    questions: z.array(z.discriminatedUnion('kind', [single, multiple, order, match, measured])).min(1),
  })
  .superRefine((value, context) => {
    for (const { path, message } of quizProblems(value)) context.addIssue({ code: 'custom', path, message });
  });
export type Quiz = z.output<typeof quiz>;
export type Question = Quiz['questions'][number];
export type Concept = Quiz['concepts'][number];
export type QuestionOf<Kind extends Question['kind']> = Extract<Question, { kind: Kind }>;

/**
 * `quiz.json`.
 *
 * @throws StudioError `bad_quiz` naming each question and what is wrong with it.
 */
export function parseQuiz(value: unknown): Quiz {
  const parsed = quiz.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StudioError('bad_quiz', `quiz.json is no quiz:\n${z.prettifyError(parsed.error)}`);
}
