import { expect, test } from 'vitest';
import type { RunDetail } from '../../../app/contract/runs.ts';
import type { RunBest } from '../../../app/runs/best.ts';
import type { EvaluationPoint, StepPoint } from '../../../app/runs/points.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../../app/training/arguments.ts';
import { courseWords } from './course-words.ts';
import { curvesOf } from './series.ts';

const COIN = Math.log(2);
const best = (value: number, interval: readonly [number, number]): RunBest => ({
  metric: 'accuracy',
  isMain: true,
  value,
  interval,
  baseline: 0.5,
  isLowerBetter: false,
  step: 20,
  count: 192,
  unit: 'examples',
});

/** A run of 20 steps whose losses never leave what a coin earns. */
function flatRun(reached: RunBest) {
  const steps = Array.from(
    { length: 20 },
    (_, i) => ({ kind: 'step', step: i + 1, epoch: (i + 1) / 20, loss: COIN, seconds: 1 }) as StepPoint,
  );
  const evaluation = {
    kind: 'evaluation',
    step: 20,
    epoch: 1,
    loss: COIN,
    report: {
      metrics: {},
      count: 192,
      unit: 'examples',
      byClass: [
        { label: 'no', support: 96 },
        { label: 'yes', support: 96 },
      ],
    },
  } as unknown as EvaluationPoint;
  const points = [...steps, evaluation];
  const args = { ...DEFAULT_TRAINING_ARGUMENTS, num_train_epochs: 1, per_device_train_batch_size: 16 };
  const record = { args, dataset: { train_examples: 320 }, status: 'completed', error: null };
  return {
    run: { record, live: null, points, best: reached } as unknown as RunDetail,
    course: curvesOf(points),
  };
}

test('a flat loss is called no better than one fixed answer where the answers are not, either', () => {
  const { run, course } = flatRun(best(0.52, [0.45, 0.59]));
  expect(courseWords(run, course)!.text).toContain('it does no better than one fixed answer');
});

test('where the answers clearly are better, a flat loss is a beginning, and more steps are offered', () => {
  const { run, course } = flatRun(best(0.65, [0.58, 0.71]));
  const { text, ways } = courseWords(run, course)!;
  expect(text).toContain('it has begun to learn');
  expect(ways).toEqual([
    { label: 'Clone with twice the steps', view: 'train', args: { num_train_epochs: '2' } },
  ]);
});

test('after a rate no model learns at, one that models are tuned with is offered', () => {
  const { run, course } = flatRun(best(0.52, [0.45, 0.59]));
  const offered = (learning_rate: number, status: string) => {
    const record = {
      ...run.record,
      status,
      args: { ...run.record.args, learning_rate },
      last_checkpoint: null,
    };
    const failed = status === 'failed' ? { code: 'non_finite', message: '' } : null;
    const asked = { ...run, record: { ...record, error: failed } } as typeof run;
    return courseWords(asked, course)!.ways.find(({ view }) => view === 'train')!.args.learning_rate;
  };
  expect(offered(1e30, 'failed')).toBe('1e-4');
  expect(offered(5e-4, 'failed')).toBe('5e-5');
  expect(offered(1e-7, 'completed')).toBe('2e-5');
  expect(offered(1, 'completed')).toBe('1e-4');
});
