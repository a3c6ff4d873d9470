import type { EncodedExample } from '../../data/example.ts';
import { sum } from '../../math/sum.ts';
import type { Evaluation } from '../engine.ts';
import type { Average, Confusion } from './classification.ts';
import { accuracy, averagedScores, matthewsCorrelation, scoresByClass } from './classification.ts';
import type { Interval } from './intervals.ts';
import { deltaInterval, f1Interval, wilson } from './intervals.ts';
import type { Baseline, MetricCounter, MetricReport } from './report.ts';
import { argmax, logitsOf, mostCommon } from './report.ts';

/**
 * One class an item. `precision`, `recall` and `f1` are those of class 1 when there are two classes (as GLUE
 * reports MRPC) and the macro mean when there are more.
 */
export class ClassCounter implements MetricCounter {
  readonly #labels: readonly string[];
  readonly #confusion: number[][];

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#confusion = labels.map(() => labels.map(() => 0));
  }

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    const logits = logitsOf(evaluation);
    const classes = this.#labels.length;
    examples.forEach(({ label }, row) => {
      this.#confusion[label as number]![argmax(logits, row * classes, classes)]! += 1;
    });
  }

  report(): MetricReport {
    return classReport(this.#confusion, this.#labels, 'examples');
  }
}

/** Everything a confusion matrix tells. */
export function classReport(
  matrix: Confusion,
  labels: readonly string[],
  unit: MetricReport['unit'],
): MetricReport {
  const average = labels.length === 2 ? 'binary' : 'macro';
  return {
    metrics: metricsOf(matrix, average),
    intervals: intervalsOf(matrix, average),
    baseline: majorityClass(matrix, labels, average),
    count: sum(matrix.flat()),
    unit,
    byClass: scoresByClass(matrix).map((scores, i) => ({ label: labels[i]!, ...scores })),
    confusion: matrix,
  };
}

function metricsOf(matrix: Confusion, average: Average): Record<string, number> {
  return {
    accuracy: accuracy(matrix),
    ...averagedScores(matrix, average),
    f1_macro: averagedScores(matrix, 'macro').f1,
    f1_micro: averagedScores(matrix, 'micro').f1,
    f1_weighted: averagedScores(matrix, 'weighted').f1,
    matthews_correlation: matthewsCorrelation(matrix),
  };
}

function intervalsOf(matrix: Confusion, average: Average): Record<string, Interval> {
  const total = sum(matrix.flat());
  const right = matrix.reduce((sum, row, i) => sum + row[i]!, 0);
  const share: Interval = [0, 1];
  const smooth = (figure: (matrix: Confusion) => number): Interval => deltaInterval(matrix, figure, share);
  const whole = {
    accuracy: wilson(right, total),
    f1_macro: smooth((m) => averagedScores(m, 'macro').f1),
    f1_micro: wilson(right, total),
    f1_weighted: smooth((m) => averagedScores(m, 'weighted').f1),
    matthews_correlation: deltaInterval(matrix, matthewsCorrelation, [-1, 1]),
  };
  if (average !== 'binary') {
    const macro = (score: 'precision' | 'recall' | 'f1') => smooth((m) => averagedScores(m, 'macro')[score]);
    return { ...whole, precision: macro('precision'), recall: macro('recall'), f1: macro('f1') };
  }
  const hits = matrix[1]![1]!;
  const predicted = matrix[0]![1]! + hits;
  const actual = matrix[1]![0]! + hits;
  return {
    ...whole,
    precision: wilson(hits, predicted),
    recall: wilson(hits, actual),
    f1: f1Interval(hits, predicted, actual),
  };
}

/** Always the class that is most common in the evaluation set: no constant answer is more often right. */
function majorityClass(matrix: Confusion, labels: readonly string[], average: Average): Baseline {
  const counts = matrix.map(sum);
  const best = mostCommon(counts);
  const constant = counts.map((count) => matrix.map((_, j) => (j === best ? count : 0)));
  return { strategy: `always ${JSON.stringify(labels[best])}`, metrics: metricsOf(constant, average) };
}
