import { expect, test } from 'vitest';
import type { Experiment, MeasuredArm } from './experiment.ts';
import type { QuestionOf } from './quiz.ts';
import { verdict } from './verdict.ts';

const experiment: Experiment = {
  kind: 'training',
  id: 'e',
  title: 't',
  note: 'n',
  model: 'm',
  dataset: 'd',
  metric: 'accuracy',
  args: {},
  arms: [
    { id: 'frozen', title: 'encoder frozen', args: {}, shuffle_labels: false },
    { id: 'free', title: 'all weights moving', args: {}, shuffle_labels: false },
  ],
};
const question = { arm: 'frozen', beside: 'free' } as QuestionOf<'measured'>;
const arm = (id: string, value: number, interval: [number, number]): MeasuredArm => ({
  id,
  value,
  interval,
  cases: 192,
  baseline: 0.5,
});
const words = (...arms: MeasuredArm[]) =>
  verdict(question, experiment, {
    experiment: 'e',
    at: '',
    device: 'cpu',
    threads: 2,
    seconds: 1,
    arms,
  }).join(' ');

test('ranges that do not meet are more than chance', () => {
  const said = words(arm('frozen', 0.5, [0.43, 0.57]), arm('free', 0.79, [0.73, 0.84]));
  expect(said).toContain('The two ranges do not meet');
  expect(said).toContain('this cannot be told from it');
});

test('ranges that overlap may be chance, also against the expectation', () => {
  const said = words(arm('frozen', 0.81, [0.75, 0.86]), arm('free', 0.79, [0.73, 0.84]));
  expect(said).toContain('the difference may be chance');
  expect(said).not.toContain('cannot be told');
});

test('an experiment without the arm says nothing', () => {
  expect(words(arm('free', 0.79, [0.73, 0.84]))).toBe('');
});
