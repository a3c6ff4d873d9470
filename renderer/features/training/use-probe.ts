import { useCallback, useEffect, useRef, useState } from 'react';
import type { ProbeAnswer } from '../../../app/contract/probes.ts';
import type { Recipe } from '../../../app/contract/runs.ts';
import { studio } from '../../api/studio.ts';

export type Probed =
  | { readonly state: 'none' | 'measuring'; readonly answer: ProbeAnswer | null; readonly error: null }
  | { readonly state: 'measured'; readonly answer: ProbeAnswer; readonly error: null }
  | { readonly state: 'failed'; readonly answer: ProbeAnswer | null; readonly error: Error };

/** What was asked about, and what is known of it. */
interface Asked {
  readonly subject: string;
  readonly probed: Probed;
}

const NOTHING: Probed = { state: 'none', answer: null, error: null };
/** Typing must have come to rest before anything is measured. */
const REST_MILLISECONDS = 700;

/**
 * What was measured for a recipe; where nothing was, it is measured now.
 *
 * @param recipe null asks nothing.
 * @param mayMeasure false while a run is going.
 */
export function useProbe(
  recipe: Recipe | null,
  mayMeasure: boolean,
): { readonly probed: Probed; readonly measureAgain: () => void } {
  const [asked, setAsked] = useState<Asked>({ subject: '', probed: NOTHING });
  const round = useRef(0);
  const key = JSON.stringify(recipe);
  // Other arguments may go by what was measured before them; other data or another model may not.
  const subject = JSON.stringify([recipe?.model, recipe?.dataset]);
  const latest = useRef(recipe);
  latest.current = recipe;

  const measure = useCallback(
    async (current: () => boolean) => {
      const recipe = latest.current;
      if (!recipe) return;
      const tell = (next: (answer: ProbeAnswer | null) => Probed) =>
        setAsked((before) => ({ subject, probed: next(answerOn(before, subject)) }));
      tell((answer) => ({ state: 'measuring', answer, error: null }));
      try {
        const answer = await studio.invoke('probes.measure', recipe);
        if (current()) tell(() => ({ state: 'measured', answer, error: null }));
      } catch (error) {
        if (current()) tell((answer) => ({ state: 'failed', answer, error: error as Error }));
      }
    },
    [subject],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the recipe
  useEffect(() => {
    const own = ++round.current;
    const current = () => round.current === own;
    const tell = (probed: Probed) => setAsked({ subject, probed });
    if (!latest.current) return tell(NOTHING);
    const timer = setTimeout(async () => {
      try {
        const answer = await studio.invoke('probes.get', latest.current!);
        if (!current()) return;
        if (answer.probe) tell({ state: 'measured', answer, error: null });
        else if (mayMeasure) await measure(current);
        else tell({ state: 'none', answer, error: null });
      } catch (error) {
        if (current()) tell({ state: 'failed', answer: null, error: error as Error });
      }
    }, REST_MILLISECONDS);
    return () => {
      clearTimeout(timer);
      round.current++;
    };
  }, [key, mayMeasure, measure]);

  const measureAgain = useCallback(() => {
    const own = ++round.current;
    void measure(() => round.current === own);
  }, [measure]);
  return { probed: asked.subject === subject ? asked.probed : NOTHING, measureAgain };
}

/** What was measured before, if it was of the same data and model. */
function answerOn({ subject, probed }: Asked, wanted: string): ProbeAnswer | null {
  return subject === wanted ? probed.answer : null;
}

/** What was measured before for other models of the same recipe; nothing is measured for it. */
export function useKnownProbes(recipes: readonly Recipe[]): Readonly<Record<string, ProbeAnswer>> {
  const [known, setKnown] = useState<Readonly<Record<string, ProbeAnswer>>>({});
  const key = JSON.stringify(recipes);
  const latest = useRef(recipes);
  latest.current = recipes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the recipes
  useEffect(() => {
    let current = true;
    void Promise.all(
      latest.current.map(async (recipe) => {
        const answer = await studio.invoke('probes.get', recipe).catch(() => null);
        return [recipe.model, answer] as const;
      }),
    ).then((answers) => {
      if (current) setKnown(Object.fromEntries(answers.filter(([, answer]) => answer?.probe)) as never);
    });
    return () => {
      current = false;
    };
  }, [key]);
  return known;
}
