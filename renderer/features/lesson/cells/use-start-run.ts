import { useState } from 'react';
import { type GivenArguments, lessonRunArguments } from '../../../../app/lessons/cells/fine-tune.ts';
import { studio } from '../../../api/studio.ts';
import { useLesson } from '../../../stores/lesson.ts';
import { useRuns } from '../../../stores/runs.ts';

interface LessonRecipe {
  readonly model: string;
  readonly dataset: string;
  /** What differs from the lesson's arguments. */
  readonly changed: GivenArguments;
  /** The accuracy predicted, 0 to 1; null for none. */
  readonly guess: number | null;
}

/** Starts runs of the lesson, follows them, and opens their curve beside the text. */
export function useStartRun(onStarted: (id: string) => void) {
  const [starting, setStarting] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const start = async ({ model, dataset, changed, guess }: LessonRecipe) => {
    setStarting(true);
    try {
      const recipe = { model, dataset, args: lessonRunArguments(changed) };
      const { id } = await studio.invoke('runs.start', guess === null ? recipe : { ...recipe, guess });
      await useRuns.getState().follow(id);
      onStarted(id);
      useLesson.getState().show({ kind: 'run', run: id });
      setError(null);
    } catch (failure) {
      setError(failure as Error);
    } finally {
      setStarting(false);
    }
  };
  return { starting, error, start };
}
