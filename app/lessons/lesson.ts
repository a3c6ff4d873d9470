import { z } from 'zod';

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/);

const manifest = z.strictObject({
  format: z.literal(1),
  title: z.string().min(1),
  minutes: z.number().positive(),
  pages: z
    .array(
      z.strictObject({
        id: slug,
        /** In the contents. */
        title: z.string().min(1),
        /** Above the page, where it is more than the title. */
        heading: z.string().min(1).optional(),
        file: z.string().endsWith('.md'),
      }),
    )
    .min(1),
  /** How many questions belong to its minutes. */
  questions: z.number().int().positive().optional(),
});
export type LessonManifest = z.output<typeof manifest>;

const option = z.strictObject({
  text: z.string().min(1),
  right: z.literal(true).optional(),
  /** Which misconception it comes from; the right one has none. */
  misconception: slug.optional(),
  feedback: z.string().min(1),
});

const quiz = z
  .strictObject({
    format: z.literal(1),
    misconceptions: z.record(slug, z.string().min(1)),
    questions: z
      .array(
        z.strictObject({
          id: slug,
          /** Page where the answer stands. */
          section: slug,
          prompt: z.string().min(1),
          hint: z.string().min(1),
          options: z.array(option).min(2),
        }),
      )
      .min(1),
  })
  .superRefine(({ questions, misconceptions }, context) => {
    for (const [i, { id, options }] of questions.entries()) {
      const complain = (message: string) =>
        context.addIssue({ code: 'custom', path: ['questions', i], message: `${id}: ${message}` });
      if (options.filter(({ right }) => right).length !== 1) complain('exactly one option must be right');
      for (const { right, misconception, text } of options) {
        if (right && misconception) complain(`the right option "${text}" has a misconception`);
        if (!right && !(misconception && misconception in misconceptions))
          complain(`the option "${text}" names no misconception of the list`);
      }
    }
  });
export type Quiz = z.output<typeof quiz>;
export type Question = Quiz['questions'][number];

/** @throws ZodError naming the field, for a manifest or quiz that is not one. */
export const parseManifest = (value: unknown): LessonManifest => manifest.parse(value);
export const parseQuiz = (value: unknown): Quiz => quiz.parse(value);

export const SURENESS = ['guessing', 'rather sure', 'certain'] as const;

const results = z.strictObject({
  format: z.literal(1),
  /** Every try, in order, by question. */
  tries: z.record(
    slug,
    z.array(z.strictObject({ option: z.int().min(0), sure: z.enum(SURENESS), at: z.string() })),
  ),
});
export type QuizResults = z.output<typeof results>;

/** What was kept, or an empty record where nothing readable was. */
export function parseResults(value: unknown): QuizResults {
  const parsed = results.safeParse(value);
  return parsed.success ? parsed.data : { format: 1, tries: {} };
}

export interface Score {
  readonly answered: number;
  readonly rightAtFirst: number;
  readonly right: number;
}

/** How many questions were answered, how many rightly at the first try, and how many rightly in the end. */
export function scoreOf({ questions }: Quiz, { tries }: QuizResults): Score {
  const answered = questions.filter(({ id }) => tries[id]?.length);
  const isRight = ({ options }: Question, option: number | undefined) =>
    option !== undefined && options[option]?.right === true;
  return {
    answered: answered.length,
    rightAtFirst: answered.filter((question) => isRight(question, tries[question.id]![0]?.option)).length,
    right: answered.filter((question) => isRight(question, tries[question.id]!.at(-1)?.option)).length,
  };
}
