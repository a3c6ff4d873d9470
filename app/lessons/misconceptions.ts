import type { Measurement } from './experiment.ts';
import { type QuizAnswer, sideOf, turnedRound } from './grading.ts';
import type { Question } from './quiz.ts';

/** The misconceptions a wrong answer comes from, each once; none for a right one. */
export function misconceptionsIn(
  question: Question,
  answer: QuizAnswer,
  measurement: Measurement | null,
): string[] {
  if (question.kind === 'measured') {
    const side = sideOf(question, Number(answer), measurement);
    return side === null || side === 'inside' ? [] : [question[side].misconception];
  }
  const chosen = typeof answer === 'number' ? [] : answer;
  switch (question.kind) {
    case 'single':
    case 'multiple':
      return question.options.flatMap(({ id, misconception }) =>
        misconception && chosen.includes(id) ? [misconception] : [],
      );
    case 'order': {
      const turned = new Set(turnedRound(question, chosen).map((pair) => pair.join(' ')));
      const made = question.mistakes.filter(({ first, second }) => turned.has(`${first} ${second}`));
      return [...new Set(made.map(({ misconception }) => misconception))];
    }
    case 'match': {
      const wrong = chosen.filter((id, i) => question.pairs[i] && question.pairs[i].id !== id);
      const put = question.pairs.filter(({ id }) => wrong.includes(id));
      return [...new Set(put.map(({ misconception }) => misconception))];
    }
  }
}
