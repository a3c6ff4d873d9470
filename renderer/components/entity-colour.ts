const COLOURS = ['var(--run-1)', 'var(--run-2)', 'var(--run-3)', 'var(--run-4)'];

/** The colour of an entity type: by its place in the alphabet among all types, the same in Data and in Try. */
export function entityColour(type: string, types: readonly string[]): string {
  return COLOURS[types.toSorted().indexOf(type)] ?? 'var(--ink-2)';
}
