import { ChartSpline, Columns2, Table2 } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { CELL_NAMES } from '../../../app/lessons/cells.ts';
import { Empty } from '../../components/Empty.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import type { Beside } from '../../stores/kept-beside.ts';
import { BesideBar } from './BesideBar.tsx';
import { BesideData } from './BesideData.tsx';
import { useLessonContext } from './frame/lesson-context.ts';
import { LessonCell } from './LessonCell.tsx';

// With what draws curves, which the lesson itself does without.
const BesideRun = lazy(async () => ({ default: (await import('./BesideRun.tsx')).BesideRun }));
const BesideExperiment = lazy(async () => ({
  default: (await import('./BesideExperiment.tsx')).BesideExperiment,
}));

/** The right pane before anything is in it: what will be there, and how it comes. */
export function NothingBeside() {
  return (
    <Empty title="Nothing beside the lesson yet" drawing="lesson">
      <p>Open a cell beside the text and it stays here while you read on.</p>
      <ul className="will-be">
        <li>
          <Columns2 size={16} aria-hidden="true" /> Tokens and their vectors <span>from any cell</span>
        </li>
        <li>
          <ChartSpline size={16} aria-hidden="true" /> The live curve <span>once you start a run</span>
        </li>
        <li>
          <Table2 size={16} aria-hidden="true" /> The examples being learnt <span>from section 3</span>
        </li>
      </ul>
      <p className="will-keys">
        <Kbd keys="Mod+Enter" /> <span>open the cell you are in</span>
        <Kbd keys="Mod+K" /> <span>find anything else</span>
      </p>
    </Empty>
  );
}

/** What was opened beside the lesson. */
export function BesideLesson({ beside }: { readonly beside: Beside }) {
  switch (beside.kind) {
    case 'run':
      return (
        <Suspense fallback={<BesideBar title={beside.run} detail="reading the run" />}>
          <BesideRun id={beside.run} />
        </Suspense>
      );
    case 'experiment':
      return (
        <Suspense fallback={<BesideBar title={beside.experiment.title} detail="" />}>
          <BesideExperiment lesson={beside.lesson} experiment={beside.experiment} />
        </Suspense>
      );
    case 'data':
      return <BesideData dataset={beside.dataset} />;
    case 'cell':
      return <BesideCell id={beside.cell} />;
  }
}

function BesideCell({ id }: { readonly id: string }) {
  const { cells } = useLessonContext();
  const settings = cells.find((cell) => cell.id === id);
  if (!settings) return <NothingBeside />;
  return (
    <>
      <BesideBar title={CELL_NAMES[settings.kind]} detail="from the lesson" />
      <div className="scroll beside-cell">
        <LessonCell settings={settings} beside />
      </div>
    </>
  );
}
