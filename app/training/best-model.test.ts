import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS } from './arguments.ts';
import { bestMetricOf, isBetterWhenGreater } from './best-model.ts';

const chosen = (metric: string | null, greater: boolean | null = null) =>
  bestMetricOf({
    ...DEFAULT_TRAINING_ARGUMENTS,
    load_best_model_at_end: true,
    metric_for_best_model: metric,
    greater_is_better: greater,
  });

describe('greater_is_better', () => {
  it.each([
    ['loss', false],
    ['eval_loss', false],
    ['my_loss', false],
    ['accuracy', true],
    ['eval_f1', true],
    ['mse', true],
    ['perplexity', true],
    ['loss_scale', true],
  ])("follows Hugging Face's rule where it is not given: %s is %s", (metric, greater) => {
    expect(chosen(metric)?.greaterIsBetter).toBe(greater);
  });

  it('is what was given, whatever the metric is called', () => {
    expect(chosen('mse', false)?.greaterIsBetter).toBe(false);
    expect(chosen('loss', true)?.greaterIsBetter).toBe(true);
  });

  it('is false where no metric is named, because the loss then decides', () => {
    expect(chosen(null)).toEqual({ name: 'loss', greaterIsBetter: false });
  });
});

it('still knows which way errors point where runs are only compared', () => {
  expect(['mse', 'perplexity', 'loss', 'f1'].map(isBetterWhenGreater)).toEqual([false, false, false, true]);
});
