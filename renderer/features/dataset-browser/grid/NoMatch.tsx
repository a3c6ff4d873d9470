import type { DatasetView } from '../../../../app/contract/datasets.ts';
import { Empty } from '../../../components/Empty.tsx';
import { count } from '../../../components/figures.ts';
import { type BrowseQuery, UNFILTERED } from '../browsing.ts';

interface NoMatchProps {
  readonly view: DatasetView;
  readonly query: BrowseQuery;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
}

/** Nothing left by search and filters, and the ways back. */
export function NoMatch({ view, query, onChange }: NoMatchProps) {
  const narrowed = query.filters.length > 0 || query.tag !== null;
  return (
    <div role="row" className="no-match">
      <div role="gridcell" tabIndex={-1}>
        <Empty drawing="rows" title="No row is left">
          <p>
            {query.search !== '' && view.matching > 0
              ? `${count(view.matching)} rows have “${query.search}”, and none of them passes the filters.`
              : query.search !== ''
                ? `None of the ${count(view.total)} rows has “${query.search}”.`
                : `None of the ${count(view.total)} rows passes all filters.`}
          </p>
          <p className="no-match-ways">
            {query.search !== '' && (
              <button type="button" className="button small" onClick={() => onChange({ search: '' })}>
                Clear the search
              </button>
            )}
            {narrowed && (
              <button
                type="button"
                className="button small"
                onClick={() => onChange({ filters: [], tag: null })}
              >
                Clear the filters
              </button>
            )}
            {query.search !== '' && narrowed && (
              <button type="button" className="button small" onClick={() => onChange(UNFILTERED)}>
                Clear both
              </button>
            )}
          </p>
        </Empty>
      </div>
    </div>
  );
}
