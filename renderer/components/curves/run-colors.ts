const COLORS = ['--run-1', '--run-2', '--run-3', '--run-4'] as const;

/** The token a chosen run is drawn in; beyond four they come again, and the labels tell them apart. */
export function runColor(position: number): string {
  return COLORS[position % COLORS.length]!;
}
