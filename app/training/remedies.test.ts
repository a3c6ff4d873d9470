import { expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from './arguments.ts';
import { explainContradictions } from './remedies.ts';

const explain = (changes: Partial<TrainingArguments>, context = {}) =>
  explainContradictions({ ...DEFAULT_TRAINING_ARGUMENTS, ...changes }, context);

test('the best model without checkpoints is joined with save_strategy and has two ways out', () => {
  const [found] = explain({ eval_strategy: 'epoch', save_strategy: 'no', load_best_model_at_end: true });
  expect(found!.names).toEqual(['eval_strategy', 'save_strategy', 'load_best_model_at_end']);
  expect(found!.ways.map(({ label }) => label)).toEqual([
    'Save as often as it evaluates',
    'Keep the last model',
  ]);
});

test('a way out is only offered where it ends the contradiction and starts no other', () => {
  const [found] = explain({ warmup_steps: 10, warmup_ratio: 0.1 });
  expect(found!.ways.map(({ label }) => label)).toEqual(['Leave out warmup_ratio', 'Leave out warmup_steps']);
});

test('what a model cannot do is brought down to what it can', () => {
  const [found] = explain({ max_seq_length: 600 }, { maxPositions: 512 });
  expect(found!.ways).toEqual([{ label: 'At most 512', changes: { max_seq_length: 512 } }]);
});

test('arguments that go together have nothing to explain', () => {
  expect(explain({})).toEqual([]);
});
