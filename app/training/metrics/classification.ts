import { sum } from '../../math/sum.ts';

/**
 * [classes, classes]: rows are true classes, columns predicted ones. Rows may have one column more, for items that got no
 * prediction; of named entities there are two rows and two columns more (`EntityConfusion`).
 */
export type Confusion = readonly (readonly number[])[];

/** How the classes' scores become one: `binary` is the score of class 1, the rest as in scikit-learn. */
export type Average = 'binary' | 'macro' | 'micro' | 'weighted';

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** 0 where nothing could be counted, as scikit-learn and seqeval do. */
export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

const rowSums = (matrix: Confusion): number[] => matrix.map(sum);
const columnSums = (matrix: Confusion): number[] =>
  (matrix[0] ?? []).map((_, j) => sum(matrix.map((row) => row[j]!)));
const trace = (matrix: Confusion): number => sum(matrix.map((row, i) => row[i]!));

export function accuracy(matrix: Confusion): number {
  return ratio(trace(matrix), sum(rowSums(matrix)));
}

/** Precision, recall and F1 from how many were right, predicted and there. */
export function scoresOf(right: number, predicted: number, actual: number): ClassScores {
  return {
    precision: ratio(right, predicted),
    recall: ratio(right, actual),
    f1: ratio(2 * right, predicted + actual),
  };
}

/** Scores of every class on its own, with its support (how many there are). */
export function scoresByClass(matrix: Confusion): (ClassScores & { readonly support: number })[] {
  const actual = rowSums(matrix);
  const predicted = columnSums(matrix);
  return matrix.map((row, i) => ({ ...scoresOf(row[i]!, predicted[i]!, actual[i]!), support: actual[i]! }));
}

/**
 * Precision, recall and F1 over the classes. Classes neither there nor predicted are left out of `macro`,
 * as scikit-learn does when it is given no list of labels.
 */
export function averagedScores(matrix: Confusion, average: Average): ClassScores {
  const classes = scoresByClass(matrix);
  if (average === 'binary') {
    const { precision, recall, f1 } = classes[1] ?? scoresOf(0, 0, 0);
    return { precision, recall, f1 };
  }
  if (average === 'micro') {
    const total = sum(rowSums(matrix));
    return scoresOf(trace(matrix), total, total);
  }
  const predicted = columnSums(matrix);
  const present = classes.filter(({ support }, i) => support > 0 || predicted[i]! > 0);
  const weight = ({ support }: { support: number }): number => (average === 'weighted' ? support : 1);
  const total = sum(present.map(weight));
  const mean = (score: keyof ClassScores): number =>
    ratio(sum(present.map((c) => weight(c) * c[score])), total);
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

/** Matthews correlation, for any number of classes (Gorodkin 2004); 0 where it is undefined. */
export function matthewsCorrelation(matrix: Confusion): number {
  const actual = rowSums(matrix);
  const predicted = columnSums(matrix);
  const total = sum(actual);
  const squares = (counts: number[]): number => sum(counts.map((count) => count * count));
  const covariance = trace(matrix) * total - sum(actual.map((count, i) => count * predicted[i]!));
  const spread = Math.sqrt((total * total - squares(actual)) * (total * total - squares(predicted)));
  return ratio(covariance, spread);
}
