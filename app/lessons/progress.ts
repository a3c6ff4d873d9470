import { z } from 'zod';

const cellProgress = z.strictObject({
  /** It has answered once. */
  done: z.boolean(),
  /** The learner's guesses and settings, by field; the cell checks what it reads. */
  kept: z.record(z.string(), z.json()),
});

const lessonProgress = z.strictObject({
  /** Where the learner was last. */
  page: z.string().nullable(),
  /** Pages read to their end. */
  read: z.array(z.string()),
  cells: z.record(z.string(), cellProgress),
});
export type LessonProgress = z.output<typeof lessonProgress>;

const progress = z.strictObject({ format: z.literal(1), lessons: z.record(z.string(), lessonProgress) });
export type Progress = z.output<typeof progress>;

export const NO_PROGRESS: LessonProgress = { page: null, read: [], cells: {} };

/** What was kept, or none where nothing readable was. */
export function parseProgress(value: unknown): Progress {
  const parsed = progress.safeParse(value);
  return parsed.success ? parsed.data : { format: 1, lessons: {} };
}

/** Kept fields that are of the type they start with; others fall back, so that an older record cannot break a cell. */
export function keptOver<State extends Record<string, unknown>>(
  initial: State,
  kept: Readonly<Record<string, unknown>> | undefined,
): State {
  const typeOf = (value: unknown) =>
    value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  const fits = Object.entries(kept ?? {}).filter(
    ([name, value]) =>
      Object.hasOwn(initial, name) &&
      (initial[name] === null || value === null || typeOf(value) === typeOf(initial[name])),
  );
  return { ...initial, ...Object.fromEntries(fits) };
}

/** Minutes still to read: the pages' shares that were not read to their end, at least one until all were. */
export function minutesLeft(minutes: number, pages: readonly string[], read: readonly string[]): number {
  const unread = pages.filter((page) => !read.includes(page)).length;
  return unread === 0 ? 0 : Math.max(1, Math.round((minutes * unread) / pages.length));
}
