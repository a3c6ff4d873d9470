const COLOURS = [1, 2, 3, 4, 5, 6].map((number) => `var(--run-${number})`);

/** The colour of an entity type: by its place in the alphabet among all types, the same in Data and in Try. */
export function entityColour(type: string, types: readonly string[]): string {
  return COLOURS[types.toSorted().indexOf(type)] ?? 'var(--ink-2)';
}

/** Kinds of names in the order of the labels: `PER` of `B-PER` and `I-PER`. */
export function entityTypes(labels: readonly string[]): readonly string[] {
  return [...new Set(labels.filter((label) => label !== 'O').map((label) => label.replace(/^[BI]-/, '')))];
}
