import { z } from 'zod';
import { figure, type Said, say, share, word } from '../said.ts';

export const secondRun = z.strictObject({
  kind: z.literal('second-run'),
  id: z.string(),
  /** The fine-tune cell whose run is done again with one thing changed. */
  of: z.string().min(1),
  change: z.enum(['learning_rate', 'freeze_encoder']),
  to: z.string().min(1),
});
type SecondRun = z.output<typeof secondRun>;

/** The one argument that differs, as `runs.start` takes it. */
export function changedArgument({
  change,
  to,
}: Pick<SecondRun, 'change' | 'to'>): Record<string, string | number | boolean> {
  return { [change]: change === 'freeze_encoder' ? to === 'true' : Number(to) };
}

/** `learning_rate=2e-5`. */
export function changeWords({ change, to }: Pick<SecondRun, 'change' | 'to'>): string {
  return `${change}=${change === 'freeze_encoder' ? (to === 'true' ? 'True' : 'False') : to}`;
}

export const OUTCOMES = ['better', 'about the same', 'worse'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Scored {
  readonly accuracy: number;
  readonly count: number;
}

/**
 * How far apart two accuracies on `count` rows each may fall by the draw of the rows alone, in 95 of 100 cases
 * (normal approximation). Rows that both runs got right or wrong together would narrow it; this errs to caution.
 */
export function noiseOf(a: Scored, b: Scored): number {
  const variance = ({ accuracy, count }: Scored) => (accuracy * (1 - accuracy)) / count;
  return 1.96 * Math.sqrt(variance(a) + variance(b));
}

export function outcomeOf(first: Scored, second: Scored): Outcome {
  const difference = second.accuracy - first.accuracy;
  if (Math.abs(difference) <= noiseOf(first, second)) return 'about the same';
  return difference > 0 ? 'better' : 'worse';
}

/** Both best evaluations, whether their difference is more than noise, and what one pair of runs cannot say. */
export function secondRunTakeaway(
  settings: Pick<SecondRun, 'change' | 'to'>,
  first: Scored,
  second: Scored,
  guess: Outcome | null,
): Said {
  const outcome = outcomeOf(first, second);
  const points = figure((Math.abs(second.accuracy - first.accuracy) * 100).toFixed(1));
  const noise = figure((noiseOf(first, second) * 100).toFixed(1));
  const opening =
    guess === null
      ? say``
      : say`You expected ${guess}${guess === outcome ? ', and so it is. ' : `. It is ${outcome}. `}`;
  const figures = say`With ${word(changeWords(settings))} the best evaluation is ${share(second.accuracy)}, without ${share(first.accuracy)}: `;
  if (outcome === 'about the same') {
    return say`${opening}${figures}${points} points apart, where the draw of the rows alone moves it by ${noise}. That is noise until more seeds say otherwise.`;
  }
  return say`${opening}${figures}${points} points apart, more than the ${noise} that the draw of the rows explains. ${meaning(settings, outcome)} One run each is still one seed each.`;
}

function meaning({ change }: Pick<SecondRun, 'change'>, outcome: Outcome): string {
  if (change === 'freeze_encoder') {
    return outcome === 'worse'
      ? 'In as many steps of this size the new head alone, on features that may not move, learnt less. Larger steps and more passes may take it further; that would be another run.'
      : 'Here the features were good enough as they stood, and the head alone did the work.';
  }
  return outcome === 'worse'
    ? 'Steps of that size did not get as far in the same number of epochs.'
    : 'The other rate suits this model and these rows better.';
}
