import type { EncodedExample } from '../../data/example.ts';
import { sum } from '../../math/sum.ts';
import type { Evaluation } from '../engine.ts';
import { correlationInterval, meanInterval } from './intervals.ts';
import { meanSquaredError, pearson, spearman } from './regression.ts';
import type { MetricCounter, MetricReport } from './report.ts';
import { logitsOf } from './report.ts';

/** Variance of Spearman's z beside Pearson's (Fieller, Hartley & Pearson 1957). */
const SPEARMAN_VARIANCE = 1.06;

/** One number an example (regression). */
export class ScoreCounter implements MetricCounter {
  readonly #labels: number[] = [];
  readonly #predictions: number[] = [];

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    const logits = logitsOf(evaluation);
    examples.forEach(({ label }, row) => {
      this.#labels.push(label as number);
      this.#predictions.push(logits[row]!);
    });
  }

  report(): MetricReport {
    const [labels, predictions] = [this.#labels, this.#predictions];
    const count = labels.length;
    const metrics = {
      pearson: pearson(labels, predictions),
      spearmanr: spearman(labels, predictions),
      mse: meanSquaredError(labels, predictions),
    };
    const mean = sum(labels) / count;
    const always = labels.map(() => mean);
    const mseInterval = meanInterval(labels.map((label, i) => (label - predictions[i]!) ** 2));
    return {
      metrics,
      intervals: {
        pearson: correlationInterval(metrics.pearson, count),
        spearmanr: correlationInterval(metrics.spearmanr, count, SPEARMAN_VARIANCE),
        ...(mseInterval === null ? {} : { mse: mseInterval }),
      },
      baseline: {
        strategy: `always the mean, ${Number(mean.toPrecision(4))}`,
        metrics: { mse: meanSquaredError(labels, always) },
      },
      count,
      unit: 'examples',
      byClass: [],
      confusion: null,
    };
  }
}
