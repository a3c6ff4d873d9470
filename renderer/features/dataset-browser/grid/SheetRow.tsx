import { type MouseEvent, memo } from 'react';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { SheetCell } from './SheetCell.tsx';
import type { SheetColumn } from './sheet-columns.ts';

interface SheetRowProps {
  readonly index: number;
  readonly top: number;
  /** Null while it is on its way. */
  readonly row: DataRow | null;
  readonly columns: readonly SheetColumn[];
  readonly search: string;
  readonly maxLength: number;
  readonly labels: readonly string[];
  /** Column of the cell where the keyboard is, if it is in this row. */
  readonly at: number | null;
  readonly open: boolean;
  readonly idOf: (row: number, column: number) => string;
  readonly onPick: (index: number, column: number) => void;
}

/** One row. Its cells are drawn again only when something of it changed. */
export const SheetRow = memo(function SheetRow(props: SheetRowProps) {
  const { index, top, row, columns, at, open, idOf, onPick, search, maxLength, labels } = props;
  const cell = (column: SheetColumn) =>
    row ? (
      <SheetCell column={column} row={row} search={search} maxLength={maxLength} labels={labels} />
    ) : (
      <i className="awaited" />
    );
  const pick = ({ target }: MouseEvent<HTMLElement>) => {
    const isSelecting = getSelection()?.isCollapsed === false;
    const { column } = (target as HTMLElement).closest<HTMLElement>('[data-column]')?.dataset ?? {};
    if (column !== undefined && !isSelecting) onPick(index, Number(column));
  };
  const [number, ...others] = columns;
  return (
    <div
      role="row"
      aria-rowindex={index + 3}
      aria-busy={row === null}
      className={`sheet-row data${open ? ' open' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
      onClick={pick}
    >
      <div
        id={idOf(index, 0)}
        role="rowheader"
        aria-expanded={open}
        data-column={0}
        data-at={at === 0 || undefined}
        className="cut right"
      >
        {cell(number!)}
        {!row && <span className="only-read">being read</span>}
      </div>
      {others.map((column, i) => (
        <div
          key={column.id}
          id={idOf(index, i + 1)}
          role="gridcell"
          // Of Hebrew or Arabic the beginning stays in sight, not the end.
          dir="auto"
          data-column={i + 1}
          data-at={at === i + 1 || undefined}
          className={`cut${column.right ? ' right' : ''}`}
        >
          {cell(column)}
        </div>
      ))}
    </div>
  );
});
