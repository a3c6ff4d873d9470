import type { EncodedExample } from '../../data/example.ts';
import { sum } from '../../math/sum.ts';
import type { Evaluation } from '../engine.ts';
import { ratio, scoresOf } from './classification.ts';
import { f1Interval, wilson } from './intervals.ts';
import type { MetricCounter, MetricReport } from './report.ts';
import { logitsOf } from './report.ts';

/**
 * Any number of classes an example: class i is predicted when its probability is above one half. `accuracy`
 * asks for all classes of an example to be right; `precision`, `recall` and `f1` are over all labels together.
 */
export class MultiLabelCounter implements MetricCounter {
  readonly #labels: readonly string[];
  readonly #right: number[];
  readonly #predicted: number[];
  readonly #actual: number[];
  /** How often each exact set of classes is there, for the baseline. */
  readonly #sets = new Map<string, number>();
  #exact = 0;
  #count = 0;

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#right = labels.map(() => 0);
    this.#predicted = labels.map(() => 0);
    this.#actual = labels.map(() => 0);
  }

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    const logits = logitsOf(evaluation);
    const classes = this.#labels.length;
    examples.forEach(({ label }, row) => {
      const expected = Array.from(label as Float32Array, (value) => value > 0.5);
      let exact = true;
      expected.forEach((actual, i) => {
        const predicted = logits[row * classes + i]! > 0;
        if (predicted) this.#predicted[i]! += 1;
        if (actual) this.#actual[i]! += 1;
        if (predicted && actual) this.#right[i]! += 1;
        if (predicted !== actual) exact = false;
      });
      if (exact) this.#exact += 1;
      const key = expected.map(Number).join('');
      this.#sets.set(key, (this.#sets.get(key) ?? 0) + 1);
      this.#count += 1;
    });
  }

  report(): MetricReport {
    const byClass = this.#labels.map((label, i) => ({
      label,
      ...scoresOf(this.#right[i]!, this.#predicted[i]!, this.#actual[i]!),
      support: this.#actual[i]!,
      right: this.#right[i]!,
      predicted: this.#predicted[i]!,
    }));
    const [right, predicted, actual] = [sum(this.#right), sum(this.#predicted), sum(this.#actual)];
    return {
      metrics: {
        accuracy: ratio(this.#exact, this.#count),
        ...scoresOf(right, predicted, actual),
        f1_macro: ratio(sum(byClass.map(({ f1 }) => f1)), byClass.length),
      },
      intervals: {
        accuracy: wilson(this.#exact, this.#count),
        precision: wilson(right, predicted),
        recall: wilson(right, actual),
        f1: f1Interval(right, predicted, actual),
      },
      baseline: this.#majoritySet(actual),
      count: this.#count,
      unit: 'examples',
      byClass,
      confusion: null,
    };
  }

  /** Always the set of classes that is most common in the evaluation set. */
  #majoritySet(actual: number): MetricReport['baseline'] {
    const [set, times] = [...this.#sets].reduce(
      (best, entry) => (entry[1] > best[1] ? entry : best),
      ['', 0],
    );
    const chosen = this.#labels.map((_, i) => set[i] === '1');
    const predicted = chosen.filter(Boolean).length * this.#count;
    const right = sum(this.#actual.filter((_, i) => chosen[i]));
    const named = this.#labels.filter((_, i) => chosen[i]).join(', ');
    return {
      strategy: named === '' ? 'always no label' : `always ${JSON.stringify(named)}`,
      metrics: { accuracy: ratio(times, this.#count), ...scoresOf(right, predicted, actual) },
    };
  }
}
