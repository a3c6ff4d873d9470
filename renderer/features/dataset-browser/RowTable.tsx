import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { RequestParams } from '../../../app/contract/studio.ts';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { studio } from '../../api/studio.ts';
import { Failure } from '../../components/Failure.tsx';

const PAGE = 100;
const ROW_HEIGHT = 32;

export interface Order {
  readonly sort: 'row' | 'text' | 'label' | 'tokens';
  readonly descending: boolean;
}

const COLUMNS = [
  ['row', 'Row'],
  ['text', 'Text'],
  ['label', 'Label'],
  ['tokens', 'Tokens'],
] as const;

interface RowTableProps {
  readonly query: Omit<RequestParams<'datasets.rows'>, 'start' | 'count'>;
  readonly count: number;
  readonly order: Order;
  readonly onOrder: (order: Order) => void;
  readonly onRow: (row: DataRow) => void;
}

/** The rows that are in sight, and only those. */
export function RowTable({ query, count, order, onOrder, onRow }: RowTableProps) {
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const firstPage = Math.floor((items[0]?.index ?? 0) / PAGE);
  const lastPage = Math.floor((items.at(-1)?.index ?? 0) / PAGE);
  const { pages, error } = usePages(query, firstPage, lastPage);
  if (error) return <Failure error={error} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="scroll" ref={scroll} aria-label="Rows" tabIndex={0}>
      <table
        aria-rowcount={count}
        className="data-rows"
        style={{ height: virtual.getTotalSize() + ROW_HEIGHT }}
      >
        <caption className="only-read">Rows</caption>
        <thead>
          <tr className="data-row data-heads">
            {COLUMNS.map(([sort, title]) => (
              <th key={sort} scope="col" aria-sort={sortOf(order, sort)}>
                <button
                  type="button"
                  onClick={() => onOrder({ sort, descending: order.sort === sort && !order.descending })}
                >
                  {title}
                  {order.sort === sort && <span aria-hidden="true">{order.descending ? ' ↓' : ' ↑'}</span>}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map(({ index, start }) => {
            const row = pages.get(Math.floor(index / PAGE))?.[index % PAGE];
            return (
              <tr
                key={index}
                aria-rowindex={index + 1}
                className="data-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                {row && <RowCells row={row} search={query.search ?? ''} onRow={onRow} />}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function sortOf(order: Order, sort: Order['sort']) {
  if (order.sort !== sort) return 'none';
  return order.descending ? 'descending' : 'ascending';
}

const TAG_TEXT = {
  truncated: 'too long',
  edited: 'edited',
} as const;

function textOfTag(tag: DataRow['tags'][number]): string {
  switch (tag.kind) {
    case 'leak':
      return `also in ${tag.split}, row ${tag.of + 1}`;
    case 'duplicate':
      return `same as row ${tag.of + 1}`;
    case 'near-duplicate':
      return `nearly row ${tag.of + 1}`;
    default:
      return TAG_TEXT[tag.kind];
  }
}

function RowCells({
  row,
  search,
  onRow,
}: {
  readonly row: DataRow;
  readonly search: string;
  readonly onRow: (row: DataRow) => void;
}) {
  return (
    <>
      <th scope="row" className="tertiary">
        <button
          type="button"
          className="row-opener"
          aria-label={`Open row ${row.row + 1}`}
          onClick={() => onRow(row)}
        >
          {row.line ?? row.row + 1}
        </button>
      </th>
      <td className="data-text" title={row.textPair ? `${row.text}\n${row.textPair}` : row.text}>
        {row.words ? (
          row.words.tokens.map((word, i) => (
            <span key={i} className={row.words!.tags[i] === 'O' ? '' : 'entity'}>
              {word} {row.words!.tags[i]!.startsWith('B-') && <small>{row.words!.tags[i]!.slice(2)}</small>}
            </span>
          ))
        ) : (
          <>
            <Marked text={row.text} search={search} />
            {row.textPair !== null && (
              <>
                <span className="tertiary"> | </span>
                <Marked text={row.textPair} search={search} />
              </>
            )}
          </>
        )}
      </td>
      <td>
        {row.tags.map((tag) => (
          <span key={tag.kind} className={tag.kind === 'leak' ? 'tag bad' : 'tag'}>
            {textOfTag(tag)}
          </span>
        ))}{' '}
        {row.labels.join(', ')}
      </td>
      <td className="tertiary">{row.tokens}</td>
    </>
  );
}

function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const at = search === '' ? -1 : text.toLowerCase().indexOf(search.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + search.length)}</mark>
      {text.slice(at + search.length)}
    </>
  );
}

/** Pages of rows by number, fetched when they come into sight and dropped when the question changes. */
function usePages(query: RowTableProps['query'], first: number, last: number) {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<{ key: string; pages: Map<number, readonly DataRow[]> }>({
    key,
    pages: new Map(),
  });
  const [error, setError] = useState<Error | null>(null);
  const asked = useRef(new Set<string>());
  useEffect(() => {
    for (let page = first; page <= last; page++) {
      const name = `${key} ${page}`;
      if (asked.current.has(name)) continue;
      asked.current.add(name);
      studio.invoke('datasets.rows', { ...JSON.parse(key), start: page * PAGE, count: PAGE }).then(
        (rows) =>
          setHeld((before) => ({
            key,
            pages: new Map(before.key === key ? before.pages : []).set(page, rows),
          })),
        setError,
      );
    }
    const names = asked.current;
    return () => {
      for (const name of names) if (!name.startsWith(key)) names.delete(name);
    };
  }, [key, first, last]);
  return { pages: held.key === key ? held.pages : new Map<number, readonly DataRow[]>(), error };
}
