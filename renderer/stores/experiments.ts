import { create } from 'zustand';
import type { ExperimentState } from '../../app/contract/experiments.ts';
import { onStudio, studio } from '../api/studio.ts';

interface ExperimentsStore {
  /** By lesson and experiment. */
  readonly states: Readonly<Record<string, ExperimentState>>;
  /** Why the last request was refused. */
  readonly error: Error | null;
  readonly load: (lesson: string) => Promise<void>;
  readonly start: (lesson: string, experiment: string) => Promise<void>;
  readonly cancel: (lesson: string, experiment: string) => Promise<void>;
}

export const experimentKey = (lesson: string, experiment: string): string => `${lesson} ${experiment}`;

const byKey = (states: readonly ExperimentState[]) =>
  Object.fromEntries(states.map((state) => [experimentKey(state.lesson, state.experiment), state]));

/** What the studio measures for questions, whichever window asked for it. */
export const useExperiments = create<ExperimentsStore>((set) => {
  const attempt = async (request: () => Promise<unknown>) => {
    try {
      await request();
      set({ error: null });
    } catch (error) {
      set({ error: error as Error });
    }
  };
  return {
    states: {},
    error: null,
    load: (lesson) =>
      attempt(async () => {
        const found = await studio.invoke('experiments.list', { lesson });
        set(({ states }) => ({ states: { ...states, ...byKey(found) } }));
      }),
    start: (lesson, experiment) => attempt(() => studio.invoke('experiments.start', { lesson, experiment })),
    cancel: (lesson, experiment) =>
      attempt(() => studio.invoke('experiments.cancel', { lesson, experiment })),
  };
});

onStudio('experiment.changed', (state) =>
  useExperiments.setState(({ states }) => ({ states: { ...states, ...byKey([state]) } })),
);
