import { useCallback, useMemo } from 'react';
import { keptOver, type LessonProgress } from '../../../../app/lessons/progress.ts';
import { lessonProgress, useLesson } from '../../../stores/lesson.ts';
import { useLessonContext } from './lesson-context.ts';

type Kept = LessonProgress['cells'][string]['kept'];

export interface CellState<State> {
  readonly state: State;
  readonly change: (changes: Partial<State>) => void;
  /** Marks that it has answered, for the contents. */
  readonly finish: () => void;
}

/** A cell's guesses and settings: kept over pages and restarts, and shared by its two places, in the text and beside it. */
export function useCell<State extends Kept>(id: string, initial: State): CellState<State> {
  const { lesson } = useLessonContext();
  const kept = useLesson((store) => lessonProgress(store, lesson).cells[id]?.kept);
  const state = useMemo(() => keptOver(initial, kept), [initial, kept]);
  const put = useCallback(
    (changes: Partial<State>, done: boolean) =>
      useLesson.getState().change(lesson, (before) => {
        const cell = before.cells[id] ?? { done: false, kept: {} };
        if (done && cell.done) return before;
        const after = { done: cell.done || done, kept: { ...cell.kept, ...(changes as Kept) } };
        return { ...before, cells: { ...before.cells, [id]: after } };
      }),
    [lesson, id],
  );
  const change = useCallback((changes: Partial<State>) => put(changes, false), [put]);
  const finish = useCallback(() => put({}, true), [put]);
  return { state, change, finish };
}
