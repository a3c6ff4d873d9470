import { describe, expect, test } from 'vitest';
import type { RunDetail } from '../../../../app/contract/runs.ts';
import type { MetricPoint } from '../../../../app/runs/points.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../../../app/training/arguments.ts';
import { drawn, FEW, lossLines, metricLines } from './compared-series.ts';

/** A run with a step, and where `accuracy` is given, an evaluation. */
function run(i: number, accuracy?: number): RunDetail {
  const at = { step: 1, epoch: 1, elapsed_seconds: 1, seconds: 1, loss: 0.5 };
  const points = [
    { ...at, kind: 'step', grad_norm: 1, learning_rate: 1e-4, tokens: 10, padded_tokens: 10 },
    ...(accuracy === undefined
      ? []
      : [
          {
            ...at,
            kind: 'evaluation',
            is_best: true,
            report: {
              metrics: { accuracy },
              intervals: { accuracy: [accuracy - 0.1, accuracy + 0.1] },
              baseline: null,
              count: 10,
              unit: 'examples',
              byClass: [],
              confusion: null,
            },
          },
        ]),
  ] as MetricPoint[];
  const record = {
    id: `run-${i}`,
    name: `run ${i}`,
    model: 'm',
    dataset: { name: 'd' },
    head: {},
    args: { ...DEFAULT_TRAINING_ARGUMENTS, learning_rate: i + 1 },
  };
  return { record, points, best: null, live: null } as unknown as RunDetail;
}

describe('lines of compared runs', () => {
  test('have the training loss also where nothing is smoothed', () => {
    const lines = lossLines([run(0), run(1)], { axis: 'step', smoothing: 0 });
    const train = lines.filter(({ label }) => label === 'train');
    expect(train.map(({ points }) => points)).toEqual([[{ x: 1, y: 0.5 }], [{ x: 1, y: 0.5 }]]);
  });

  test('are named once each: by validation where there is one', () => {
    const lines = lossLines([run(0, 0.8), run(1)], { axis: 'step', smoothing: 0.5 });
    const named = lines.flatMap(({ label, endLabel }) => (endLabel ? [[label, endLabel]] : []));
    expect(named).toEqual([
      ['validation', 'run 0'],
      ['train', 'run 1'],
    ]);
  });

  test('of many runs have no intervals but those of the one in front, and the others are faint and unnamed', () => {
    const runs = Array.from({ length: FEW + 1 }, (_, i) => run(i, 0.5 + i / 20));
    const lines = metricLines(runs, 'accuracy', 'step', null);
    const hasWhiskers = (lit: string | null) =>
      drawn(lines, runs, lit).flatMap(({ whiskers, id }) => (whiskers ? [id] : []));
    expect(hasWhiskers(null)).toEqual([]);
    expect(hasWhiskers('run-2')).toEqual(['run-2']);
    const others = drawn(lines, runs, 'run-2').filter(({ id }) => id !== 'run-2');
    expect(others).toHaveLength(FEW);
    for (const { endLabel, opacity } of others) expect({ endLabel, opacity }).toEqual({ opacity: 0.15 });
    expect(drawn(lines, runs, 'run-2').at(-1)!.id).toBe('run-2');
    expect(hasWhiskers('none of them')).toEqual([]);
  });
});
