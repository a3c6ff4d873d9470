import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EncodedExample } from '../../data/example.ts';
import { type HeadSpec, MASKED_LM } from '../../models/task.ts';
import { accuracy, averagedScores, matthewsCorrelation } from './classification.ts';
import { EntityCounter, entitiesOf } from './entities.ts';
import { metricsFor } from './for-head.ts';
import { deltaInterval, f1Interval, wilson } from './intervals.ts';
import { meanSquaredError, pearson, spearman } from './regression.ts';

function confusionMatrix(labels: number[], predictions: number[], classes: number): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [i, label] of labels.entries()) matrix[label]![predictions[i]!]! += 1;
  return matrix;
}

interface GoldenScores {
  labels: number[];
  predictions: number[];
  [metric: string]: number | number[] | number[][] | string;
}
interface GoldenTags {
  labels: string[][];
  predictions: string[][];
  precision: number;
  recall: number;
  f1: number;
}

const golden = JSON.parse(
  readFileSync(new URL('../../../tests/golden/metrics.json', import.meta.url), 'utf8'),
) as { classification: GoldenScores[]; seqeval: GoldenTags[] };

const classifications = golden.classification.filter((run) => 'accuracy' in run);
const regressions = golden.classification.filter((run) => 'pearson' in run);

describe('the golden metrics', () => {
  it.each(classifications)('match scikit-learn for %#', (run) => {
    const classes = Math.max(...run.labels, ...run.predictions, 1) + 1;
    const matrix = confusionMatrix(run.labels, run.predictions, classes);
    const ours: Record<string, number> = {
      accuracy: accuracy(matrix),
      matthews: matthewsCorrelation(matrix),
      f1_binary: averagedScores(matrix, 'binary').f1,
      f1_macro: averagedScores(matrix, 'macro').f1,
      f1_micro: averagedScores(matrix, 'micro').f1,
      f1_weighted: averagedScores(matrix, 'weighted').f1,
      precision_macro: averagedScores(matrix, 'macro').precision,
      recall_macro: averagedScores(matrix, 'macro').recall,
    };
    for (const [name, value] of Object.entries(run)) {
      if (typeof value === 'number') expect(ours[name], name).toBeCloseTo(value, 9);
    }
    if (run.confusion !== undefined) expect(matrix).toEqual(run.confusion);
  });

  it.each(regressions)('match scipy for %#', (run) => {
    const [x, y] = [run.x as number[], run.y as number[]];
    expect(pearson(x, y)).toBeCloseTo(run.pearson as number, 9);
    expect(spearman(x, y)).toBeCloseTo(run.spearman as number, 9);
    expect(meanSquaredError(x, y)).toBeCloseTo(run.mse as number, 9);
  });

  it.each(golden.seqeval)('match seqeval for %#', (run) => {
    const labels = [...new Set([...run.labels, ...run.predictions].flat())];
    const counter = metricsFor({
      task: 'token-classification',
      problemType: 'single_label_classification',
      labels,
    });
    run.labels.forEach((tags, row) => {
      counter.add(
        [tagged(row, tags, labels)],
        logitsFor(
          run.predictions[row]!.map((tag) => labels.indexOf(tag)),
          labels,
        ),
      );
    });
    const { metrics } = counter.report();
    expect(metrics.precision).toBeCloseTo(run.precision, 9);
    expect(metrics.recall).toBeCloseTo(run.recall, 9);
    expect(metrics.f1).toBeCloseTo(run.f1, 9);
  });

  it('cover every kind of golden run', () => {
    expect([classifications.length, regressions.length, golden.seqeval.length]).toEqual([4, 1, 12]);
  });
});

function example(row: number, label: EncodedExample['label']): EncodedExample {
  return { row, inputIds: Int32Array.of(101, 102), tokenTypeIds: new Uint8Array(2), label };
}

/** One token a word, between [CLS] and [SEP]. */
function tagged(row: number, tags: readonly string[], labels: readonly string[]): EncodedExample {
  return example(row, Int32Array.from([-100, ...tags.map((tag) => labels.indexOf(tag)), -100]));
}

