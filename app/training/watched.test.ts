import { expect, test } from 'vitest';
import type { HeadSpec } from '../models/task.ts';
import { metricsFor } from './metrics/for-head.ts';
import { chooseWatched, WATCHED, WatchingCounter } from './watched.ts';

const example = (row: number, label: number | Int32Array) => ({
  row,
  inputIds: new Int32Array(3),
  tokenTypeIds: new Uint8Array(3),
  label,
});

test('the same seed watches the same examples, in the order of the data', () => {
  const chosen = chooseWatched(200, 42);
  expect(chosen).toHaveLength(WATCHED);
  expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
  expect(chooseWatched(200, 42)).toEqual(chosen);
  expect(chooseWatched(200, 7)).not.toEqual(chosen);
  expect(chooseWatched(3, 42)).toEqual([0, 1, 2]);
});

test('the probabilities of watched rows are kept, and the figures stay those of the counter', () => {
  const head: HeadSpec = {
    task: 'text-classification',
    problemType: 'single_label_classification',
    labels: ['no', 'yes'],
  };
  const counter = new WatchingCounter(metricsFor(head), head, new Set([5]));
  const logits = Float32Array.from([2, 0, 0, 0]);
  counter.add([example(4, 0), example(5, 1)], { loss: 1, count: 2, logits });
  expect(counter.predictions).toEqual([{ row: 5, scores: [0.5, 0.5] }]);
  expect(counter.report().metrics.accuracy).toBe(0.5);
});

test('the tags of watched words are kept, words without a label left out', () => {
  const head: HeadSpec = {
    task: 'token-classification',
    problemType: 'single_label_classification',
    labels: ['O', 'B-PER'],
  };
  const counter = new WatchingCounter(metricsFor(head), head, new Set([1]));
  const logits = Float32Array.from([1, 0, 0, 1, 1, 0]);
  const examples = [example(0, Int32Array.of(-100, 0, -100)), example(1, Int32Array.of(1, 0, -100))];
  counter.add(examples, { loss: 1, count: 3, logits });
  expect(counter.predictions).toEqual([{ row: 1, tags: [1, 0] }]);
});
