import type { DatasetView } from '../../../app/contract/datasets.ts';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { csvLine } from '../../../app/data/csv.ts';
import { studio } from '../../api/studio.ts';
import { download } from '../../components/download.ts';
import type { BrowseQuery } from './browsing.ts';

const PAGE = 500;

/**
 * Saves the rows that are shown, in their order, as CSV: the file's own column names, labels as they are now, and in
 * front the row's number and its split.
 */
export async function saveRows(
  view: DatasetView,
  query: BrowseQuery,
  onProgress: (rows: number) => void,
): Promise<void> {
  const extras = view.summaries.flatMap(({ id, name }) => (id.startsWith('extra:') ? [name] : []));
  const { text, textPair, label, tokens, tags } = view.columns;
  const names = [text ?? tokens ?? 'text', textPair, label ?? tags].filter((name) => name !== null);
  const parts = [csvLine(['row', 'split', ...names, ...extras])];
  for (let start = 0; start < view.found; start += PAGE) {
    const rows = await studio.invoke('datasets.rows', {
      ...query,
      start,
      count: PAGE,
    });
    parts.push(rows.map((row) => csvLine(valuesOf(row, view, extras))).join(''));
    onProgress(start + rows.length);
    if (rows.length < PAGE) break;
  }
  const address = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }));
  download(`${view.id}.csv`, address);
  URL.revokeObjectURL(address);
}

function valuesOf(row: DataRow, { columns }: DatasetView, extras: readonly string[]): readonly unknown[] {
  const { words, labels } = row;
  const label = words ? words.tags : labels.length > 1 ? labels : labels[0];
  return [
    row.row + 1,
    row.split,
    words ? words.tokens : row.text,
    ...(columns.textPair === null ? [] : [row.textPair]),
    ...(columns.label === null && columns.tags === null ? [] : [label]),
    ...extras.map((name) => row.extra[name]),
  ];
}