function logitsFor(predictions: readonly number[], labels: readonly string[]) {
  const logits = new Float32Array(predictions.length * labels.length);
  predictions.forEach((prediction, i) => {
    logits[i * labels.length + prediction] = 1;
  });
  return { loss: 0, count: predictions.length, logits };
}

function textHead(
  labels: string[],
  problemType: HeadSpec['problemType'] = 'single_label_classification',
): HeadSpec {
  return { task: 'text-classification', problemType, labels };
}

describe('the report of a classification', () => {
  it("holds MRPC dev's majority baseline", () => {
    const labels = ['not_equivalent', 'equivalent'];
    const truth = Array.from({ length: 408 }, (_, i) => (i < 279 ? 1 : 0));
    const counter = metricsFor(textHead(labels));
    counter.add(
      truth.map((label, row) => example(row, label)),
      logitsFor(truth, labels),
    );
    const { metrics, baseline, count, intervals } = counter.report();
    expect(metrics.accuracy).toBe(1);
    expect(baseline?.strategy).toBe('always "equivalent"');
    expect(baseline?.metrics.accuracy).toBeCloseTo(0.684, 3);
    expect(baseline?.metrics.f1).toBeCloseTo(0.812, 3);
    expect(count).toBe(408);
    expect(intervals.accuracy?.[0]).toBeLessThan(1);
  });

  it('is of figures that chance moves: how many there are of class 1 is none of them', () => {
    const counter = metricsFor({
      task: 'text-classification',
      problemType: 'single_label_classification',
      labels: ['no', 'yes'],
    });
    expect(Object.keys(counter.report().metrics)).not.toContain('support');
  });

  it('does not depend on how the examples are batched', () => {
    const labels = ['a', 'b', 'c'];
    const truth = [0, 1, 2, 2, 1, 0, 0];
    const predictions = [0, 2, 2, 1, 1, 0, 1];
    const whole = metricsFor(textHead(labels));
    whole.add(
      truth.map((label, row) => example(row, label)),
      logitsFor(predictions, labels),
    );
    const parts = metricsFor(textHead(labels));
    for (const [from, to] of [
      [0, 3],
      [3, 6],
      [6, 7],
    ] as const) {
      const rows = truth.slice(from, to).map((label, row) => example(from + row, label));
      parts.add(rows, logitsFor(predictions.slice(from, to), labels));
    }
    expect(parts.report()).toEqual(whole.report());
  });

  it('asks for every label of a multi-label example', () => {
    const labels = ['x', 'y'];
    const counter = metricsFor(textHead(labels, 'multi_label_classification'));
    const truth = [
      Float32Array.of(1, 0),
      Float32Array.of(1, 1),
      Float32Array.of(0, 0),
      Float32Array.of(1, 0),
    ];
    const logits = Float32Array.of(2, -1, 1, -1, -3, -3, 4, 1);
    counter.add(
      truth.map((label, row) => example(row, label)),
      { loss: 0, count: 4, logits },
    );
    const { metrics, baseline } = counter.report();
    expect(metrics).toMatchObject({ accuracy: 0.5, precision: 0.75, recall: 0.75, f1: 0.75 });
    expect(baseline).toEqual({
      strategy: 'always "x"',
      metrics: { accuracy: 0.5, precision: 0.75, recall: 0.75, f1: 0.75 },
    });
  });
});

describe('the report of a regression', () => {
  it('compares with always answering the mean', () => {
    const counter = metricsFor(textHead(['score'], 'regression'));
    const truth = [1, 2, 3, 4, 5];
    counter.add(
      truth.map((label, row) => example(row, label)),
      {
        loss: 0,
        count: 5,
        logits: Float32Array.of(1.5, 2, 2.5, 4.5, 4.5),
      },
    );
    const { metrics, baseline, intervals } = counter.report();
    expect(metrics.mse).toBeCloseTo(0.2, 9);
    expect(baseline?.metrics.mse).toBe(2);
    expect(intervals.pearson?.[0]).toBeLessThan(metrics.pearson!);
  });

  it('gives no correlation to a constant answer', () => {
    expect(pearson([1, 2, 3], [2, 2, 2])).toBeNaN();
  });
});

