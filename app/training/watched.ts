import type { EncodedExample } from '../data/example.ts';
import { labelScores } from '../models/label-scores.ts';
import { type HeadSpec, IGNORE_INDEX } from '../models/task.ts';
import { RandomStream } from '../random.ts';
import type { Evaluation } from './engine.ts';
import { argmax, type MetricCounter, type MetricReport } from './metrics/report.ts';

/** An evaluation example that is followed through a run, as a person wrote it. */
export interface WatchedExample {
  /** 0-based in its file. */
  readonly row: number;
  readonly text: string;
  readonly pair: string | null;
  /** The answer as it is read: several labels joined by commas, tags of words by spaces. Null where there is none. */
  readonly label: string | null;
  /** The same one by one; absent in files of earlier versions, which joined labels by spaces. */
  readonly labels?: readonly string[];
}

/** What a model said of a watched example: `scores` are a probability for each label, or the number predicted. */
export type WatchedPrediction =
  | { readonly row: number; readonly scores: readonly number[] }
  /** Label ids of its words. */
  | { readonly row: number; readonly tags: readonly number[] };

/** How many examples a run watches: as many as a pane shows without scrolling. */
export const WATCHED = 8;

/** Positions of the examples to watch, a pure function of the seed, in the order of the data. */
export function chooseWatched(length: number, seed: number): number[] {
  const order = Int32Array.from({ length }, (_, i) => i);
  new RandomStream(seed, 0).shuffle(order);
  return [...order.subarray(0, WATCHED)].sort((a, b) => a - b);
}

/** Counts as another counter does, and keeps what was said of the watched rows: their logits are there already. */
export class WatchingCounter implements MetricCounter {
  readonly predictions: WatchedPrediction[] = [];
  readonly #counter: MetricCounter;
  readonly #head: HeadSpec;
  readonly #rows: ReadonlySet<number>;

  constructor(counter: MetricCounter, head: HeadSpec, rows: ReadonlySet<number>) {
    this.#counter = counter;
    this.#head = head;
    this.#rows = rows;
  }

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    this.#counter.add(examples, evaluation);
    const { logits } = evaluation;
    if (logits === null || this.#rows.size === 0) return;
    const { task, labels } = this.#head;
    const width = task === 'text-classification' ? logits.length / examples.length : labels.length;
    let item = 0;
    for (const { row, label } of examples) {
      const items =
        task === 'text-classification' ? 1 : (label as Int32Array).filter((id) => id !== IGNORE_INDEX).length;
      if (this.#rows.has(row)) {
        const own = logits.subarray(item * width, (item + items) * width);
        this.predictions.push({ row, ...this.#said(own, items, width) });
      }
      item += items;
    }
  }

  report(): MetricReport {
    return this.#counter.report();
  }

  #said(logits: Float32Array, items: number, width: number): { scores: number[] } | { tags: number[] } {
    const { task, problemType } = this.#head;
    if (task === 'token-classification') {
      return { tags: Array.from({ length: items }, (_, i) => argmax(logits, i * width, width)) };
    }
    return { scores: Array.from(labelScores(logits, problemType), (score) => Number(score.toFixed(4))) };
  }
}
