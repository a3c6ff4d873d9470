import { ChartSpline, Columns2, Table2, X } from 'lucide-react';
import { CELL_NAMES } from '../../../app/lessons/cells.ts';
import { Empty } from '../../components/Empty.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Kbd } from '../../components/Kbd.tsx';
import { NARROW, useMedia } from '../../components/use-media.ts';
import { type Beside, useLesson } from '../../stores/lesson.ts';
import { BesideData } from './BesideData.tsx';
import { BesideRun } from './BesideRun.tsx';
import { useLessonContext } from './frame/lesson-context.ts';
import { LessonCell } from './LessonCell.tsx';

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
      return <BesideRun id={beside.run} />;
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

export function BesideBar({ title, detail }: { readonly title: string; readonly detail: string }) {
  const narrow = useMedia(NARROW);
  return (
    <header className="bar">
      <h2>{title}</h2>
      <span className="secondary">{detail}</span>
      <span className="grow" />
      {!narrow && <IconButton label="Close" Icon={X} onClick={() => useLesson.getState().show(null)} />}
    </header>
  );
}
