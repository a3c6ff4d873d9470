import type { EncodedExample } from '../../data/example.ts';
import { sum } from '../../math/sum.ts';
import { IGNORE_INDEX } from '../../models/task.ts';
import type { Evaluation } from '../engine.ts';
import { groupedMeanInterval } from './intervals.ts';
import type { MetricCounter, MetricReport } from './report.ts';

/** Masked language modelling: perplexity, the exponential of the mean loss over the masked tokens. */
export class MaskedTokenCounter implements MetricCounter {
  readonly #batches: { readonly mean: number; readonly count: number }[] = [];
  readonly #frequencies = new Map<number, number>();

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    if (evaluation.count > 0) this.#batches.push({ mean: evaluation.loss, count: evaluation.count });
    for (const { label } of examples) {
      for (const id of label as Int32Array) {
        if (id !== IGNORE_INDEX) this.#frequencies.set(id, (this.#frequencies.get(id) ?? 0) + 1);
      }
    }
  }

  report(): MetricReport {
    const count = this.#batches.reduce((sum, batch) => sum + batch.count, 0);
    const loss = this.#batches.reduce((sum, { mean, count: items }) => sum + mean * items, 0) / count;
    const interval = groupedMeanInterval(this.#batches);
    return {
      metrics: { perplexity: Math.exp(loss) },
      intervals: interval === null ? {} : { perplexity: [Math.exp(interval[0]), Math.exp(interval[1])] },
      baseline: {
        strategy: "the masked tokens' own frequencies, whatever the context",
        metrics: { perplexity: Math.exp(entropy([...this.#frequencies.values()])) },
      },
      count,
      unit: 'tokens',
      byClass: [],
      confusion: null,
    };
  }
}

/** In nats. */
function entropy(counts: readonly number[]): number {
  const total = sum(counts);
  return -counts.reduce((sum, count) => sum + (count / total) * Math.log(count / total), 0);
}
