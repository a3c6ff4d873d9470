import type { DatasetView } from '../../../app/contract/datasets.ts';
import { summarise } from '../../../app/data/browsing/column-summary.ts';
import { browsedColumns } from '../../../app/data/browsing/columns-of-rows.ts';
import { type DataRow, type Part, TAG_KINDS, type TagKind } from '../../../app/data/browsing/data-row.ts';
import { fittingLength } from '../../../app/data/browsing/fitting-length.ts';
import { inOrder, matchesQuery, matchesSearch, type RowQuery } from '../../../app/data/browsing/row-query.ts';
import { tagTruncated } from '../../../app/data/browsing/tagged-rows.ts';
import { majorityOf } from '../../../app/data/majority.ts';
import type { Division } from '../../../app/data/splits.ts';
import type { LoadedDataset, LoadedSplit } from '../../storage/datasets.ts';

const LONGEST_SEQUENCE = 512;

/** An analysed dataset, and a question about it. */
export interface Browsed {
  readonly dataset: LoadedDataset;
  readonly bytes: number;
  readonly division: Division;
  /** Of all parts. */
  readonly rows: readonly DataRow[];
  readonly query: RowQuery & { readonly id: string; readonly model: string; readonly max_seq_length: number };
}

/** The rows that search, filters and tag leave, in the order asked for. */
export function shownRows({ dataset, rows, query }: Browsed): readonly DataRow[] {
  const columns = browsedColumns(dataset.columns, rows);
  const tagged = rows.map((row) => tagTruncated(row, query.max_seq_length));
  return inOrder(tagged.filter(matchesQuery(query, columns)), query, columns);
}

export function viewOf(browsed: Browsed): DatasetView {
  const { dataset, rows, query, division, bytes } = browsed;
  const columns = browsedColumns(dataset.columns, rows);
  const shown = shownRows(browsed);
  const inSplit = rows
    .filter(({ split }) => query.split === 'all' || split === query.split)
    .map((row) => tagTruncated(row, query.max_seq_length));
  const labels = countLabels(inSplit);
  const tagged = (kind: TagKind) =>
    inSplit.filter(({ tags }) => tags.some((tag) => tag.kind === kind)).length;
  const counts = Object.fromEntries(TAG_KINDS.map((kind) => [kind, tagged(kind)])) as Record<TagKind, number>;
  return {
    id: query.id,
    columns: dataset.columns,
    bytes,
    splits: (['train', 'validation'] as const).flatMap((split) => {
      const count = rows.filter((row) => row.split === split).length;
      return count === 0 ? [] : [{ split, rows: count, skipped: skippedOf(dataset.splits[split]) }];
    }),
    division: dataset.splits.train && dataset.splits.validation ? null : division,
    summaries: columns.map((column) =>
      summarise(column, rows, shown, {
        missing: missingFrom(dataset, column.id),
        maxLength: query.max_seq_length,
      }),
    ),
    labels,
    majority: dataset.columns.problemType === 'single_label_classification' ? majorityOf(labels) : null,
    tagged: counts,
    contradictions: inSplit.filter(({ tags }) =>
      tags.some((tag) => tag.kind === 'duplicate' && tag.contradicts),
    ).length,
    tokenizer: query.model,
    fitting:
      counts.truncated === 0
        ? null
        : fittingLength(
            inSplit.map(({ tokens }) => tokens),
            LONGEST_SEQUENCE,
          ),
    total: inSplit.length,
    matching: inSplit.filter(matchesSearch(query.search)).length,
    found: shown.length,
  };
}

function countLabels(rows: readonly DataRow[]): { label: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { labels, words } of rows)
    for (const label of words?.tags ?? labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
}

function skippedOf(split: LoadedSplit | undefined): DatasetView['splits'][number]['skipped'] {
  return Object.entries(split?.skipped ?? {}).map(([reason, places]) => ({ reason, ...places }));
}

/** Rows without a text or a label are left out when a file is read, by these reasons. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  text: 'no text',
  text_pair: 'no second text',
  label: 'no label',
};

function missingFrom({ splits }: LoadedDataset, column: string): number {
  const parts: readonly Part[] = ['train', 'validation'];
  return parts.reduce((sum, part) => sum + (splits[part]?.skipped[LEFT_OUT[column] ?? '']?.count ?? 0), 0);
}
