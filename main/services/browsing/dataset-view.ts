import type { DatasetView } from '../../../app/contract/datasets.ts';
import { summarise, type WholeColumn } from '../../../app/data/browsing/column-summary.ts';
import { PARTS, type Part } from '../../../app/data/browsing/data-row.ts';
import { fittingLength } from '../../../app/data/browsing/fitting-length.ts';
import type { RowQuery } from '../../../app/data/browsing/row-query.ts';
import type { RowTable } from '../../../app/data/browsing/row-table.ts';
import { isIn, splitFigures } from '../../../app/data/browsing/split-figures.ts';
import { labelCounts } from '../../../app/data/labels.ts';
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
  const figures = splitFigures(table, query.split, query.max_seq_length, found);
  const { total, matching, tagged, contradictions } = figures;
  const labels = labelCounts(table.facts.tags.names, figures.labelTotals);
  return {
    id: query.id,
    columns: dataset.columns,
    bytes: browsed.bytes,
    splits: PARTS.flatMap((split) => {
      const rows = rowsIn(table, split);
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
    contradictions,
    tokenizer: query.model,
    fitting: tagged.truncated === 0 ? null : fittingLength(lengthsIn(table, query.split), LONGEST_SEQUENCE),
    total,
    matching,
    found: shown.length,
    pending: browsed.pending,
  };
}

function rowsIn({ split }: RowTable, part: Part): number {
  let count = 0;
  for (let row = 0; row < split.length; row++) if (isIn(split, row, part)) count++;
  return count;
}

function* lengthsIn({ length, split, tokens }: RowTable, wanted: Part | 'all'): Generator<number> {
  if (tokens === null) return;
  for (let row = 0; row < length; row++)
    if (wanted === 'all' || isIn(split, row, wanted)) yield tokens.total[row]!;
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
  return PARTS.reduce((sum, part) => sum + (splits[part]?.skipped[LEFT_OUT[column] ?? '']?.count ?? 0), 0);
}
