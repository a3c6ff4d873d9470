import { ArrowDown, ArrowUp, ListFilter } from 'lucide-react';
import type { DatasetView } from '../../../../app/contract/datasets.ts';
import { count } from '../../../components/figures.ts';
import type { BrowseQuery } from '../browsing.ts';
import { FIGURES, type GridCell, HEADS, isCell } from '../grid/grid-cell.ts';
import type { SheetColumn } from '../grid/sheet-columns.ts';
import { HeadFigure } from './HeadFigure.tsx';
import './heads.css';

interface GridHeadsProps {
  readonly columns: readonly SheetColumn[];
  readonly view: DatasetView;
  readonly query: BrowseQuery;
  readonly at: GridCell;
  readonly cellId: (row: number, column: number) => string;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
  readonly onSort: (column: string) => void;
}

/** Two rows that stay on top: names, which sort, and drawings, whose bars filter. */
export function GridHeads({ columns, view, query, at, cellId, onChange, onSort }: GridHeadsProps) {
  return (
    <div className="sheet-heads" role="rowgroup">
      <div role="row" aria-rowindex={1} className="sheet-row names">
        {columns.map(({ id, summary, right }, i) => (
          <div
            key={id}
            id={cellId(HEADS, i)}
            role="columnheader"
            aria-sort={query.sort === id ? (query.descending ? 'descending' : 'ascending') : 'none'}
            data-at={isCell(at, HEADS, i)}
            className={right ? 'right' : ''}
            title={`Sort by ${summary?.name ?? id}`}
            onClick={() => onSort(id)}
          >
            <b className="cut">{summary?.name ?? id}</b>
            {summary && <span className="cut">{kindWords(summary)}</span>}
            {query.sort === id && <SortArrow descending={query.descending} />}
            {query.filters.some(({ column }) => column === id) && (
              <ListFilter size={12} className="head-filter" aria-label="filtered" />
            )}
          </div>
        ))}
      </div>
      <div role="row" aria-rowindex={2} className="sheet-row figures">
        {columns.map((column, i) => (
          <div
            key={column.id}
            id={cellId(FIGURES, i)}
            role="gridcell"
            tabIndex={-1}
            data-at={isCell(at, FIGURES, i)}
            className={column.right ? 'right' : ''}
          >
            <HeadFigure column={column} view={view} query={query} onChange={onChange} />
          </div>
        ))}
      </div>
    </div>
  );
}

function SortArrow({ descending }: { readonly descending: boolean }) {
  const Arrow = descending ? ArrowDown : ArrowUp;
  return <Arrow size={12} className="head-sort" aria-hidden="true" />;
}

function kindWords({ id, kind, unit, missing }: NonNullable<SheetColumn['summary']>): string {
  const what =
    id === 'tokens' ? 'tokens' : id === 'label' || kind === 'category' ? '' : unit === 'day' ? 'date' : kind;
  const empty = missing > 0 ? `${count(missing)} empty` : '';
  return [what, empty].filter((words) => words !== '').join(', ');
}
