import { z } from 'zod';
import { figure, inWords, type Said, say, share } from '../said.ts';
import { afterwards, bestTrained, flattery, type Judged, rangeWords, runSettings } from './fine-tune.ts';

export const findNames = z.strictObject({ kind: z.literal('find-names'), ...runSettings });

/** An evaluation of a model that finds names; its score is F1 over whole names. */
export interface NamesJudged extends Judged {
  /** Over words, those of no name included. */
  readonly accuracy: number;
}

interface NamesCourse {
  /** In order; the first one is of the untrained head where the rows were judged before the first step. */
  readonly evaluations: readonly NamesJudged[];
  /** Words judged each time. */
  readonly words: number;
  /** The accuracy of an answer that takes no word for a name. */
  readonly noName: number | null;
  readonly going: boolean;
}

/** What the evaluations so far say, and why accuracy over words would flatter. @param guess the F1 predicted, 0 to 1. */
export function findNamesTakeaway(
  { evaluations, words, noName, going }: NamesCourse,
  guess: number | null,
): Said {
  const first = evaluations[0]!;
  const best = bestTrained(evaluations);
  if (!best) {
    return say`Before the first step its F1 is ${share(first.score, 0)}: the head is random numbers, and what it takes for names are names by chance. ${afterwards(going)}`;
  }
  const epochs = Math.round(evaluations.at(-1)!.epoch);
  const when = going
    ? `After ${inWords(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'} the best F1 is`
    : 'At its best its F1 is';
  const before = first.epoch === 0 ? say`, against ${share(first.score, 0)} before` : say``;
  const range = best.interval
    ? rangeWords(`${words.toLocaleString('en')} words`, best.interval, guess)
    : say``;
  const flatters =
    noName === null
      ? say``
      : say` Over single words it is right on ${share(best.accuracy, 0)}, which sounds ${best.accuracy > best.score ? 'better' : 'worse'} and says little: to take no word for a name is right on ${share(noName, 0)}, and finds none.`;
  const trained = evaluations.filter(({ epoch }) => epoch > 0).length;
  return say`${when} ${figure((best.score * 100).toFixed(0))} of 100${before}.${range}${flatters}${going ? say`` : flattery(trained)}`;
}