describe('the report of named entities', () => {
  const labels = ['O', 'B-PER', 'I-PER'];
  const head: HeadSpec = { task: 'token-classification', problemType: 'single_label_classification', labels };

  it('starts an entity at a stray I- and ends it where the type changes', () => {
    expect(entitiesOf(['I-PER', 'I-PER', 'I-LOC', 'O', 'B-LOC'])).toEqual([
      { type: 'PER', start: 0, end: 1 },
      { type: 'LOC', start: 2, end: 2 },
      { type: 'LOC', start: 4, end: 4 },
    ]);
  });

  it('counts entities lost to truncation as missed', () => {
    const whole = metricsFor(head);
    whole.add([tagged(0, ['B-PER', 'O'], labels)], logitsFor([1, 0], labels));
    expect(whole.report().metrics).toMatchObject({ recall: 1, accuracy: 1 });
    const cut = metricsFor(head, (row) => (row === 0 ? [1, 2] : []));
    cut.add([tagged(0, ['B-PER', 'O'], labels)], logitsFor([1, 0], labels));
    expect(cut.report()).toMatchObject({ count: 4, metrics: { precision: 1, recall: 0.5, accuracy: 0.5 } });
  });

  it('misses an entity that truncation cut in two', () => {
    const counter = metricsFor(head, () => [2]);
    counter.add([tagged(0, ['O', 'B-PER'], labels)], logitsFor([0, 1], labels));
    expect(counter.report().metrics).toMatchObject({ precision: 0, recall: 0, f1: 0 });
  });

  it('scores each type on its own', () => {
    const counter = new EntityCounter();
    counter.add(['B-PER', 'O', 'B-LOC'], ['B-PER', 'O', 'B-PER']);
    expect(counter.scores()).toEqual([
      { label: 'LOC', precision: 0, recall: 0, f1: 0, support: 1 },
      { label: 'PER', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
    ]);
  });

  it('scores words when the tags mark no entities, lost words included', () => {
    const tags = ['NOUN', 'VERB'];
    const counter = metricsFor({ ...head, labels: tags }, () => [1]);
    counter.add([tagged(0, ['NOUN', 'VERB'], tags)], logitsFor([0, 1], tags));
    const { metrics } = counter.report();
    expect(metrics.accuracy).toBeCloseTo(2 / 3, 12);
    expect(metrics).toMatchObject({ precision: 1, recall: 0.5 });
  });
});

describe('the report of masked language modelling', () => {
  it('is the perplexity over all masked tokens of uneven batches', () => {
    const counter = metricsFor(MASKED_LM);
    const masked = (...ids: number[]) => [example(0, Int32Array.from([-100, ...ids]))];
    counter.add(masked(5, 6, 5), { loss: 2, count: 3, logits: null });
    counter.add(masked(6), { loss: 4, count: 1, logits: null });
    const { metrics, baseline, intervals, count } = counter.report();
    expect(metrics.perplexity).toBeCloseTo(Math.exp(2.5), 9);
    expect(baseline?.metrics.perplexity).toBeCloseTo(2, 9);
    expect(intervals.perplexity?.[0]).toBeLessThan(metrics.perplexity!);
    expect(count).toBe(4);
  });
});

describe('95 % intervals', () => {
  it("match Wilson's for a share", () => {
    const [low, high] = wilson(80, 100);
    expect(low).toBeCloseTo(0.7112, 3);
    expect(high).toBeCloseTo(0.8666, 3);
  });

  it('stay inside 0 and 1 and keep some width at the ends', () => {
    expect(wilson(20, 20)[1]).toBe(1);
    expect(wilson(20, 20)[0]).toBeLessThan(0.9);
    expect(f1Interval(20, 20, 20)[0]).toBeLessThan(0.95);
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it('agree between the delta method and the normal approximation of a share', () => {
    const matrix = [
      [300, 60],
      [40, 100],
    ];
    const spread = 1.959963984540054 * Math.sqrt((0.8 * 0.2) / 500);
    const [low, high] = deltaInterval(matrix, accuracy, [0, 1]);
    expect(low).toBeCloseTo(0.8 - spread, 6);
    expect(high).toBeCloseTo(0.8 + spread, 6);
  });
});
