import { expect, it } from 'vitest';
import type { StepPoint } from '../../app/runs/points.ts';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from '../../app/training/arguments.ts';
import { LogLines } from './log-lines.ts';

/** The lines of ten steps in two epochs, whose losses are 10, 9, ... 1. */
function linesOf(args: Partial<TrainingArguments>): string[] {
  const lines = new LogLines({ ...DEFAULT_TRAINING_ARGUMENTS, ...args }, 10);
  return Array.from({ length: 10 }, (_, i) => {
    const point = { step: i + 1, epoch: (i + 1) / 5, loss: 10 - i, learning_rate: 2e-5, grad_norm: 1 };
    return lines.after(point as StepPoint);
  }).filter((line) => line !== null);
}

it('prints the mean loss since the last line every logging_steps', () => {
  expect(linesOf({ logging_strategy: 'steps', logging_steps: 4 })).toEqual([
    'step 4  epoch 0.80  loss 8.5000  learning_rate 0.0000200  grad_norm 1.00',
    'step 8  epoch 1.60  loss 4.5000  learning_rate 0.0000200  grad_norm 1.00',
  ]);
});

it('takes logging_steps below 1 for a share of the run, and the first step where that is asked for', () => {
  const steps = linesOf({ logging_strategy: 'steps', logging_steps: 0.5, logging_first_step: true });
  expect(steps.map((line) => line.slice(0, 7))).toEqual(['step 1 ', 'step 5 ', 'step 10']);
});

it('prints a line an epoch, except where evaluations say the loss, and none where none is wanted', () => {
  expect(linesOf({ logging_strategy: 'epoch' })).toHaveLength(2);
  expect(linesOf({ logging_strategy: 'epoch', eval_strategy: 'epoch' })).toEqual([]);
  expect(linesOf({ logging_strategy: 'no' })).toEqual([]);
});
