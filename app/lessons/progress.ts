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

export const progressSchema = z.strictObject({
  format: z.literal(1),
  lessons: z.record(z.string(), lessonProgress),
});
export type Progress = z.output<typeof progressSchema>;

export const NO_PROGRESS: LessonProgress = { page: null, read: [], cells: {} };

/** What was kept, or none where nothing readable was. */
export function parseProgress(value: unknown): Progress {
  const parsed = progressSchema.safeParse(value);
  return parsed.success ? parsed.data : { format: 1, lessons: {} };
}

/**
 * What two windows did, put together. What was read or answered stays so; where the learner was, and what a cell keeps, is
 * mine where I changed it.
 *
 * @param was what both began with.
 * @param kept what is there by now.
 */
export function mergeProgress(was: Progress, mine: Progress, kept: Progress): Progress {
  const lessons = { ...kept.lessons };
  for (const [id, own] of Object.entries(mine.lessons)) {
    const theirs = kept.lessons[id];
    lessons[id] = theirs ? mergeLesson(was.lessons[id] ?? NO_PROGRESS, own, theirs) : own;
  }
  return { format: 1, lessons };
}

function mergeLesson(was: LessonProgress, mine: LessonProgress, kept: LessonProgress): LessonProgress {
  const cells = { ...kept.cells };
  for (const [id, own] of Object.entries(mine.cells)) {
    const theirs = cells[id];
    const latest = theirs && isSame(own.kept, was.cells[id]?.kept) ? theirs : own;
    cells[id] = { done: own.done || theirs?.done === true, kept: latest.kept };
  }
  return {
    page: mine.page === was.page ? kept.page : mine.page,
    read: [...new Set([...kept.read, ...mine.read])],
    cells,
  };
}

/** Of data without functions, whose fields keep their order. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
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
