import { useEffect } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { compareRuns } from '../../../../app/runs/compare.ts';
import { useRuns } from '../../../stores/runs.ts';
import { ComparedCurves } from './ComparedCurves.tsx';
import { Differences } from './Differences.tsx';

/** Runs on one chart, and beside it what differs between them and what came of it. */
export function Comparison({ ids }: { readonly ids: readonly string[] }) {
  const runs = useRuns(useShallow(({ details }) => ids.flatMap((id) => details[id] ?? [])));
  useEffect(() => {
    for (const id of ids) if (!useRuns.getState().details[id]) void useRuns.getState().follow(id);
  }, [ids]);
  if (runs.length < 2) return null;
  return (
    <div className="compare">
      <section aria-label="Curves of the chosen runs">
        <h2 className="only-read">Comparison of {runs.length} runs</h2>
        <ComparedCurves runs={runs} />
      </section>
      <section className="differ" aria-label="What differs">
        <Differences runs={runs} comparison={compareRuns(runs)} />
      </section>
    </div>
  );
}
