import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { ColumnSummary } from '../../../../app/data/browsing/column-summary.ts';
import { count } from '../../../components/figures.ts';

type SheetView = Pick<DatasetView, 'summaries' | 'splits' | 'tagged' | 'pending' | 'columns'>;

/** A column of the table: what its head shows, or null for the row's number and its tags. */
export interface SheetColumn {
  readonly id: string;
  readonly summary: ColumnSummary | null;
  readonly width: string;
  /** Bars its head has room for. */
  readonly bars: number;
  /** Figures stand at the right. */
  readonly right: boolean;
}

/**
 * Row number, label, texts, length, tags, the file's further columns: what is needed most comes first, and a narrow window
 * shows less of the end. All widths are fixed but the texts', so that every row divides alike.
 */
export function sheetColumns({ summaries, splits, tagged, pending, columns }: SheetView): SheetColumn[] {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const isOwn = ({ id }: ColumnSummary) => !id.startsWith('extra:');
  const hasTags = pending !== null || Object.values(tagged).some((count) => count > 0);
  const width = columns.tokens ? '10rem' : '8.25rem';
  // Many further columns leave the texts no room but this.
  const textWidth = columns.textPair === null ? 'minmax(20rem, 1fr)' : 'minmax(12rem, 1fr)';
  return [
    { ...PLAIN, id: 'row', width: `${Math.max(4.25, 1.5 + 0.45 * count(rows).length)}rem`, right: true },
    ...summaries.filter(isOwn).map((summary) => summaryColumn(summary, width, textWidth)),
    { ...PLAIN, id: 'tags', width: hasTags ? '10rem' : '4.5rem' },
    ...summaries
      .filter((summary) => !isOwn(summary))
      .map((summary) => summaryColumn(summary, width, textWidth)),
  ];
}

const PLAIN = { summary: null, bars: 0, right: false };

function summaryColumn(summary: ColumnSummary, labelWidth: string, textWidth: string): SheetColumn {
  const { id, kind, unit } = summary;
  if (unit === 'day') return { id, summary, width: '10rem', bars: 16, right: false };
  const right = kind === 'number';
  if (id === 'label') return { id, summary, width: right ? '7rem' : labelWidth, bars: 12, right };
  if (id === 'text' || id === 'text_pair') return { id, summary, width: textWidth, bars: 24, right: false };
  if (id === 'tokens') return { id, summary, width: '6.5rem', bars: 13, right: true };
  if (kind === 'text') return { id, summary, width: '12rem', bars: 16, right: false };
  return { id, summary, width: right ? '7rem' : '8.5rem', bars: 12, right };
}
