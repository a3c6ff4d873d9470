import { useEffect } from 'react';
import { studio } from '../../../api/studio.ts';

/** What has the studio open a model as a cell will ask it. */
const FIRST_QUESTIONS = {
  'guesses words': (model: string) =>
    studio.invoke('inference.fillMask', { model, text: '[MASK]', top: 1, words: [] }),
  'reads a text': (model: string) => studio.invoke('inference.encode', { model, text: '.' }),
} as const;

const asked = new Set<string>();

/**
 * Has the model read from the disk, once, while the learner still reads the page.
 *
 * @param wanted not where the learner's own question does it.
 */
export function useWarmModel(model: string, does: keyof typeof FIRST_QUESTIONS, wanted: boolean): void {
  useEffect(() => {
    const key = `${does} ${model}`;
    if (!wanted || asked.has(key)) return;
    const idle = requestIdleCallback(() => {
      asked.add(key);
      // What is wrong with it is said when the learner asks.
      FIRST_QUESTIONS[does](model).catch(() => {});
    });
    return () => cancelIdleCallback(idle);
  }, [model, does, wanted]);
}
