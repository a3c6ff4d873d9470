import { type RefObject, useEffect, useRef, useState } from 'react';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { onStudio, studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Empty } from '../../components/Empty.tsx';
import { Failure } from '../../components/Failure.tsx';
import { Panes } from '../../components/Panes.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { AnalysisProgress } from './AnalysisProgress.tsx';
import { BrowserBar } from './BrowserBar.tsx';
import { type BrowseQuery, UNFILTERED, useBrowsing } from './browsing.ts';
import { RowGrid } from './grid/RowGrid.tsx';
import { NotesPane } from './notes/NotesPane.tsx';
import { StillGoingOn } from './StillGoingOn.tsx';
import { ToolsRow } from './ToolsRow.tsx';
import { useRowEdits } from './use-row-edits.ts';

/** A dataset's rows under the heads of their columns, and what to know of them before training. */
export function Browser() {
  const { query, change } = useBrowsing();
  const list = useAnswer('datasets.list', {});
  const view = useAnswer('datasets.view', query);
  const [goTo, setGoTo] = useState<number | null>(null);
  const { version, edit, undo, withGiven } = useRowEdits(query.id, view.again);
  const known = useMoreKnown(query.id, view.again);
  const search = useRef<HTMLInputElement>(null);
  const card = list.value?.find(({ id }) => id === query.id) ?? null;
  const shown = view.value?.id === query.id ? view.value : null;
  const isLost = view.error !== null && shown === null;

  const jump = async ({ source, row }: Pick<DataRow, 'source' | 'row'>) => {
    const here = await studio.invoke('datasets.position', { ...query, source, row });
    if (here !== null) return setGoTo(here);
    const everything: BrowseQuery = { ...query, ...UNFILTERED, split: 'all' };
    change(everything);
    const there = await studio.invoke('datasets.position', { ...everything, source, row });
    setGoTo(there);
  };
  useRowOfAddress(shown !== null, jump);
  useKeys(search, undo);

  return (
    <Panes
      sideLabel="Before you train on this"
      sideWidth="18rem"
      side={<NotesPane card={card} view={shown} query={query} onChange={change} />}
      main={
        <section className="pane" aria-label="Data">
          <BrowserBar
            datasets={list.value ?? []}
            card={card}
            view={shown}
            query={query}
            onListed={list.again}
          />
          {!isLost && <ToolsRow ref={search} view={shown} query={query} onChange={change} />}
          {list.error && <Failure error={list.error} onRetry={list.again} />}
          {view.error && !isLost && <Failure error={view.error} onRetry={view.again} />}
          {isLost && (
            <Empty title="No rows to show" drawing="rows">
              <p role="alert">{view.error.message}</p>
              <button type="button" className="button small" onClick={view.again}>
                Try again
              </button>
            </Empty>
          )}
          {!shown && !view.error && <AnalysisProgress id={query.id} />}
          {shown?.pending && <StillGoingOn id={query.id} pending={shown.pending} />}
          {shown && (
            <RowGrid
              key={query.id}
              view={shown}
              query={query}
              version={version + known}
              withGiven={withGiven}
              goTo={view.state === 'ready' ? goTo : null}
              onArrived={() => setGoTo(null)}
              onChange={change}
              onEdit={(row, change) => void edit(row, change)}
              onJump={(place) => void jump(place)}
            />
          )}
        </section>
      }
    />
  );
}

/** "/" searches and Ctrl Z takes the latest label back, wherever in the view the focus is. */
function useKeys(search: RefObject<HTMLInputElement | null>, undo: () => void) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isTyping =
        event.target instanceof Element && event.target.matches('input:not([type=radio]), textarea');
      if (isTyping || event.defaultPrevented) return;
      if (event.key === '/' && !event.ctrlKey && !event.metaKey) search.current?.focus();
      else if (event.key === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey) undo();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [search, undo]);
}

/** Asks again when more is known of large data. @returns how often that was. */
function useMoreKnown(id: string, ask: () => void): number {
  const [times, setTimes] = useState(0);
  useEffect(
    () =>
      onStudio('dataset.changed', (changed) => {
        if (changed.id !== id) return;
        setTimes((n) => n + 1);
        ask();
      }),
    [id, ask],
  );
  return times;
}

/** A link may name a row, e.g. `#data?dataset=reviews&row=12`, counted from 0. */
function useRowOfAddress(ready: boolean, jump: (place: Pick<DataRow, 'source' | 'row'>) => Promise<void>) {
  const { row, source } = useNavigation((state) => state.purpose);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once the rows are there
  useEffect(() => {
    if (!ready || row === undefined) return;
    void jump({ source: source === 'validation' ? source : 'train', row: Number(row) });
  }, [ready, row, source]);
}
