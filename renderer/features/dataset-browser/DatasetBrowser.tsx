import { useId, useState } from 'react';
import type { DatasetView } from '../../../app/contract/datasets.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Choice } from '../../components/Choice.tsx';
import { Failure } from '../../components/Failure.tsx';
import { percent } from '../../components/figures.ts';
import { Panes } from '../../components/Panes.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { DatasetFigures } from './DatasetFigures.tsx';
import { RowTable } from './RowTable.tsx';
import './data.css';

type Split = DatasetView['splits'][number]['split'];
export type Tag = 'duplicate' | 'leak' | 'truncated';

/** A dataset's rows with search and filters, and what its figures say beside them. */
export function DatasetBrowser() {
  const { purpose, open } = useNavigation();
  const id = purpose.dataset ?? 'paraphrase';
  const [split, setSplit] = useState<Split>('train');
  const [search, setSearch] = useState('');
  const [label, setLabel] = useState<string | null>(null);
  const [tag, setTag] = useState<Tag | null>(null);
  const list = useAnswer('datasets.list', {});
  const query = { id, split, search, label, tag };
  const view = useAnswer('datasets.view', query);
  const ids = { data: useId(), search: useId() };
  const card = list.value?.find((dataset) => dataset.id === id);
  const choose = (dataset: string) => {
    setSplit('train');
    setLabel(null);
    setTag(null);
    open('data', { dataset });
  };
  return (
    <Panes
      sideLabel="What the data is like"
      main={
        <section className="pane" aria-label="Data">
          <header className="bar">
            <h1>Data</h1>
            <label htmlFor={ids.data} className="only-read">
              Dataset
            </label>
            <select
              id={ids.data}
              className="field"
              value={id}
              onChange={({ target }) => choose(target.value)}
            >
              {list.value?.map(({ id: name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
            {view.value && view.value.splits.length > 1 && (
              <Choice
                label="Split"
                hideLabel
                value={split}
                options={view.value.splits.map(({ split: name }) => [name, name] as const)}
                onChange={setSplit}
              />
            )}
            <span className="grow" />
            <label htmlFor={ids.search} className="only-read">
              Search the rows
            </label>
            <input
              id={ids.search}
              className="field"
              type="search"
              placeholder="Search"
              value={search}
              onChange={({ target }) => setSearch(target.value)}
            />
          </header>
          {(label !== null || tag !== null || search !== '') && view.value && (
            <p className="chips">
              {view.value.found} rows
              {label !== null && (
                <button type="button" className="button small" onClick={() => setLabel(null)}>
                  label {label} ×
                </button>
              )}
              {tag !== null && (
                <button type="button" className="button small" onClick={() => setTag(null)}>
                  {tag} ×
                </button>
              )}
            </p>
          )}
          {view.error && <Failure error={view.error} onRetry={view.again} />}
          {view.value && <RowTable query={query} count={view.value.found} search={search} />}
        </section>
      }
      side={
        <>
          <header className="bar">
            <h2>What the data is like</h2>
            <span className="grow" />
            <a className="button small" href={`#train?${new URLSearchParams({ dataset: id })}`}>
              Train on it
            </a>
          </header>
          <div className="scroll data-side">
            {card && (
              <>
                <p>{card.description}</p>
                <dl className="facts">
                  <dt>How made</dt>
                  <dd>{card.origin}</dd>
                  <dt>Licence</dt>
                  <dd>{card.licence}</dd>
                  <dt>Limits</dt>
                  <dd>{card.limits}</dd>
                </dl>
              </>
            )}
            {view.value && (
              <>
                <p className="takeaway">{inWords(view.value)}</p>
                <DatasetFigures view={view.value} label={label} onLabel={setLabel} onTag={setTag} />
              </>
            )}
          </div>
        </>
      }
    />
  );
}

function inWords({ majority, labels, duplicates, leaks, truncated, splits }: DatasetView): string {
  const balance = majority
    ? `Always “${majority.label}” scores ${percent(majority.accuracy)} here${majority.accuracy > 0.6 && labels.length === 2 ? ', so the labels are not balanced' : ''}. `
    : '';
  const faults = [
    duplicates > 0 ? `${duplicates} rows occur twice` : '',
    leaks > 0 ? `${leaks} stand in the other split too, which makes scores too good` : '',
    truncated > 0 ? `${truncated} are longer than 128 tokens and lose their end` : '',
  ].filter((text) => text !== '');
  return `${balance}${faults.length === 0 ? `No row occurs twice, ${splits.length > 1 ? 'none stands in both splits, ' : ''}and none is longer than 128 tokens.` : `${faults.join('; ')}.`}`;
}
