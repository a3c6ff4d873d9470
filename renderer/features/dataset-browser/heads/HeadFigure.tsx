import type { DatasetView } from '../../../../app/contract/datasets.ts';
import { count } from '../../../components/figures.ts';
import type { BrowseQuery } from '../browsing.ts';
import { amount, toggledValue, unitWords, withFilter } from '../filters.ts';
import type { SheetColumn } from '../grid/sheet-columns.ts';
import { Histogram } from './Histogram.tsx';
import { MOST_LINES, NameBars } from './NameBars.tsx';
import { TagCounts } from './TagCounts.tsx';

interface HeadFigureProps {
  readonly column: SheetColumn;
  readonly view: DatasetView;
  readonly query: BrowseQuery;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
}

/** The drawing in a column's head and the words under it. */
export function HeadFigure({ column, view, query, onChange }: HeadFigureProps) {
  const { id, summary, bars } = column;
  if (id === 'tags') {
    return <TagCounts tagged={view.tagged} tag={query.tag} onTag={(tag) => onChange({ tag })} />;
  }
  if (!summary) return null;
  const filter = query.filters.find((each) => each.column === id);
  if (summary.kind === 'category') {
    return (
      <>
        <NameBars
          summary={summary}
          filter={filter}
          coloured={id === 'label' && view.columns.task === 'token-classification'}
          onToggle={(value) => onChange({ filters: toggledValue(query.filters, id, value) })}
        />
        {!(id === 'label' && summary.values.length === MOST_LINES) && (
          <Caption left={namesCaption(column, query, view)} />
        )}
      </>
    );
  }
  const first = summary.bins[0];
  const last = summary.bins.at(-1);
  if (!first || !last) return <Caption left={view.pending ? 'not counted yet' : 'empty'} />;
  const isLength = id === 'tokens';
  const over = isLength && last.to > query.max_seq_length;
  const { unit } = summary;
  return (
    <>
      <Histogram
        summary={summary}
        filter={filter}
        most={bars}
        limit={isLength ? query.max_seq_length : null}
        onFilter={(next) => onChange({ filters: withFilter(query.filters, id, next) })}
      />
      <Caption
        left={`${amount(first.from, unit)}${isLength ? '' : unitWords(unit)}`}
        right={over ? `over ${query.max_seq_length}` : amount(last.to, unit)}
        bad={over}
      />
    </>
  );
}

function namesCaption({ id, summary }: SheetColumn, query: BrowseQuery, view: DatasetView): string {
  const { distinct } = summary!;
  const filter = query.filters.find((each) => each.column === id);
  if (filter && 'values' in filter) return `${filter.values.length} of ${count(distinct)} kept`;
  if (id === 'label' && view.found < view.total) return 'tick: whole file';
  const more = distinct > summary!.values.length ? `, ${summary!.values.length} drawn` : '';
  return `${count(distinct)} ${distinct === 1 ? 'value' : 'values'}${more}`;
}

function Caption({
  left,
  right,
  bad,
}: {
  readonly left: string;
  readonly right?: string;
  readonly bad?: boolean;
}) {
  return (
    <span className="head-note">
      <span>{left}</span>
      {right !== undefined && <span className={bad ? 'bad' : ''}>{right}</span>}
    </span>
  );
}
