import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { RawExample } from '../../app/data/encode.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../storage/datasets.ts';

export interface LabelCount {
  readonly label: string;
  readonly count: number;
}

/** How often each label occurs, most frequent first; tags count by word. */
export function labelCounts(examples: readonly RawExample[]): LabelCount[] {
  const counts = new Map<string, number>();
  for (const { label, words } of examples) {
    for (const name of words ? words.tags : label === null ? [] : [label].flat()) {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
}

/** That, in all loaded splits. */
export function labelsOf({ splits }: LoadedDataset): LabelCount[] {
  return labelCounts(Object.values(splits).flatMap(({ examples }) => examples));
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
