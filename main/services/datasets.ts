import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type LabelCount, labelCounts } from '../../app/data/labels.ts';
import { StudioError } from '../../app/errors.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../storage/datasets.ts';

/** How often each label occurs in all loaded splits, most frequent first; tags count by word. */
export function labelsOf({ splits }: LoadedDataset): LabelCount[] {
  const totals = new Map<string, number>();
  for (const { labels } of Object.values(splits))
    for (const { label, count } of labels) totals.set(label, (totals.get(label) ?? 0) + count);
  return labelCounts([...totals.keys()], [...totals.values()]);
}

/**
 * Where a dataset lies, whether it is named or given by its path.
 *
 * @throws StudioError `unknown_dataset` listing what there is.
 */
export async function datasetPath(nameOrPath: string): Promise<string> {
  const listed = (await listDatasets()).find(({ name }) => name === nameOrPath);
  if (listed) return listed.path;
  if (existsSync(nameOrPath)) return resolve(nameOrPath);
  return (await loadDataset(nameOrPath)).path;
}

/**
 * For what a window asks: it names datasets and may not have any path opened.
 *
 * @throws StudioError `unknown_dataset` listing what there is.
 */
export async function checkListed(name: string): Promise<void> {
  const names = (await listDatasets()).map((dataset) => dataset.name);
  if (names.includes(name)) return;
  throw new StudioError(
    'unknown_dataset',
    `There is no dataset named "${name}". Datasets here: ${names.join(', ')}.`,
  );
}
