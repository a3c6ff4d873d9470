import type { Question } from '../../../app/lessons/quiz.ts';
import type { Sureness } from '../../../app/lessons/quiz-results.ts';
import type { QuestionState } from '../../../app/lessons/quiz-state.ts';
import { percent } from '../figures.ts';

export const SURE_WORDS: Readonly<Record<Sureness, string>> = {
  guess: 'Guess',
  unsure: 'Unsure',
  fairly: 'Fairly',
  certain: 'Certain',
};

const SAID: Readonly<Record<Sureness, string>> = {
  guess: 'a guess',
  unsure: 'unsure',
  fairly: 'fairly sure',
  certain: 'certain',
};

/** What kind of answer is asked for; nothing for a plain choice of one. */
const KIND_WORDS: Readonly<Record<Question['kind'], string | null>> = {
  single: null,
  multiple: 'more than one is right',
  order: 'put in order',
  match: 'put side by side',
  measured: 'predict, then measure',
};

/** How a question went, e.g. `wrong at first, though fairly sure; right at the second try`. */
export function courseWords({ question, tries }: QuestionState): string | null {
  const [first] = tries;
  if (!first) return KIND_WORDS[question.kind];
  const hint = first.hinted ? ', with the hint' : '';
  if (first.grade === null) return `predicted, ${SAID[first.sure]}${hint}; not measured yet`;
  if (question.kind === 'measured') {
    return `${first.grade.isRight ? 'inside the measured range' : 'outside the measured range'}, ${SAID[first.sure]}${hint}`;
  }
  if (first.grade.isRight) return `right at once, ${SAID[first.sure]}${hint}`;
  const part =
    first.grade.score > 0 ? `partly right at first (${percent(first.grade.score, 0)})` : 'wrong at first';
  const though =
    first.sure === 'fairly' || first.sure === 'certain'
      ? `, though ${SAID[first.sure]}`
      : `, ${SAID[first.sure]}`;
  const right = tries.findIndex(({ grade }) => grade?.isRight);
  const later = right > 0 ? `; right at the ${ordinal(right + 1)} try` : '';
  return `${part}${though}${hint}${later}`;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
/** `first`, `second`, …, `6th`. */
export const ordinal = (number: number): string => ORDINALS[number - 1] ?? `${number}th`;
