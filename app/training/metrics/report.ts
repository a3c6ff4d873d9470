import type { EncodedExample } from '../../data/example.ts';
import type { Evaluation } from '../engine.ts';
import type { ClassScores, Confusion } from './classification.ts';
import type { Interval } from './intervals.ts';

/** What the simplest answer reaches on the same evaluation set, so that a score can be judged. */
export interface Baseline {
  /** e.g. `always "equivalent"`. */
  readonly strategy: string;
  readonly metrics: Readonly<Record<string, number>>;
}

interface ScoresOfClass extends ClassScores {
  readonly label: string;
  readonly support: number;
  /** How often it was found, and how often said: where no confusion matrix tells. */
  readonly right?: number;
  readonly predicted?: number;
}

/** The figures of one evaluation. Metric names are Hugging Face's, without the `eval_` prefix. */
export interface MetricReport {
  /** NaN where a figure is undefined (the correlation of a constant). */
  readonly metrics: Readonly<Record<string, number>>;
  /** 95 % intervals of the metrics that have one: how far chance in drawing the evaluation set may move them. */
  readonly intervals: Readonly<Record<string, Interval>>;
  readonly baseline: Baseline | null;
  /** Size of the evaluation. */
  readonly count: number;
  readonly unit: 'examples' | 'words' | 'tokens';
  readonly byClass: readonly ScoresOfClass[];
  /** Null where an example has no single class. `confusionTable` says what its rows and columns are. */
  readonly confusion: Confusion | null;
}

/** Gathers what a report needs, a batch at a time, so that logits need not be kept. */
export interface MetricCounter {
  add(examples: readonly EncodedExample[], evaluation: Evaluation): void;
  report(): MetricReport;
}

/** Position of the largest of `values[start .. start + count)`, the first of equals. */
export function argmax(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}

/** Position of the largest count, the first of equals. */
export function mostCommon(counts: readonly number[]): number {
  return counts.reduce((best, count, i) => (count > counts[best]! ? i : best), 0);
}

/** The logits of a batch. A head without them has no such metrics. */
export function logitsOf(evaluation: Evaluation): Float32Array {
  if (evaluation.logits === null)
    throw new Error('The engine returned no logits for a task that needs them.');
  return evaluation.logits;
}
