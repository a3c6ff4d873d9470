import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react';
import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { Failure } from '../../../components/Failure.tsx';
import type { BrowseQuery } from '../browsing.ts';
import { GridHeads } from '../heads/GridHeads.tsx';
import { OpenedRow } from '../row/OpenedRow.tsx';
import type { RowChange } from '../use-row-edits.ts';
import { FIGURES, type GridCell, HEADS, movedCell } from './grid-cell.ts';
import { NoMatch } from './NoMatch.tsx';
import { SheetRow } from './SheetRow.tsx';
import { sheetColumns } from './sheet-columns.ts';
import { useRootSize } from './use-root-size.ts';
import { useRowWindow } from './use-row-window.ts';
import { useRows } from './use-rows.ts';
import './grid.css';

/** Of a row, in rem, as the style sheet has it; and of the heads. */
const ROW = 2;
const HEAD = 6.5;

interface RowGridProps {
  readonly view: DatasetView;
  readonly query: BrowseQuery;
  /** Another one after each edit. */
  readonly version: number;
  /** A row with the label it was just given. */
  readonly withGiven: (row: DataRow) => DataRow;
  /** Position of a row to open and bring into sight. */
  readonly goTo: number | null;
  readonly onArrived: () => void;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
  readonly onEdit: (row: DataRow, change: RowChange) => void;
  readonly onJump: (place: Pick<DataRow, 'source' | 'row'>) => void;
}

/**
 * The rows as a grid: one stop for Tab, arrows within. Enter opens a row, sorts in a head, and goes into the bars of a
 * drawing; "/" searches. Only what is in sight is drawn.
 */
export function RowGrid(props: RowGridProps) {
  const { view, query, version, withGiven, goTo, onArrived, onChange, onEdit, onJump } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<GridCell>({ row: 0, column: 0 });
  const [openIndex, setOpenIndex] = useState<number | null>(null);
  const [openHeight, setOpenHeight] = useState(0);
  const rem = useRootSize();
  const columns = sheetColumns(view);
  const open = openIndex === null ? null : { index: openIndex, height: openHeight };
  const layout = { count: view.found, rowHeight: ROW * rem, open };
  const rows = useRowWindow(scroller, layout, HEAD * rem);
  const { rowAt: heldAt, error } = useRows(query, version, rows.first, rows.last);
  const rowAt = (index: number) => {
    const row = heldAt(index);
    return row && withGiven(row);
  };
  const labels = labelsOf(view);
  const cellId = useCallback((row: number, column: number) => `${id}-${row}-${column}`, [id]);

  const toggle = (index: number) => {
    setOpenHeight(0);
    setOpenIndex((before) => (before === index ? null : index));
  };
  const sort = (column: string) => {
    if (query.sort !== column) onChange({ sort: column, descending: false });
    else if (!query.descending) onChange({ descending: true });
    else onChange({ sort: 'row', descending: false });
  };
  const picked = useRef({ toggle });
  picked.current = { toggle };
  const pick = useCallback((index: number, column: number) => {
    setAt({ row: index, column });
    picked.current.toggle(index);
  }, []);

  const { toTop, show } = rows;
  const asked = JSON.stringify(query);
  const before = useRef(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question starts at its first row
  useEffect(() => {
    if (before.current === asked) return;
    before.current = asked;
    setOpenIndex(null);
    setAt(({ row, column }) => ({ row: Math.min(row, 0), column }));
    toTop();
  }, [asked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes there once, when told to
  useEffect(() => {
    if (goTo === null) return;
    setAt({ row: goTo, column: 0 });
    setOpenHeight(0);
    setOpenIndex(goTo);
    show(goTo);
    onArrived();
  }, [goTo]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what a row unfolds is brought into sight once
  useEffect(() => {
    if (openIndex !== null && openHeight > 0) show(openIndex);
  }, [openIndex, openHeight > 0]);

  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) {
      if (event.key === 'Escape' && openIndex !== null) event.currentTarget.focus();
      return;
    }
    const to = movedCell(at, event, { rows: view.found, columns: columns.length, page: rows.page });
    if (to) {
      setAt(to);
      if (to.row >= 0) show(to.row);
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (at.row === HEADS) sort(columns[at.column]!.id);
      else if (at.row === FIGURES) focusBars(document.getElementById(cellId(FIGURES, at.column)));
      else if (view.found > 0) toggle(at.row);
    } else if (event.key === 'Escape' && openIndex !== null) setOpenIndex(null);
    else return;
    event.preventDefault();
  };

  if (error) return <Failure error={error} />;
  const template = columns.map(({ width }) => width).join(' ');
  const shown = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => rows.first + i);
  const isDrawn = at.row < 0 || (at.row >= rows.first && at.row <= rows.last);
  const opened = openIndex === null ? null : rowAt(openIndex);
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label="Rows"
      aria-rowcount={view.found + 2}
      aria-colcount={columns.length}
      aria-activedescendant={isDrawn ? cellId(at.row, at.column) : undefined}
      tabIndex={0}
      className="sheet"
      style={{ '--sheet-columns': template } as React.CSSProperties}
      onKeyDown={press}
    >
      <GridHeads
        columns={columns}
        view={view}
        query={query}
        at={at}
        cellId={cellId}
        onChange={onChange}
        onSort={sort}
      />
      {view.found === 0 && view.pending?.doing !== 'searching' && (
        <NoMatch view={view} query={query} onChange={onChange} />
      )}
      <div role="rowgroup" className="sheet-body" style={{ height: rows.height }}>
        {shown.map((index) => (
          <SheetRow
            key={index}
            index={index}
            top={rows.topOf(index)}
            row={rowAt(index)}
            columns={columns}
            search={query.search}
            maxLength={query.max_seq_length}
            labels={labels}
            at={at.row === index ? at.column : null}
            open={openIndex === index}
            idOf={cellId}
            onPick={pick}
          />
        ))}
        {openIndex !== null && opened && openIndex >= rows.first && openIndex <= rows.last && (
          <OpenedRow
            key={`${opened.source} ${opened.row}`}
            view={view}
            row={opened}
            labels={labels}
            maxLength={query.max_seq_length}
            top={rows.topOf(openIndex) + layout.rowHeight}
            columns={columns.length}
            onHeight={setOpenHeight}
            onEdit={onEdit}
            onJump={onJump}
          />
        )}
      </div>
    </div>
  );
}

/** All labels of the file, the commonest first; of the rows looked at where there are too many to be drawn. */
function labelsOf({ summaries, labels }: DatasetView): readonly string[] {
  const summary = summaries.find(({ id }) => id === 'label');
  if (!summary) return [];
  const drawn = summary.values.map(({ value }) => value);
  return summary.distinct > drawn.length ? labels.map(({ label }) => label) : drawn;
}

function focusBars(cell: HTMLElement | null): void {
  cell?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
}
