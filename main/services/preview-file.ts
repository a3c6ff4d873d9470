import { basename } from 'node:path';
import type { FilePreview } from '../../app/contract/datasets.ts';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { readRecords } from '../storage/dataset-files.ts';
import { findSplitFiles } from '../storage/dataset-layout.ts';
import { loadDataset } from '../storage/datasets.ts';

const FIRST_ROWS = 5;
const LONGEST_VALUE = 200;

/**
 * What a file would be as a dataset: its columns, which of them are read as what, its first rows, labels and faults.
 *
 * @throws StudioError whatever keeps it from being one, naming file, row and remedy.
 */
export async function previewFile(path: string, overrides: ColumnOverrides): Promise<FilePreview> {
  const dataset = await loadDataset(path, overrides);
  const [file] = (await findSplitFiles(path)).files;
  const first = await firstRows(file!.path, file!.format);
  const { examples, skipped } = dataset.splits.train!;
  const counts = new Map<string, number>();
  for (const { label, words } of examples) {
    for (const name of words?.tags ?? (label === null ? [] : [label].flat()))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return {
    name: basename(path),
    names: Object.keys(first[0] ?? {}),
    columns: dataset.columns,
    rows: examples.length,
    skipped: Object.entries(skipped).map(([reason, places]) => ({ reason, ...places })),
    first,
    labels: [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count),
  };
}

async function firstRows(
  ...[path, format]: Parameters<typeof readRecords>
): Promise<Record<string, string>[]> {
  for await (const records of readRecords(path, format)) {
    return records
      .slice(0, FIRST_ROWS)
      .map(({ values }) =>
        Object.fromEntries(
          Object.entries(values ?? {}).map(([name, value]) => [
            name,
            String(value ?? '').slice(0, LONGEST_VALUE),
          ]),
        ),
      );
  }
  return [];
}
