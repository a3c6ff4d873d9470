import type { Experiment } from '../../../app/lessons/experiment.ts';
import { useExperiments } from '../../stores/experiments.ts';
import { useLesson } from '../../stores/lesson.ts';
import { NARROW } from '../use-media.ts';

/** Has the studio measure, with the curve beside the question where there is room for both. */
export function measure(lesson: string, experiment: Experiment): void {
  void useExperiments.getState().start(lesson, experiment.id);
  if (hasCurve(experiment) && !matchMedia(NARROW).matches) showCurve(lesson, experiment);
}

export function showCurve(lesson: string, experiment: Experiment): void {
  useLesson.getState().show({ kind: 'experiment', lesson, experiment });
}

/** Counting tokens is done at once. */
export const hasCurve = ({ kind }: Experiment): boolean => kind !== 'tokens';
