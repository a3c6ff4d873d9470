import type { DatasetColumns } from './columns.ts';

/** What a label of the file is called; itself where it was given no name. */
export function nameOfLabel(label: string, labelNames: DatasetColumns['labelNames']): string {
  // A label may be called as what every object has, such as "constructor".
  return labelNames !== null && Object.hasOwn(labelNames, label) ? labelNames[label]! : label;
}

/** What the file has for a label's name; of labels that share one, the first. */
export function fileLabelOf(name: string, labelNames: DatasetColumns['labelNames']): string {
  return Object.entries(labelNames ?? {}).find(([, each]) => each === name)?.[0] ?? name;
}

/** Class names in a stable order: numbers by value, words and entity tags by their letters. */
export function labelOrder(labels: Iterable<string>): string[] {
  const all = [...new Set(labels)];
  const numeric = all.every((label) => label !== '' && Number.isFinite(Number(label)));
  return numeric ? all.sort((a, b) => Number(a) - Number(b)) : all.sort();
}
