import { useId, useState } from 'react';
import type { DatasetView } from '../../../app/contract/datasets.ts';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { studio } from '../../api/studio.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Choice } from '../../components/Choice.tsx';
import { Failure } from '../../components/Failure.tsx';
import { percent } from '../../components/figures.ts';
import { OpenSide } from '../../components/OpenSide.tsx';
import { Panes } from '../../components/Panes.tsx';
import { useNavigation } from '../../stores/navigation.ts';
import { DatasetFigures } from './DatasetFigures.tsx';
import { useFileOpener } from './file-opener.ts';
import { ImportView } from './import/ImportView.tsx';
import { OpenFile } from './OpenFile.tsx';
import { RowPanel } from './RowPanel.tsx';
import { type Order, RowTable } from './RowTable.tsx';
import { saveRows } from './save-rows.ts';
import './data.css';

type Split = DatasetView['splits'][number]['split'];
export type Tag = DataRow['tags'][number]['kind'];

/** Datasets, or a file that may become one. */
export function DatasetBrowser() {
  const handle = useNavigation(({ purpose }) => purpose.open);
  return handle === undefined ? <Browser /> : <ImportView key={handle} handles={handle.split(',')} />;
}

/** A dataset's rows with search and filters, and what its figures say beside them. */
function Browser() {
  const { purpose, open } = useNavigation();
  const id = purpose.dataset ?? 'paraphrase';
  const [split, setSplit] = useState<Split>('train');
  const [search, setSearch] = useState('');
  const [label, setLabel] = useState<string | null>(null);
  const [tag, setTag] = useState<Tag | null>(null);
  const [tokens, setTokens] = useState<[number, number] | null>(null);
  const [order, setOrder] = useState<Order>({ sort: 'row', descending: false });
  const [row, setRow] = useState<DataRow | null>(null);
  const [removed, setRemoved] = useState<{ id: string; title: string } | null>(null);
  const [edits, setEdits] = useState(0);
  const opener = useFileOpener();
  const list = useAnswer('datasets.list', {});
  const filters = [
    ...(label === null ? [] : [{ column: 'label', values: [label] }]),
    ...(tokens === null ? [] : [{ column: 'tokens', from: tokens[0], to: tokens[1] }]),
  ];
  const query = { id, split, search, filters, tag, ...order };
  const view = useAnswer('datasets.view', query);
  const ids = { data: useId(), search: useId() };
  const card = list.value?.find((dataset) => dataset.id === id);
  const choose = (dataset: string) => {
    setSplit('train');
    setLabel(null);
    setTag(null);
    setTokens(null);
    setRow(null);
    open('data', { dataset });
  };
  const remove = async () => {
    await studio.invoke('datasets.remove', { id });
    setRemoved({ id, title: card?.title ?? id });
    choose('paraphrase');
    list.again();
  };
  const restore = async () => {
    await studio.invoke('datasets.restore', { id: removed!.id });
    choose(removed!.id);
    setRemoved(null);
    list.again();
  };
  return (
    <Panes
      sideLabel="What the data is like"
      onCloseSide={row === null ? undefined : () => setRow(null)}
      main={
        <section
          className="pane"
          aria-label="Data"
          onDragOver={(event) => event.preventDefault()}
          onDrop={(event) => {
            event.preventDefault();
            void opener.take([...event.dataTransfer.files]);
          }}
        >
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
            <OpenFile />
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
            <OpenSide>Figures</OpenSide>
          </header>
          {(label !== null || tag !== null || tokens !== null || search !== '') && view.value && (
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
              {tokens !== null && (
                <button type="button" className="button small" onClick={() => setTokens(null)}>
                  {tokens[0]} to {tokens[1]} tokens ×
                </button>
              )}
            </p>
          )}
          {opener.error && <Failure error={opener.error} />}
          {removed && (
            <p className="chips" role="status">
              {removed.title} was moved to the trash.
              <button type="button" className="button small" onClick={() => void restore()}>
                Undo
              </button>
            </p>
          )}
          {view.error && <Failure error={view.error} onRetry={view.again} />}
          {view.value && (
            <RowTable
              key={edits}
              query={query}
              count={view.value.found}
              order={order}
              onOrder={setOrder}
              onRow={setRow}
            />
          )}
        </section>
      }
      side={
        <>
          <header className="bar">
            <h2>What the data is like</h2>
            <span className="grow" />
            <button type="button" className="button small" onClick={() => void saveRows(id, query)}>
              Save as CSV
            </button>
            {card?.own && (
              <button type="button" className="button small" onClick={() => void remove()}>
                Remove
              </button>
            )}
            <a className="button small" href={`#train?${new URLSearchParams({ dataset: id })}`}>
              Train on it
            </a>
          </header>
          <div className="scroll data-side">
            {row && (
              <RowPanel
                key={row.row}
                id={id}
                row={row}
                labels={view.value?.labels.map((entry) => entry.label) ?? []}
                onEdited={() => {
                  setRow(null);
                  setEdits((n) => n + 1);
                  view.again();
                }}
                onClose={() => setRow(null)}
              />
            )}
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
                <DatasetFigures
                  view={view.value}
                  label={label}
                  onLabel={setLabel}
                  onTag={setTag}
                  onTokens={setTokens}
                />
              </>
            )}
          </div>
        </>
      }
    />
  );
}

function inWords({
  majority,
  labels,
  tagged: { duplicate: duplicates, 'near-duplicate': nearDuplicates, leak: leaks, truncated },
  splits,
}: DatasetView): string {
  const balance = majority
    ? `Always “${majority.label}” scores ${percent(majority.accuracy)} here${majority.accuracy > 0.6 && labels.length === 2 ? ', so the labels are not balanced' : ''}. `
    : '';
  const faults = [
    duplicates > 0 ? `${duplicates} rows occur twice` : '',
    nearDuplicates > 0 ? `${nearDuplicates} are nearly the same as another` : '',
    leaks > 0 ? `${leaks} stand in the other split too, which makes scores too good` : '',
    truncated > 0 ? `${truncated} are longer than 128 tokens and lose their end` : '',
  ].filter((text) => text !== '');
  return `${balance}${faults.length === 0 ? `No row occurs twice, ${splits.length > 1 ? 'none stands in both splits, ' : ''}and none is longer than 128 tokens.` : `${faults.join('; ')}.`}`;
}
