/** How a run's lines are drawn wherever several are on one chart. */
export interface RunLook {
  /** A design token. */
  readonly color: string;
  /** Of the training line: dashes and gaps in pixels; none for a solid one. Validation is always dashed short. */
  readonly dash: readonly number[];
  /** Of the evaluations, and of the run's key. */
  readonly point: 'circle' | 'rect' | 'triangle';
}

/** Told apart with every kind of colour vision, in both themes; a test holds them to it. */
const COLORS = ['--run-1', '--run-2', '--run-3', '--run-4', '--run-5', '--run-6'] as const;

/** For each round through the colours, so that looks differ in more than a shade. */
const ROUNDS: readonly Omit<RunLook, 'color'>[] = [
  { dash: [], point: 'circle' },
  { dash: [14, 4], point: 'rect' },
  { dash: [14, 3, 2, 3], point: 'triangle' },
];

/** How many looks there are; the next run looks like the first again. */
export const LOOKS = COLORS.length * ROUNDS.length;

/** The look of the run at a position among those compared. */
export function runLook(position: number): RunLook {
  const at = position % LOOKS;
  return { color: COLORS[at % COLORS.length]!, ...ROUNDS[Math.floor(at / COLORS.length)]! };
}

/** The colour of the run at a position, as a design token. */
export const runColor = (position: number): string => runLook(position).color;
