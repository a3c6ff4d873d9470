import { useCallback, useEffect, useRef, useState } from 'react';
import type { DataRow } from '../../../../app/data/browsing/data-row.ts';
import { studio } from '../../../api/studio.ts';
import type { BrowseQuery } from '../browsing.ts';

const PAGE = 100;
/** Rows that are flown over are not asked for. */
const REST_MILLISECONDS = 40;
const MOST_PAGES = 50;

interface Held {
  readonly query: string;
  readonly version: number;
  readonly pages: ReadonlyMap<number, readonly DataRow[]>;
}

/**
 * Rows by their position, fetched a page at a time when they come into sight. After an edit (`version`) the rows that
 * were there stay until the new ones have come.
 */
export function useRows(query: BrowseQuery, version: number, first: number, last: number) {
  const key = JSON.stringify(query);
  const [held, setHeld] = useState<Held>({ query: key, version, pages: new Map() });
  const [error, setError] = useState<Error | null>(null);
  const asked = useRef(new Set<string>());
  const pages = held.query === key ? held.pages : null;

  useEffect(() => {
    let current = true;
    const rest = setTimeout(() => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
        const name = `${version} ${page} ${key}`;
        if (asked.current.has(name)) continue;
        asked.current.add(name);
        studio.invoke('datasets.rows', { ...JSON.parse(key), start: page * PAGE, count: PAGE }).then(
          (rows) => setHeld((before) => withPage(before, { query: key, version, page, rows })),
          (failure: Error) => {
            asked.current.delete(name);
            if (current) setError(failure);
          },
        );
      }
    }, REST_MILLISECONDS);
    return () => {
      current = false;
      clearTimeout(rest);
    };
  }, [key, version, first, last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question makes the old failure pointless
  useEffect(() => {
    asked.current.clear();
    setError(null);
  }, [key, version]);

  const rowAt = useCallback(
    (index: number) => pages?.get(Math.floor(index / PAGE))?.[index % PAGE] ?? null,
    [pages],
  );
  return { rowAt, error };
}

interface ArrivedPage {
  readonly query: string;
  readonly version: number;
  readonly page: number;
  readonly rows: readonly DataRow[];
}

function withPage(before: Held, { query, version, page, rows }: ArrivedPage): Held {
  if (before.query === query && version < before.version) return before;
  const isNew = before.query !== query;
  const kept = isNew ? [] : [...before.pages].slice(-MOST_PAGES);
  return { query, version, pages: new Map(kept).set(page, rows) };
}
