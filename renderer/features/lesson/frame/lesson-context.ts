import { createContext, use } from 'react';
import type { CellSettings } from '../../../../app/lessons/cells.ts';

interface LessonContextValue {
  readonly lesson: string;
  /** All cells of the lesson, on whatever page. */
  readonly cells: readonly CellSettings[];
}

export const LessonContext = createContext<LessonContextValue>({ lesson: '', cells: [] });

export function useLessonContext(): LessonContextValue {
  return use(LessonContext);
}
