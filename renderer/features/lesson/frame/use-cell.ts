import { useCallback, useEffect, useMemo } from 'react';
import { keptOver, type LessonProgress } from '../../../../app/lessons/progress.ts';
import { lessonProgress, useLesson } from '../../../stores/lesson.ts';
import { useLessonContext } from './lesson-context.ts';

type KeptCell = LessonProgress['cells'][string];
type Kept = KeptCell['kept'];

interface CellState<State> {
  readonly state: State;
  readonly change: (changes: Partial<State>) => void;
}

/** A cell's guesses and settings: kept over pages and restarts, and shared by its two places, in the text and beside it. */
export function useCell<State extends Kept>(id: string, initial: State): CellState<State> {
  const { lesson } = useLessonContext();
  const kept = useLesson((store) => lessonProgress(store, lesson).cells[id]?.kept);
  const state = useMemo(() => keptOver(initial, kept), [initial, kept]);
  const change = useCallback(
    (changes: Partial<State>) =>
      changeCell(lesson, id, (cell) => ({ ...cell, kept: { ...cell.kept, ...(changes as Kept) } })),
    [lesson, id],
  );
  return { state, change };
}

/** Keeps that a cell has answered, once it has. */
export function useDone(id: string, done: boolean): void {
  const { lesson } = useLessonContext();
  useEffect(() => {
    if (done) changeCell(lesson, id, (cell) => (cell.done ? cell : { ...cell, done }));
  }, [lesson, id, done]);
}

function changeCell(lesson: string, id: string, change: (cell: KeptCell) => KeptCell): void {
  useLesson.getState().change(lesson, (before) => {
    const cell = before.cells[id] ?? { done: false, kept: {} };
    const after = change(cell);
    return after === cell ? before : { ...before, cells: { ...before.cells, [id]: after } };
  });
}
