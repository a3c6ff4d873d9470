import { Search, X } from 'lucide-react';
import { type RefObject, useEffect, useId, useState } from 'react';
import type { DatasetView } from '../../../app/contract/datasets.ts';
import { Choice } from '../../components/Choice.tsx';
import { count } from '../../components/figures.ts';
import { type BrowseQuery, isFiltered, UNFILTERED } from './browsing.ts';
import { filterWords } from './filters.ts';
import { TAGS } from './tags.ts';

/** Typing on changes the question before it is asked. */
const REST_MILLISECONDS = 150;

interface ToolsRowProps {
  readonly ref: RefObject<HTMLInputElement | null>;
  readonly view: DatasetView | null;
  readonly query: BrowseQuery;
  readonly onChange: (next: Partial<BrowseQuery>) => void;
}

/** Which rows: split, search, and what was clicked in the heads, as chips. */
export function ToolsRow({ ref, view, query, onChange }: ToolsRowProps) {
  const chips = [
    ...query.filters.map((filter) => ({
      key: filter.column,
      words: filterWords(filter, view?.summaries ?? []),
      remove: () => onChange({ filters: query.filters.filter((each) => each !== filter) }),
    })),
    ...(query.tag === null
      ? []
      : [{ key: 'tag', words: `tag: ${TAGS[query.tag].plural}`, remove: () => onChange({ tag: null }) }]),
  ];
  return (
    <div className="tools-row">
      {!view && <span className="splits-awaited" />}
      {view && view.splits.length > 1 && (
        <Choice
          label="Split"
          hideLabel
          value={query.split}
          options={splitOptions(view)}
          onChange={(split) => onChange({ split })}
        />
      )}
      <SearchField ref={ref} view={view} query={query} onChange={onChange} />
      <ul className="chips" aria-label="Filters">
        {chips.map(({ key, words, remove }) => (
          <li key={key}>
            <button
              type="button"
              className="chip"
              aria-label={`Take away the filter ${words}`}
              onClick={() => {
                remove();
                // The chip goes, and the focus would be lost with it.
                ref.current?.focus();
              }}
            >
              <span className="cut">{words}</span>
              <X size={16} aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      <span className="grow" />
      {isFiltered(query) && (chips.length > 1 || (chips.length > 0 && query.search !== '')) && (
        <button type="button" className="button small quiet" onClick={() => onChange(UNFILTERED)}>
          Clear all
        </button>
      )}
      {view && (
        <span className="rows-left secondary" role="status">
          <b>{count(view.found)}</b>
          {view.found < view.total && ` of ${count(view.total)}`} rows
        </span>
      )}
    </div>
  );
}

const SPLIT_NAMES = { train: 'Train', validation: 'Validation' } as const;

function splitOptions({ splits }: DatasetView) {
  const all = splits.reduce((sum, { rows }) => sum + rows, 0);
  return [
    ['all', `All ${count(all)}`] as const,
    ...splits.map(({ split, rows }) => [split, `${SPLIT_NAMES[split]} ${count(rows)}`] as const),
  ];
}

function SearchField({ ref, view, query, onChange }: ToolsRowProps) {
  const [typed, setTyped] = useState(query.search);
  const id = useId();
  useEffect(() => setTyped(query.search), [query.search]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks when typing rests
  useEffect(() => {
    if (typed === query.search) return;
    const rest = setTimeout(() => onChange({ search: typed }), REST_MILLISECONDS);
    return () => clearTimeout(rest);
  }, [typed]);
  return (
    <div className="field small search-field">
      <Search size={16} aria-hidden="true" />
      <label htmlFor={id} className="only-read">
        Search the rows
      </label>
      <input
        ref={ref}
        id={id}
        type="search"
        placeholder="Search all columns"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.closest('.pane')?.querySelector<HTMLElement>('[role="grid"]')?.focus();
        }}
      />
      {query.search !== '' && view && <span className="tertiary">{count(view.matching)}</span>}
    </div>
  );
}
