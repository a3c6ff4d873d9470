import type { EvaluationPoint } from '../../../app/runs/points.ts';
import type { RunRecord } from '../../../app/runs/record.ts';
import type { WatchedExample, WatchedPrediction } from '../../../app/training/watched.ts';
import { probability } from '../figures.ts';

export interface SaidWords {
  readonly words: string;
  readonly isRight: boolean | null;
}

/** What the figures and the bold ones among them mean. */
export function meaningOf({ task, problemType, labels }: RunRecord['head']): string {
  const isBold = 'Bold: the verdict has just changed.';
  if (task === 'token-classification')
    return `Underlaid: what it takes for a name by now. The figures: of how many words the tag is right. ${isBold}`;
  switch (problemType) {
    case 'regression':
      return 'The figures are what it predicts.';
    case 'multi_label_classification':
      return `The figures: on how many of the ${labels.length} labels it is right. ${isBold}`;
    default:
      return `${isBold} The figure is the probability of the right answer.`;
  }
}

/** What a model said of an example at an evaluation; null where it was not asked. */
export function saidOf(
  point: EvaluationPoint,
  example: WatchedExample,
  head: RunRecord['head'],
): SaidWords | null {
  const said = point.watched?.find(({ row }) => row === example.row);
  return said ? wordsFor(said, example, head) : null;
}

function wordsFor(
  said: WatchedPrediction,
  { label, labels: actual = label?.split(' ') ?? [] }: WatchedExample,
  { labels, problemType }: RunRecord['head'],
): SaidWords {
  if ('tags' in said) {
    const right = said.tags.filter((id, i) => labels[id] === actual[i]).length;
    return { words: `${right} of ${actual.length}`, isRight: right === actual.length };
  }
  if (problemType === 'regression') return { words: said.scores[0]!.toFixed(2), isRight: null };
  if (problemType === 'multi_label_classification') {
    const right = labels.filter((name, i) => actual.includes(name) === said.scores[i]! > 0.5).length;
    return { words: `${right} of ${labels.length}`, isRight: right === labels.length };
  }
  const truth = label === null ? -1 : labels.indexOf(label);
  const top = said.scores.indexOf(Math.max(...said.scores));
  return { words: probability(said.scores[truth] ?? 0), isRight: top === truth };
}
