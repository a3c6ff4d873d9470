import type { Measurement } from './experiment.ts';
import { unitOf } from './experiment.ts';
import type { Question, QuestionOf, Quiz } from './quiz.ts';

/**
 * Ids of the options chosen; of the items in the learner's order; of the right sides, in the order of the pairs; or
 * the number predicted, in per cent for a share.
 */
export type QuizAnswer = readonly string[] | number;

export interface Grade {
  readonly isRight: boolean;
  /** From 0 to 1. */
  readonly score: number;
}

/**
 * A choice of one is right or wrong. Of several: the right ones chosen less the wrong ones chosen, over the right ones
 * there are, so that choosing everything or nothing gives nothing. An order: Kendall's tau, pairs in the right order
 * less pairs turned round over all pairs, so that chance gives nothing. A match: the share of pairs. None below 0.
 * A prediction is right inside the measured 95 % range, which is all that so many cases can tell, and a count only
 * where it is that number.
 *
 * @param measurement of the question's experiment; without one a prediction cannot be graded yet, which gives null.
 */
export function gradeAnswer(
  question: Question,
  answer: QuizAnswer,
  measurement: Measurement | null,
): Grade | null {
  if (question.kind === 'measured') {
    const side = sideOf(question, Number(answer), measurement);
    return side === null ? null : { isRight: side === 'inside', score: side === 'inside' ? 1 : 0 };
  }
  const chosen = typeof answer === 'number' ? [] : answer;
  const score = Math.max(0, scoreOf(question, chosen));
  return { score, isRight: score === 1 };
}

function scoreOf(question: Exclude<Question, QuestionOf<'measured'>>, chosen: readonly string[]): number {
  switch (question.kind) {
    case 'single':
    case 'multiple': {
      const right = question.options.filter((option) => option.right).map(({ id }) => id);
      const found = chosen.filter((id) => right.includes(id)).length;
      return (found - (chosen.length - found)) / right.length;
    }
    case 'order': {
      const pairs = (question.right.length * (question.right.length - 1)) / 2;
      return (pairs - 2 * turnedRound(question, chosen).length) / pairs;
    }
    case 'match':
      return question.pairs.filter(({ id }, i) => chosen[i] === id).length / question.pairs.length;
  }
}

/** Pairs of items that stand the wrong way round, each as [first, second] of the right order. */
export function turnedRound({ right }: QuestionOf<'order'>, chosen: readonly string[]): [string, string][] {
  return right.flatMap((first, i) =>
    right
      .slice(i + 1)
      .filter((second) => chosen.indexOf(second) < chosen.indexOf(first))
      .map((second): [string, string] => [first, second]),
  );
}

export type Side = 'inside' | 'below' | 'above';

/** Where a prediction lies beside the measured range; null where nothing was measured. */
export function sideOf(
  { arm }: QuestionOf<'measured'>,
  predicted: number,
  measurement: Measurement | null,
): Side | null {
  const found = measurement?.arms.find(({ id }) => id === arm);
  if (!found) return null;
  // Predictions of a share are made in whole per cent, so the range is rounded outwards to whole per cent too.
  const [low, high] = found.interval
    ? [Math.floor(found.interval[0] * 100), Math.ceil(found.interval[1] * 100)]
    : [found.value, found.value];
  if (predicted < low) return 'below';
  return predicted > high ? 'above' : 'inside';
}

/** The experiment behind a measured question. */
export function experimentOf(quiz: Quiz, question: QuestionOf<'measured'>) {
  const found = quiz.experiments.find(({ id }) => id === question.experiment)!;
  return { experiment: found, unit: unitOf(found) };
}
