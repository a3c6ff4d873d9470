import { ChevronLeft, Trash2 } from 'lucide-react';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { recipesOf, runsOf } from '../../../../app/results/room.ts';
import { Empty } from '../../../components/Empty.tsx';
import { Failure } from '../../../components/Failure.tsx';
import { Figured } from '../../../components/Figured.tsx';
import { useDatasetTitle } from '../../../stores/dataset-titles.ts';
import { useRoom } from '../../../stores/room.ts';
import { LearnerTable } from './LearnerTable.tsx';
import { OpenResults } from './OpenResults.tsx';
import { RecipeTable } from './RecipeTable.tsx';
import { RefusedFiles } from './RefusedFiles.tsx';
import { RoomCurves } from './RoomCurves.tsx';
import { RoomQuiz } from './RoomQuiz.tsx';
import { roomVerdict } from './recipe-words.ts';
import './room.css';

/** A room of learners: who they are above, below them all curves with their spread, and what they answered. */
export function RoomView() {
  const { learners, results, error, remove } = useRoom();
  const [highlighted, setHighlighted] = useState<ReadonlySet<string>>(new Set());
  const [lit, setLit] = useState<string | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetches what a new list has and is not here
  useEffect(() => void useRoom.getState().follow(), [learners]);
  const here = useMemo(() => (learners ?? []).flatMap(({ id }) => results[id] ?? []), [learners, results]);
  const runs = useMemo(() => new Map(here.map((learner) => [learner.id, runsOf(learner)])), [here]);
  const titleOf = useDatasetTitle();
  const recipes = useMemo(
    () =>
      recipesOf([...runs.values()].flat()).map((recipe) => ({ ...recipe, dataset: titleOf(recipe.dataset) })),
    [runs, titleOf],
  );
  const shown = useMemo(() => recipes.filter(({ id }) => !hidden.has(id)), [recipes, hidden]);
  const inSight = useMemo(
    () => (lit === null ? highlighted : new Set([...highlighted, lit])),
    [highlighted, lit],
  );
  const toggle = useCallback((id: string) => setHighlighted((before) => toggled(before, id)), []);
  const picked = (learners ?? []).filter(({ id }) => highlighted.has(id)).map(({ id }) => id);
  const leaving = picked.length > 0 ? picked : (learners ?? []).map(({ id }) => id);
  const count = learners?.length ?? 0;
  return (
    <section className="pane runs-view room" aria-label="Room">
      <header className="bar">
        <a className="button small quiet" href="#runs">
          <ChevronLeft size={16} aria-hidden="true" /> Runs
        </a>
        <h1>Room</h1>
        {learners && <span className="secondary">{count === 1 ? '1 learner' : `${count} learners`}</span>}
        <span className="grow" />
        {picked.length > 0 && (
          <button type="button" className="button small" onClick={() => setHighlighted(new Set())}>
            Highlight none
          </button>
        )}
        {count > 0 && (
          <button type="button" className="button small" onClick={() => void remove(leaving)}>
            <Trash2 size={14} aria-hidden="true" />{' '}
            {picked.length > 0 ? `Take ${picked.length} away` : 'Take all away'}
          </button>
        )}
        <OpenResults />
      </header>
      {error && <Failure error={error} />}
      <RefusedFiles />
      {learners && count === 0 && (
        <Empty title="Nobody’s results yet" drawing="curve">
          <p>
            Learners save one file each, in Runs or after the quiz, with “Save my results”. Drop the files
            here, all at once, or open them above.
          </p>
        </Empty>
      )}
      {learners && count > 0 && (
        <>
          <LearnerTable
            learners={learners}
            results={results}
            runs={runs}
            highlighted={highlighted}
            lit={lit}
            onLight={setLit}
            onToggle={toggle}
          />
          <div className="compare">
            <section aria-label="Curves of the room">
              <h2 className="only-read">Curves of {count} learners</h2>
              <RoomCurves recipes={shown} highlighted={inSight} onLight={setLit} />
            </section>
            <section className="room-side" aria-label="What the room comes to">
              <p className="takeaway">
                <Figured text={roomVerdict(recipes)} />
              </p>
              <RecipeTable
                recipes={recipes}
                shown={shown.map(({ id }) => id)}
                onToggle={(id) => setHidden((before) => toggled(before, id))}
              />
              <RoomQuiz learners={here} />
            </section>
          </div>
        </>
      )}
    </section>
  );
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(id)) after.add(id);
  return after;
}
