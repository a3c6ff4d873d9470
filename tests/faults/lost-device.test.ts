import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { courseOf, parsePoint } from '../../app/runs/points.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { deviceFailure, type TensorDevice } from '../../main/runtime/tensor-device.ts';
import { TfjsDevice } from '../../main/runtime/tfjs/tfjs-device.ts';
import { planJob } from '../../main/services/training-job.ts';
import { openRun } from '../../main/storage/runs.ts';
import { runTraining } from '../../main/workers/training-run.ts';
import { writeTinyTask } from '../cli/tiny-run.ts';
import { temporaryFolder } from '../support/tiny-model.ts';

const STEPS = 12;
let folder: string;
beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = await temporaryFolder();
  process.env.BERT_STUDIO_HOME = join(folder, 'home');
  await writeTinyTask(folder);
});
afterAll(async () => {
  delete process.env.BERT_STUDIO_HOME;
  await rm(folder, { recursive: true });
});

/** A device that works until it is lost, and says so of everything that is asked of it from then on. */
class Losable implements TensorDevice {
  isLost = false;
  readonly #device = new TfjsDevice(tf, 'tfjs-cpu');

  get name(): string {
    return this.#device.name;
  }
  upload(...args: Parameters<TensorDevice['upload']>) {
    return this.#unlessLost(() => this.#device.upload(...args));
  }
  download(...args: Parameters<TensorDevice['download']>) {
    return this.#unlessLost(() => this.#device.download(...args));
  }
  async compile(...args: Parameters<TensorDevice['compile']>) {
    const [graph, outputs] = args;
    const compiled = await this.#unlessLost(() => this.#device.compile(graph, outputs));
    return {
      run: (inputs: Parameters<typeof compiled.run>[0]) => this.#unlessLost(() => compiled.run(inputs)),
      release: () => compiled.release(),
    };
  }
  dispose() {
    return this.#unlessLost(() => this.#device.dispose());
  }
  async #unlessLost<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.isLost) throw deviceFailure('webgpu:0', new Error('the device was lost'));
    return work();
  }
}

/** Trains the tiny model on a device that is lost after a step. */
async function train(name: string, lostAfter: number) {
  const device = new Losable();
  const { job } = await planJob({
    name,
    folder: join(folder, name),
    model: join(folder, 'tiny'),
    dataset: join(folder, 'small.csv'),
    args: {
      device: 'tfjs',
      max_steps: STEPS,
      per_device_train_batch_size: 4,
      learning_rate: 1e-3,
      save_strategy: 'steps',
      save_steps: 4,
      eval_strategy: 'no',
      max_seq_length: 24,
      threads: 1,
    },
  });
  const told: string[] = [];
  const watching: TrainerCallback = {
    onTrainBegin: ({ state }, from) => void told.push(`${state.device} from ${from}`),
    onStepEnd: ({ step }) => {
      device.isLost ||= step === lostAfter;
    },
  };
  const output = await runTraining(
    job,
    {
      callbacks: [watching],
      control: new TrainerControl(),
      breathe: async () => {},
      log: (level, message) => level === 'warning' && told.push(message),
      onBatch: () => {},
    },
    async () => device,
  );
  const { record, metrics } = await openRun(job.folder);
  const steps = courseOf(await metrics.read()).flatMap((point) => (point.kind === 'step' ? [point] : []));
  return { output, told, record, steps, folder: job.folder };
}

it('a run whose device is lost goes on from its last checkpoint on the CPU, and says so', async () => {
  const { output, told, record, steps, folder: run } = await train('lost', 6);
  expect(told).toEqual([
    'tfjs-cpu from null',
    expect.stringMatching(/^tfjs-cpu was not given back/),
    'webgpu:0 failed: the device was lost. The run goes on from checkpoint-4 on the CPU.',
    'cpu from checkpoint-4',
  ]);
  expect(output).toMatchObject({ ending: 'completed', global_step: STEPS });
  expect(record).toMatchObject({ status: 'completed', device: 'cpu', error: null });
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
  const lines = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).split('\n');
  const points = lines.flatMap((line) => parsePoint(line) ?? []);
  expect(points).toContainEqual(expect.objectContaining({ kind: 'end', status: 'failed' }));

  const whole = await train('whole', STEPS + 1);
  for (const [i, { loss }] of whole.steps.entries()) expect(steps[i]!.loss).toBeCloseTo(loss, 4);
});

it('where nothing was saved yet, the run begins again', async () => {
  const { told, steps } = await train('early', 2);
  expect(told.slice(2)).toEqual([
    'webgpu:0 failed: the device was lost. The run begins again, for nothing was saved yet, on the CPU.',
    'cpu from null',
  ]);
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
});
