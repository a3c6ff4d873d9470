import { z } from 'zod';
import type { LessonProgress } from '../lessons/progress.ts';

const name = z.string().max(100);

/** How far a learner came in a lesson, and what they predicted in its cells. */
export const resultLesson = z.object({
  id: name,
  pages_read: z.array(name).max(100),
  cells: z
    .array(
      z.object({
        id: name,
        /** It has answered once. */
        done: z.boolean(),
        /** A number, or a single word; null where there was none. */
        guess: z.union([z.number(), name, z.null()]),
      }),
    )
    .max(200),
});
type ResultLesson = z.output<typeof resultLesson>;

/** What of a lesson goes into a file; null where it was not begun. Sentences that were typed into cells stay behind. */
export function resultLessonOf(id: string, progress: LessonProgress | undefined): ResultLesson | null {
  if (!progress) return null;
  const cells = Object.entries(progress.cells).map(([cell, { done, kept }]) => ({
    id: cell,
    done,
    guess: guessOf(kept.guess),
  }));
  return { id, pages_read: [...progress.read], cells };
}

/** A guess is a number or one word; anything longer may be a text. */
function guessOf(kept: unknown): number | string | null {
  if (typeof kept === 'number') return kept < 0 ? null : kept;
  if (typeof kept !== 'string' || !/^\S{1,30}$/.test(kept)) return null;
  const number = Number(kept);
  return Number.isFinite(number) ? number : kept;
}
