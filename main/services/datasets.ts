import type { LoadedDataset } from '../storage/datasets.ts';

/** How often each label occurs in all loaded splits, most frequent first; tags count by word. */
export function labelsOf({ splits }: LoadedDataset): { label: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const split of Object.values(splits)) {
    for (const { label, words } of split.examples) {
      for (const name of words ? words.tags : label === null ? [] : [label].flat()) {
        counts.set(name, (counts.get(name) ?? 0) + 1);
      }
    }
  }
  return [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
}
