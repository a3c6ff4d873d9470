import { describe, expect, it } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS } from '../training/arguments.ts';
import { compareRuns } from './compare.ts';
import type { EvaluationPoint, MetricPoint, StepPoint } from './points.ts';
import { courseOf, formatPoint, parsePoint, withNewPoints } from './points.ts';
import type { RunRecord } from './record.ts';
import { newRunRecord, runRecordSchema } from './record.ts';

function step(number: number, loss = 0.5): StepPoint {
  return {
    kind: 'step',
    step: number,
    epoch: number / 10,
    loss,
    grad_norm: 1,
    learning_rate: 1e-4,
    tokens: 100,
    padded_tokens: 120,
    seconds: 0.1,
    elapsed_seconds: number / 10,
  };
}

function evaluation(number: number, loss: number, accuracy: number): EvaluationPoint {
  const report = {
    metrics: { accuracy },
    intervals: {},
    baseline: null,
    count: 10,
    unit: 'examples',
    byClass: [],
    confusion: null,
  } as const;
  return {
    kind: 'evaluation',
    step: number,
    epoch: 1,
    loss,
    report,
    seconds: 1,
    elapsed_seconds: 1,
    is_best: false,
  };
}

function start(number: number): MetricPoint {
  return {
    kind: 'start',
    step: number,
    checkpoint: number === 0 ? null : `checkpoint-${number}`,
    at: '2026-01-01T00:00:00Z',
    device: 'cpu',
    threads: 2,
  };
}

function record(id: string, change: Partial<RunRecord['args']>): RunRecord {
  return newRunRecord(
    {
      id,
      name: id,
      head: {
        task: 'text-classification',
        problemType: 'single_label_classification',
        labels: ['no', 'yes'],
      },
      model: 'all-MiniLM-L6-v2',
      dataset: { name: 'paraphrase', train_examples: 760, eval_examples: 200, options: {} },
      args: { ...DEFAULT_TRAINING_ARGUMENTS, output_dir: id, ...change },
      device: 'cpu',
      threads: 2,
    },
    '2026-01-01T00:00:00Z',
  );
}

describe('metric points', () => {
  it('survive being written and read, NaN included', () => {
    const points = [step(1, Number.NaN), evaluation(2, 0.5, 0.8), start(0)];
    expect(points.map((point) => parsePoint(formatPoint(point).trimEnd()))).toEqual(points);
  });

  it('skip a line that a kill tore apart', () => {
    expect(parsePoint(formatPoint(step(1)).slice(0, 30))).toBeNull();
    expect(parsePoint('{"kind":"something else"}')).toBeNull();
  });

  it('leave out work that was lost between the last checkpoint and a crash', () => {
    const points = [start(0), step(1), step(2), step(3), start(1), step(2, 0.4)];
    expect(courseOf(points)).toEqual([start(0), step(1), start(1), step(2, 0.4)]);
  });

  it('leave it out also where the failed process told its end with a step before its last', () => {
    const end = {
      kind: 'end',
      step: 1,
      status: 'failed',
      message: 'lost',
      at: '2026-01-01T00:00:00Z',
    } as const;
    const points = [start(0), step(1), step(2), end, start(1), step(2, 0.4)];
    expect(courseOf(points)).toEqual([start(0), step(1), end, start(1), step(2, 0.4)]);
  });

  it('begin anew where a run was begun again, for it had no checkpoint', () => {
    const once = [start(0), evaluation(0, 0.7, 0.5), step(1)];
    expect(courseOf([...once, ...once])).toEqual(once);
  });

  it('are not added twice when a window asks for a course that goes on meanwhile', () => {
    const course = [start(0), step(1), step(2), evaluation(2, 0.5, 0.8)];
    const arrived = [step(2), evaluation(2, 0.5, 0.8), step(3)];
    expect(withNewPoints(course, arrived)).toEqual([...course, step(3)]);
    expect(withNewPoints(course, [step(2)])).toBe(course);
  });
});

describe('comparing runs', () => {
  it('lists only the settings that differ, and the best as well as the last value', () => {
    const first = { record: record('a', {}), points: [evaluation(10, 0.6, 0.8), evaluation(20, 0.4, 0.75)] };
    const second = { record: record('b', { learning_rate: 1e-4 }), points: [evaluation(10, 0.5, 0.9)] };
    expect(compareRuns([first, second])).toEqual({
      settings: [{ name: 'learning_rate', values: ['0.00005', '0.0001'] }],
      metrics: [
        {
          name: 'loss',
          values: [
            { best: 0.4, bestStep: 20, last: 0.4 },
            { best: 0.5, bestStep: 10, last: 0.5 },
          ],
        },
        {
          name: 'accuracy',
          values: [
            { best: 0.8, bestStep: 10, last: 0.75 },
            { best: 0.9, bestStep: 10, last: 0.9 },
          ],
        },
      ],
    });
  });

  it('has no metrics for a run that was never evaluated', () => {
    expect(compareRuns([{ record: record('a', {}), points: [step(1)] }])).toEqual({
      settings: [],
      metrics: [],
    });
  });
});

describe('a run record', () => {
  it('is told from other JSON', () => {
    const written = JSON.parse(JSON.stringify(record('a', {})));
    expect(runRecordSchema.parse(written)).toEqual(written);
    expect(runRecordSchema.safeParse({ ...written, progress: null }).success).toBe(false);
    expect(runRecordSchema.safeParse('run').success).toBe(false);
  });
});
