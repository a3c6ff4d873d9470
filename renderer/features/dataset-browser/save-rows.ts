import type { RequestParams } from '../../../app/contract/studio.ts';
import type { DataRow } from '../../../app/data/browsing/data-row.ts';
import { csvLine } from '../../../app/data/csv.ts';
import { studio } from '../../api/studio.ts';
import { download } from '../../components/download.ts';

const PAGE = 500;
const HEADER = ['row', 'text', 'text_pair', 'label'];

/** Saves the rows that search and filters leave, in their order, as the person sees them. */
export async function saveRows(
  name: string,
  query: Omit<RequestParams<'datasets.rows'>, 'start' | 'count'>,
): Promise<void> {
  const rows: DataRow[] = [];
  for (let start = 0; ; start += PAGE) {
    const page = await studio.invoke('datasets.rows', { ...query, start, count: PAGE });
    rows.push(...page);
    if (page.length < PAGE) break;
  }
  const lines = rows.map(({ row, text, textPair, labels, words }) => [
    String(row + 1),
    text,
    textPair ?? '',
    words ? words.tags.join(' ') : labels.join(';'),
  ]);
  saveCsv(`${name}.csv`, [HEADER, ...lines]);
}

function saveCsv(name: string, lines: readonly (readonly string[])[]): void {
  const address = URL.createObjectURL(new Blob([lines.map(csvLine).join('')], { type: 'text/csv' }));
  download(name, address);
  URL.revokeObjectURL(address);
}
