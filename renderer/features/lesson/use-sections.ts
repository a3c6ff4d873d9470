import { useDeferredValue, useMemo } from 'react';
import type { LessonManifest } from '../../../app/lessons/lesson.ts';
import { outlineOf, type PageOutline } from '../../../app/lessons/page.ts';

export interface LessonSection {
  readonly id: string;
  readonly title: string;
  readonly outline: PageOutline;
}

const NOTHING_YET: PageOutline = { cells: [], hasQuiz: false, problems: [] };

/**
 * The sections of a lesson with what is in each. Going through all pages takes as long as showing one, so where the
 * first question alone is to be seen it comes before that, and the sections get their outlines right after.
 */
export function useSections(
  { pages }: LessonManifest,
  texts: Readonly<Record<string, string>>,
  questionFirst: boolean,
): { readonly sections: readonly LessonSection[]; readonly isWhole: boolean } {
  const isWhole = useDeferredValue(true, !questionFirst);
  const sections = useMemo(
    () =>
      pages.map(({ id, title, file }) => ({
        id,
        title,
        outline: isWhole ? outlineOf(texts[file] ?? '') : NOTHING_YET,
      })),
    [pages, texts, isWhole],
  );
  return { sections, isWhole };
}
