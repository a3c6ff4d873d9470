import type { EncodedExample } from '../../data/example.ts';
import { IGNORE_INDEX } from '../../models/task.ts';
import type { Evaluation } from '../engine.ts';
import { classReport } from './classes.ts';
import { ratio } from './classification.ts';
import { areEntityTags, EntityCounter } from './entities.ts';
import { f1Interval, wilson } from './intervals.ts';
import type { MetricCounter, MetricReport } from './report.ts';
import { argmax, logitsOf } from './report.ts';

/** Label ids of the words of a row that got no token because the input was truncated, in order. */
export type LostWords = (row: number) => readonly number[];

/** Tags of a row's words: what they are, and what the model says. */
interface TaggedWords {
  readonly actual: readonly number[];
  /** May be shorter: nobody tagged the last words. */
  readonly predicted: readonly number[];
}

/** Splits a batch's token logits into words by row; words lost to truncation come last and have no prediction. */
function* wordsOf(
  examples: readonly EncodedExample[],
  logits: Float32Array,
  classes: number,
  lostWords: LostWords,
): Generator<TaggedWords> {
  let item = 0;
  for (const { label, row } of examples) {
    const kept = [...(label as Int32Array)].filter((id) => id !== IGNORE_INDEX);
    const predicted = kept.map(() => argmax(logits, item++ * classes, classes));
    yield { actual: [...kept, ...lostWords(row)], predicted };
  }
}

/** Named entities. Precision, recall and F1 as seqeval's default mode, accuracy over words; a lost word is an `O`. */
class EntityTagCounter implements MetricCounter {
  readonly #labels: readonly string[];
  readonly #lostWords: LostWords;
  readonly #entities = new EntityCounter();
  #words = 0;
  #right = 0;
  #outside = 0;

  constructor(labels: readonly string[], lostWords: LostWords) {
    this.#labels = labels;
    this.#lostWords = lostWords;
  }

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    const logits = logitsOf(evaluation);
    const outside = this.#labels.indexOf('O');
    for (const { actual, predicted } of wordsOf(examples, logits, this.#labels.length, this.#lostWords)) {
      const tags = actual.map((_, i) => predicted[i] ?? outside);
      this.#words += actual.length;
      this.#right += actual.filter((id, i) => id === tags[i]).length;
      this.#outside += actual.filter((id) => id === outside).length;
      const names = (ids: readonly number[]): string[] => ids.map((id) => this.#labels[id]!);
      this.#entities.add(names(actual), names(tags));
    }
  }

  report(): MetricReport {
    const { right, predicted, actual } = this.#entities.total();
    const scores = this.#entities.scores();
    return {
      metrics: {
        precision: ratio(right, predicted),
        recall: ratio(right, actual),
        f1: ratio(2 * right, predicted + actual),
        accuracy: ratio(this.#right, this.#words),
      },
      intervals: {
        precision: wilson(right, predicted),
        recall: wilson(right, actual),
        f1: f1Interval(right, predicted, actual),
        accuracy: wilson(this.#right, this.#words),
      },
      baseline: {
        strategy: 'always "O"',
        metrics: { precision: 0, recall: 0, f1: 0, accuracy: ratio(this.#outside, this.#words) },
      },
      count: this.#words,
      unit: 'words',
      byClass: scores,
      confusion: this.#entities.confusion(),
    };
  }
}

/** Classes of words that mark no entities (parts of speech). A lost word is in the confusion's extra column. */
class WordClassCounter implements MetricCounter {
  readonly #labels: readonly string[];
  readonly #lostWords: LostWords;
  readonly #confusion: number[][];

  constructor(labels: readonly string[], lostWords: LostWords) {
    this.#labels = labels;
    this.#lostWords = lostWords;
    this.#confusion = labels.map(() => new Array<number>(labels.length + 1).fill(0));
  }

  add(examples: readonly EncodedExample[], evaluation: Evaluation): void {
    const classes = this.#labels.length;
    for (const { actual, predicted } of wordsOf(examples, logitsOf(evaluation), classes, this.#lostWords)) {
      actual.forEach((id, i) => {
        this.#confusion[id]![predicted[i] ?? classes]! += 1;
      });
    }
  }

  report(): MetricReport {
    return classReport(this.#confusion, this.#labels, 'words');
  }
}

/** Which of the two fits the labels. */
export function tagCounter(labels: readonly string[], lostWords: LostWords): MetricCounter {
  return areEntityTags(labels)
    ? new EntityTagCounter(labels, lostWords)
    : new WordClassCounter(labels, lostWords);
}
