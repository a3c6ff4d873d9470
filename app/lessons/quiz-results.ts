import { z } from 'zod';
import { StudioError } from '../errors.ts';
import { measurement } from './experiment.ts';
import { slug } from './lesson.ts';

export const SURENESS = ['guess', 'unsure', 'fairly', 'certain'] as const;
export type Sureness = (typeof SURENESS)[number];

const happened = {
  /** Of this event alone, whichever window wrote it. */
  id: z.string().min(1).max(100),
  /** ISO 8601. */
  at: z.string(),
  lesson: slug,
};

const event = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('answer'),
    ...happened,
    question: slug,
    answer: z.union([z.array(slug), z.number()]),
    sure: z.enum(SURENESS),
  }),
  z.strictObject({ type: z.literal('hint'), ...happened, question: slug }),
  /** To be asked again, in the other form. */
  z.strictObject({ type: z.literal('later'), ...happened, concept: slug }),
  z.strictObject({ type: z.literal('measured'), ...happened, measurement }),
  z.strictObject({ type: z.literal('reset'), ...happened }),
  /** Takes back the reset of that id. */
  z.strictObject({ type: z.literal('undo'), ...happened, reset: z.string() }),
]);
export type QuizEvent = z.output<typeof event>;

const results = z.strictObject({ format: z.literal(2), events: z.array(event) });
/** Everything that happened in a quiz, oldest first. Nothing is ever taken out, so that nothing can be lost. */
export type QuizResults = z.output<typeof results>;

const formatOne = z.strictObject({
  format: z.literal(1),
  tries: z.record(
    slug,
    z.array(
      z.strictObject({
        option: z.int().min(0).max(3),
        sure: z.enum(['guessing', 'rather sure', 'certain']),
        at: z.string(),
      }),
    ),
  ),
});
const SURE_BEFORE = { guessing: 'guess', 'rather sure': 'fairly', certain: 'certain' } as const;

export const NO_RESULTS: QuizResults = { format: 2, events: [] };

/**
 * Results as kept, of this format or the one before.
 *
 * @throws StudioError `results_newer` or `results_unreadable`: whoever reads must not write over them then.
 */
export function parseResults(value: unknown): QuizResults {
  if (value === null) return NO_RESULTS;
  const before = formatOne.safeParse(value);
  if (before.success) return { format: 2, events: eventsOf(before.data) };
  const parsed = results.safeParse(value);
  if (parsed.success) return parsed.data;
  const { format } = (value ?? {}) as { format?: unknown };
  if (typeof format === 'number' && format > 2) {
    throw new StudioError(
      'results_newer',
      `The quiz results were kept by a newer BERT Studio (format ${format}; this one reads up to 2). Update to go on with them.`,
    );
  }
  const [issue] = parsed.error.issues;
  throw new StudioError(
    'results_unreadable',
    `The kept quiz results cannot be read (${issue?.path.join('.') || 'whole file'}: ${issue?.message}).`,
  );
}

/** Format 1 knew one lesson, and options by their place. */
function eventsOf({ tries }: z.output<typeof formatOne>): QuizEvent[] {
  return Object.entries(tries)
    .flatMap(([question, list]) =>
      list.map(
        ({ option, sure, at }): QuizEvent => ({
          type: 'answer',
          id: `${question} ${at}`,
          at,
          lesson: 'understanding-bert',
          question,
          answer: ['abcd'[option]!],
          sure: SURE_BEFORE[sure],
        }),
      ),
    )
    .sort(byTime);
}

const byTime = (a: QuizEvent, b: QuizEvent): number =>
  a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1;

/** What both know: the same whichever comes first, so that two windows cannot lose each other's answers. */
export function mergeResults(a: QuizResults, b: QuizResults): QuizResults {
  const events = new Map([...a.events, ...b.events].map((item) => [item.id, item]));
  return { format: 2, events: [...events.values()].sort(byTime) };
}

export function withEvent(all: QuizResults, added: QuizEvent): QuizResults {
  return mergeResults(all, { format: 2, events: [added] });
}
