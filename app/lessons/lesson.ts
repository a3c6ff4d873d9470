import { z } from 'zod';

/** How pages, questions, concepts and misconceptions are named. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]*$/);

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

/** `lesson.json`. @throws ZodError naming the field. */
export const parseManifest = (value: unknown): LessonManifest => manifest.parse(value);
