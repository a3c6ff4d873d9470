import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentState } from '../../app/contract/experiments.ts';
import type { RunSummary } from '../../app/contract/runs.ts';
import type { TrainingExperiment } from '../../app/lessons/experiment.ts';
import type { Measuring } from '../../main/services/experiments/measuring.ts';
import type { measureShortRuns as MeasureShortRuns } from '../../main/services/experiments/short-runs.ts';
import type { forkWorker as ForkWorker } from '../../main/workers/spawn.ts';
import { type BuiltStudio, openBuiltStudio } from './built-studio.ts';

const LESSON = 'understanding-bert';

describe('experiments of a quiz', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-experiments-'));
  let built: BuiltStudio;
  const ask = <Value>(name: string, params: object = {}) =>
    built.studio.invoke(name, params) as Promise<Value>;
  const start = (experiment: string) => ask('experiments.start', { lesson: LESSON, experiment });
  const changed = (experiment: string, phase: ExperimentState['phase']) =>
    built.seen('experiment.changed', (state) => state.experiment === experiment && state.phase === phase);

  beforeAll(async () => {
    built = await openBuiltStudio(folder);
  });
  afterAll(async () => {
    await built.studio.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a measurement is kept apart from runs, with its date and device', async () => {
    const done = changed('count-pieces', 'idle');
    await start('count-pieces');
    const { measurement } = await done;
    expect(measurement!.arms.every(({ value, interval }) => value > 5 && interval === null)).toBe(true);
    expect(Date.parse(measurement!.at)).toBeGreaterThan(Date.now() - 120_000);
    expect(measurement!.device).toBe('cpu');
    const states = await ask<readonly ExperimentState[]>('experiments.list', { lesson: LESSON });
    expect(states.find(({ experiment }) => experiment === 'count-pieces')!.measurement).toEqual(measurement);
    expect(existsSync(join(folder, `home/experiments/${LESSON}/count-pieces/measurement.json`))).toBe(true);
    expect(await ask<readonly RunSummary[]>('runs.list')).toEqual([]);
  });

  test('an experiment nobody wrote is refused by name', async () => {
    await expect(start('unheard-of')).rejects.toThrow('has no experiment "unheard-of"');
  });

  test('a run of the person’s goes first, a second experiment is refused, and a waiting one can be stopped', async () => {
    const tiny = readdirSync(join(folder, 'tiny')).map((name) => join(folder, 'tiny', name));
    const offered = await Promise.all(tiny.map((path) => built.studio.intake.offer(path)));
    await ask('models.import', { name: 'tiny', handles: offered.map(({ handle }) => handle) });
    const recipe = { ...built.recipe, model: 'tiny', dataset: 'reviews' };
    const { id } = await ask<{ id: string }>('runs.start', recipe);
    const waiting = changed('frozen-reviews', 'waiting');
    await start('frozen-reviews');
    await waiting;
    await expect(start('shuffled-reviews')).rejects.toThrow(
      'is being measured. Wait for it, or stop it first.',
    );
    const idle = changed('frozen-reviews', 'idle');
    await ask('experiments.cancel', { lesson: LESSON, experiment: 'frozen-reviews' });
    expect((await idle).measurement).toBeNull();
    await ask('runs.steer', { id, command: 'cancel' });
  });

  describe('short runs', () => {
    const spec: TrainingExperiment = {
      kind: 'training',
      id: 'tiny',
      title: 'Tiny',
      note: 'Tiny.',
      model: join(folder, 'tiny'),
      dataset: join(folder, 'small.csv'),
      metric: 'accuracy',
      args: { max_steps: 6, max_seq_length: 24, threads: 1, per_device_train_batch_size: 4, seed: 3 },
      arms: [
        { id: 'true', title: 'true labels', args: {}, shuffle_labels: false },
        { id: 'shuffled', title: 'shuffled labels', args: {}, shuffle_labels: true },
      ],
    };
    const measure = async (changes: Partial<Measuring> & { spec?: Partial<TrainingExperiment> } = {}) => {
      const dist = (path: string) => import(new URL(`../../dist/main/${path}.js`, import.meta.url).href);
      const { measureShortRuns } = (await dist('services/experiments/short-runs')) as {
        measureShortRuns: typeof MeasureShortRuns;
      };
      const { forkWorker } = (await dist('workers/spawn')) as { forkWorker: typeof ForkWorker };
      return measureShortRuns(
        { ...spec, ...changes.spec },
        {
          lesson: 'tests',
          spawn: forkWorker,
          ask: () => Promise.reject(new Error('Nothing to ask.')) as never,
          signal: new AbortController().signal,
          turn: async () => {},
          onHold: () => () => {},
          report: () => {},
          ...changes,
        },
      );
    };

    test('train once for each arm and give the same figures again', async () => {
      const first = await measure();
      expect(first.arms.map(({ id }) => id)).toEqual(['true', 'shuffled']);
      for (const { value, interval, cases, baseline } of first.arms) {
        expect(cases).toBeGreaterThan(4);
        expect(interval![0]).toBeLessThanOrEqual(value);
        expect(interval![1]).toBeGreaterThanOrEqual(value);
        expect(baseline).toBeCloseTo(0.5, 1);
      }
      expect(await measure()).toEqual(first);
    });

    test('tell the training loss of every step as it comes', async () => {
      const curves: Record<string, Parameters<Measuring['report']>[1]['curve']> = {};
      const report: Measuring['report'] = (arm, { curve }) => {
        if (!curve) return;
        expect(curve.length).toBeGreaterThanOrEqual(curves[arm]?.length ?? 0);
        curves[arm] = curve;
      };
      await measure({ report });
      for (const arm of ['true', 'shuffled']) {
        expect(curves[arm]!.map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6]);
        expect(curves[arm]!.every(([, loss]) => loss > 0)).toBe(true);
      }
    });

    test('shuffle labels among the training rows only', async () => {
      const data = join(folder, 'home/experiments/tests/tiny/shuffled-data');
      const rows = (name: string) =>
        readFileSync(join(data, name), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as { text: string; label: string });
      const isTrue = ({ text, label }: { text: string; label: string }) =>
        label === (text.includes('bad') ? 'negative' : 'positive');
      expect(rows('validation.jsonl').every(isTrue)).toBe(true);
      expect(rows('train.jsonl').every(isTrue)).toBe(false);
      const ones = (labels: readonly string[]) => labels.filter((label) => label === labels[0]).length;
      const train = rows('train.jsonl');
      expect(ones(train.map(({ label }) => label))).toBe(train.length / 2);
    });

    test('leave a record without checkpoints', () => {
      expect(readdirSync(join(folder, 'home/experiments/tests/tiny/true'))).toContain('run.json');
      expect(existsSync(join(folder, 'home/experiments/tests/tiny/true/checkpoints'))).toBe(false);
    });

    test('stop between two steps when they are cancelled', async () => {
      const controller = new AbortController();
      const report: Measuring['report'] = (_, { done }) => {
        if (done && done > 1) controller.abort();
      };
      const long = { args: { ...spec.args, max_steps: 100_000 } };
      await expect(measure({ spec: long, signal: controller.signal, report })).rejects.toThrow('cancelled');
    });

    test('say why they failed', async () => {
      const wrong = { args: { ...spec.args, max_seq_length: 400 } };
      await expect(measure({ spec: wrong })).rejects.toThrow('max_seq_length');
    });
  });
});
