import type { DatasetView } from '../../../../app/contract/datasets.ts';
import type { ColumnSummary } from '../../../../app/data/browsing/column-summary.ts';
import { count } from '../../../components/figures.ts';

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
 * Row number, label, texts, length, the file's further columns, tags: all widths fixed but the texts', so that every row
 * divides alike. In a narrow window the tags come before what is needed less.
 */
export function sheetColumns(
  { summaries, splits }: Pick<DatasetView, 'summaries' | 'splits'>,
  narrow: boolean,
): SheetColumn[] {
  const digits = count(splits.reduce((sum, { rows }) => sum + rows, 0)).length;
  const column = (id: string, summary: ColumnSummary | null, width: string, bars = 0, right = false) => ({
    id,
    summary,
    width,
    bars,
    right,
  });
  const tags = column('tags', null, '10rem');
  const all = [
    column('row', null, `${Math.max(4.25, 1.5 + 0.45 * digits)}rem`, 0, true),
    ...summaries.map((summary) => {
      const { id, kind } = summary;
      if (id === 'label') {
        return kind === 'number' ? column(id, summary, '7rem', 12, true) : column(id, summary, '8.25rem', 12);
      }
      if (id === 'text' || id === 'text_pair') return column(id, summary, 'minmax(12rem, 1fr)', 24);
      if (id === 'tokens') return column(id, summary, '6.5rem', 13, true);
      if (kind === 'text') return column(id, summary, '12rem', 16);
      return column(id, summary, '7rem', 12, kind === 'number');
    }),
  ];
  const needed = narrow ? all.findLastIndex(({ id }) => !id.startsWith('extra:')) + 1 : all.length;
  return all.toSpliced(needed, 0, tags);
}
