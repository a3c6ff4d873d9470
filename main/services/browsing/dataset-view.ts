import type { DatasetView } from '../../../app/contract/datasets.ts';
import { summarise, type WholeColumn } from '../../../app/data/browsing/column-summary.ts';
import { type Part, TAG_KINDS, type TagKind } from '../../../app/data/browsing/data-row.ts';
import { fittingLength } from '../../../app/data/browsing/fitting-length.ts';
import { NOBODY } from '../../../app/data/browsing/repeats.ts';
import type { RowQuery } from '../../../app/data/browsing/row-query.ts';
import type { RowTable } from '../../../app/data/browsing/row-table.ts';
import { type LabelCount, labelCounts } from '../../../app/data/labels.ts';
import { majorityOf } from '../../../app/data/majority.ts';
import type { Division } from '../../../app/data/splits.ts';
import type { LoadedDataset, LoadedSplit } from '../../storage/datasets.ts';

const LONGEST_SEQUENCE = 512;

/** A table of a dataset's rows, and a question about it. */
export interface Browsed {
  readonly dataset: LoadedDataset;
  readonly bytes: number;
  readonly division: Division | null;
  readonly table: RowTable;
  readonly columns: readonly WholeColumn[];
  readonly query: RowQuery & { readonly id: string; readonly model: string; readonly max_seq_length: number };
  /** Rows that search, filters and tag leave. */
  readonly shown: Int32Array;
  /** 1 for each row that the search finds; null without a search. */
  readonly found: Uint8Array | null;
  readonly pending: DatasetView['pending'];
}

export function viewOf(browsed: Browsed): DatasetView {
  const { dataset, table, query, shown, found, columns } = browsed;
  const inSplit = rowsIn(table, query.split);
  const labels = labelsIn(
    table,
    inSplit.filter((row) => table.facts.leftOut[row] === 0),
  );
  const count = (holds: (row: number) => boolean) =>
    inSplit.reduce((sum, row) => sum + (holds(row) ? 1 : 0), 0);
  const tagged = Object.fromEntries(
    TAG_KINDS.map((kind) => [kind, count((row) => table.hasTag(row, kind, query.max_seq_length))]),
  ) as Record<TagKind, number>;
  const { total } = table.tokens ?? {};
  const contradicts = (row: number) => {
    const of = table.repeats.duplicateOf[row]!;
    return of !== NOBODY && table.facts.labelHash[of] !== table.facts.labelHash[row];
  };
  return {
    id: query.id,
    columns: dataset.columns,
    bytes: browsed.bytes,
    splits: (['train', 'validation'] as const).flatMap((split) => {
      const rows = rowsIn(table, split).length;
      return rows === 0 ? [] : [{ split, rows, skipped: skippedOf(dataset.splits[split]) }];
    }),
    division: browsed.division,
    summaries: columns.map((whole) => {
      const { id, unit } = whole.column.head;
      // Uncounted tokens are not missing.
      const isPending = unit === 'tokens' && table.tokens === null;
      const { missing, ...summary } = summarise(whole, shown, missingFrom(dataset, id));
      return { ...summary, missing: isPending ? missingFrom(dataset, id) : missing };
    }),
    labels,
    majority: dataset.columns.problemType === 'single_label_classification' ? majorityOf(labels) : null,
    tagged,
    contradictions: count(contradicts),
    tokenizer: query.model,
    fitting:
      tagged.truncated === 0 || total === undefined
        ? null
        : fittingLength(
            inSplit.map((row) => total[row]!),
            LONGEST_SEQUENCE,
          ),
    total: inSplit.length,
    matching: found === null ? inSplit.length : count((row) => found[row] === 1),
    found: shown.length,
    pending: browsed.pending,
  };
}

function rowsIn(table: RowTable, split: Part | 'all'): Int32Array {
  const all = Int32Array.from({ length: table.length }, (_, row) => row);
  if (split === 'all') return all;
  const wanted = split === 'validation' ? 1 : 0;
  return all.filter((row) => table.split[row] === wanted);
}

function labelsIn({ facts }: RowTable, rows: Int32Array): LabelCount[] {
  const { names, starts, pairs } = facts.tags;
  const totals = new Array<number>(names.length).fill(0);
  for (const row of rows)
    for (let i = starts[row]!; i < starts[row + 1]!; i += 2) totals[pairs[i]!]! += pairs[i + 1]!;
  return labelCounts(names, totals);
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
