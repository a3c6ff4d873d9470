import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatResultFile, type ResultFileParts } from '../../app/results/result-file.ts';
import { resultRunOf } from '../../app/results/write-run.ts';
import type { EvaluationPoint, MetricPoint, StepPoint } from '../../app/runs/points.ts';
import { newRunRecord, type RunRecord } from '../../app/runs/record.ts';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from '../../app/training/arguments.ts';

const STEPS = 144;

export function recordOf(id: string, args: Partial<TrainingArguments> = {}): RunRecord {
  const record = newRunRecord(
    {
      id,
      name: id,
      head: {
        task: 'text-classification',
        problemType: 'single_label_classification',
        labels: ['not_equivalent', 'equivalent'],
      },
      model: 'all-MiniLM-L6-v2',
      dataset: { name: 'paraphrase', train_examples: 768, eval_examples: 192, options: {} },
      args: { ...DEFAULT_TRAINING_ARGUMENTS, per_device_train_batch_size: 16, ...args },
      device: 'cpu',
      threads: 2,
    },
    '2026-05-04T09:00:00.000Z',
  );
  const progress = { global_step: STEPS, max_steps: STEPS, epoch: 3, elapsed_seconds: 57 };
  return { ...record, status: 'completed', progress };
}

/** A course that falls as such a run's does; where exactly is decided by the seed. */
export function courseFor(seed: number, steps = STEPS): MetricPoint[] {
  const noise = (step: number) => Math.sin(seed * 12.9898 + step * 78.233) * 0.04;
  const points: MetricPoint[] = [];
  for (let step = 1; step <= steps; step++) {
    points.push({
      kind: 'step',
      step,
      epoch: step / 48,
      loss: 0.2 + 0.5 * Math.exp(-step / 60) + noise(step),
      grad_norm: 2 + noise(step),
      learning_rate: 1e-4 * (1 - step / steps),
      tokens: 900,
      padded_tokens: 1000,
      seconds: 0.4,
      elapsed_seconds: step * 0.4,
    } satisfies StepPoint);
    if (step % 48 === 0) points.push(evaluationAt(step, 0.7 + 0.15 * (step / steps) + noise(seed)));
  }
  return points;
}

export function evaluationAt(step: number, accuracy: number): EvaluationPoint {
  return {
    kind: 'evaluation',
    step,
    epoch: step / 48,
    loss: 1 - accuracy,
    seconds: 1,
    elapsed_seconds: step * 0.4,
    is_best: step === STEPS,
    report: {
      metrics: { accuracy, f1: accuracy - 0.02 },
      intervals: { accuracy: [accuracy - 0.05, accuracy + 0.05] },
      baseline: { strategy: 'always "equivalent"', metrics: { accuracy: 0.5, f1: 0 } },
      count: 192,
      unit: 'examples',
      byClass: [],
      confusion: null,
    },
    watched: [{ row: 3, scores: [0.25, 0.75] }],
  };
}

const ID_LETTERS = 'abcdefghjk';
/** `aaaaab` for 1. */
export const idOf = (i: number): string =>
  String(i)
    .padStart(6, '0')
    .replaceAll(/\d/g, (digit) => ID_LETTERS[Number(digit)]!);

/** The file of learner number `i` of a room: one run with a seed of its own, and a quiz. */
export function learnerParts(i: number, more: Partial<ResultFileParts> = {}): ResultFileParts {
  const tries = (right: boolean) => [
    {
      at: `2026-05-04T10:0${right ? 1 : 0}:00.000Z`,
      answer: ['a'],
      sure: 'fairly' as const,
      hinted: false,
      right,
      score: right ? 1 : 0,
      misconceptions: right ? [] : ['One side is enough'],
    },
  ];
  return {
    exported_at: '2026-05-04T11:00:00.000Z',
    studio: '0.1.0',
    learner: { id: idOf(i), name: null },
    computer: { system: 'linux-x64', processor: 'A processor', threads: 2, memory_gb: 7.8 },
    runs: [
      resultRunOf({
        record: recordOf(`lesson-${i}`, { seed: i }),
        model: 'all-MiniLM-L6-v2',
        guess: 0.6 + (i % 4) / 10,
        points: courseFor(i),
      }),
    ],
    lesson: {
      id: 'understanding-bert',
      pages_read: ['overview'],
      cells: [{ id: 'lake', done: true, guess: 'ice' }],
    },
    quiz: {
      lesson: 'understanding-bert',
      restarts: 0,
      questions: [
        {
          id: 'bidirectional',
          concept: 'both-directions',
          form: 'A',
          kind: 'single',
          tries: tries(i % 2 === 0),
        },
      ],
      gains: [
        {
          concept: 'both-directions',
          title: 'What looking both ways gives',
          before: i % 2 === 0 ? 1 : 0,
          after: i % 4 === 1 ? null : 1,
          gain: i % 4 === 1 ? null : i % 2 === 0 ? 0 : 1,
        },
      ],
    },
    ...more,
  };
}

/** Files of a whole room in a folder. @returns their paths. */
export async function writeRoom(folder: string, learners: number): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  return Promise.all(
    Array.from({ length: learners }, async (_, i) => {
      const path = join(folder, `bert-studio-results-${idOf(i + 1)}.json`);
      await writeFile(path, formatResultFile(learnerParts(i + 1)));
      return path;
    }),
  );
}
