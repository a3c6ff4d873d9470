import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StudioError } from '../../app/errors.ts';
import { courseOf } from '../../app/runs/points.ts';
import type { NewRun } from '../../app/runs/record.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { Trainer } from '../../app/training/trainer.ts';
import { HEAD, sourceOf, toyEngine, toyExamples } from '../../tests/support/training.ts';
import type { ModelFiles } from './checkpoints.ts';
import { FolderCheckpoints } from './checkpoints.ts';
import { RunRecorder } from './run-recorder.ts';
import type { RunFolder } from './runs.ts';
import { createRun, findRuns, openRun, reopenRun } from './runs.ts';

let root: string;
const opened: RunFolder[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'runs-'));
});
afterEach(async () => {
  for (const run of opened.splice(0)) await run.close();
  await rm(root, { recursive: true, force: true });
});

const ARGS = parseTrainingArguments({
  learning_rate: 0.05,
  num_train_epochs: 2,
  per_device_train_batch_size: 4,
  gradient_accumulation_steps: 2,
  group_by_length: true,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
});

const NEW_RUN: NewRun = {
  id: 'first',
  name: 'first',
  head: HEAD,
  model: 'toy',
  dataset: { name: 'toy', train_examples: 50, eval_examples: 30, options: {} },
  args: ARGS,
  device: 'cpu',
  threads: 1,
};

async function create(name = 'run'): Promise<RunFolder> {
  const run = await createRun(join(root, name), NEW_RUN);
  opened.push(run);
  return run;
}

async function reopen(name = 'run'): Promise<RunFolder> {
  const run = await reopenRun(join(root, name));
  opened.push(run);
  return run;
}

const examples = toyExamples(80);

function trainerOf(
  run: RunFolder,
  more: { modelFiles?: ModelFiles; control?: TrainerControl; callbacks?: TrainerCallback[] } = {},
) {
  const engine = toyEngine();
  const checkpoints = new FolderCheckpoints(run.checkpointsFolder, more.modelFiles);
  const recorder = new RunRecorder(run);
  const trainer = new Trainer({
    engine,
    args: ARGS,
    head: HEAD,
    train: sourceOf(examples.slice(0, 50)),
    evaluation: sourceOf(examples.slice(50)),
    checkpoints,
    callbacks: [recorder, ...(more.callbacks ?? [])],
    ...(more.control === undefined ? {} : { control: more.control }),
  });
  return { engine, checkpoints, recorder, trainer };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StudioError);
  return (error as StudioError).code;
}

describe('a run folder', () => {
  it('holds record, metrics and checkpoints of a finished run', async () => {
    const run = await create();
    await trainerOf(run, { modelFiles: { 'config.json': '{}' } }).trainer.train();
    await run.close();
    const read = await openRun(run.folder);
    expect(read.record).toMatchObject({
      status: 'completed',
      progress: { global_step: 14, max_steps: 14, epoch: 2 },
      last_checkpoint: 'checkpoint-14',
      error: null,
    });
    const points = await read.metrics.read();
    expect(points.filter(({ kind }) => kind === 'step')).toHaveLength(14);
    expect(points.filter(({ kind }) => kind === 'evaluation')).toHaveLength(2);
    expect(points.at(-1)).toMatchObject({ kind: 'end', status: 'completed' });
    expect((await readdir(join(run.checkpointsFolder, 'checkpoint-14'))).sort()).toEqual([
      'config.json',
      'model.safetensors',
      'optimizer.safetensors',
      'trainer_state.json',
      'training_args.json',
    ]);
  });

  it('goes on bit for bit from its files', async () => {
    const whole = trainerOf(await create('whole'));
    await whole.trainer.train();
    const control = new TrainerControl();
    const stopping: TrainerCallback = { onStepEnd: ({ step }) => (step === 4 ? control.stop() : undefined) };
    const run = await create();
    await trainerOf(run, { control, callbacks: [stopping] }).trainer.train();
    await run.close();
    const resumed = await reopen();
    const { trainer, engine, checkpoints } = trainerOf(resumed);
    await trainer.train(await checkpoints.load(resumed.record.last_checkpoint!));
    expect(await engine.state()).toEqual(await whole.engine.state());
    const steps = courseOf(await resumed.metrics.read()).filter(({ kind }) => kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 14 }, (_, i) => i + 1));
  });

  it('records why a run failed', async () => {
    const run = await create();
    const { trainer, engine, recorder } = trainerOf(run);
    engine.gradientNorm = async () => Number.NaN;
    await trainer.train().catch((error: unknown) => recorder.failed(error));
    expect(run.record).toMatchObject({ status: 'failed', error: { code: 'non_finite' } });
    expect((await run.metrics.read()).at(-1)).toMatchObject({ kind: 'end', status: 'failed' });
  });
});

describe('the folder of a new run', () => {
  it('is refused when it holds another run, which stays as it is', async () => {
    const run = await create();
    const before = await readFile(join(run.folder, 'run.json'), 'utf8');
    expect(await codeOf(createRun(run.folder, NEW_RUN))).toBe('output_dir_in_use');
    expect(await readFile(join(run.folder, 'run.json'), 'utf8')).toBe(before);
  });

  it('is refused when it holds other files', async () => {
    await writeFile(join(root, 'thesis.txt'), 'precious');
    expect(await codeOf(createRun(root, NEW_RUN))).toBe('output_dir_not_empty');
    expect(await readdir(root)).toEqual(['thesis.txt']);
  });

  it('is refused when a file is in its way', async () => {
    await writeFile(join(root, 'file'), '');
    expect(await codeOf(createRun(join(root, 'file'), NEW_RUN))).toBe('unwritable');
    expect(await codeOf(createRun(join(root, 'file', 'below'), NEW_RUN))).toBe('unwritable');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused where nothing may be written, and leaves nothing there (needs a user who is not root)',
    async () => {
      await chmod(root, 0o500);
      expect(await codeOf(createRun(join(root, 'run'), NEW_RUN))).toBe('unwritable');
      await chmod(root, 0o700);
      expect(await readdir(root)).toEqual([]);
    },
  );
});

describe('one process at a time', () => {
  it('trains a run', async () => {
    const run = await create();
    expect(await codeOf(reopenRun(run.folder))).toBe('run_in_use');
    await run.close();
    expect((await reopen()).record.id).toBe('first');
  });

  it('is no longer held where it could not be opened to go on', async () => {
    const run = await create();
    await run.close();
    // Nobody can repair a folder.
    await rm(run.metrics.path, { force: true });
    await mkdir(run.metrics.path);
    await expect(reopenRun(run.folder)).rejects.toThrow();
    await rm(run.metrics.path, { recursive: true });
    await expect(reopen()).resolves.toBeDefined();
  });

  it('takes over from a process that is gone, and calls its run interrupted', async () => {
    const run = await create();
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await run.close();
    await writeFile(join(run.folder, 'run.lock'), `${pid}\n`);
    expect((await openRun(run.folder)).record.status).toBe('interrupted');
    expect((await reopen()).record.status).toBe('running');
  });
});

describe('after a kill', () => {
  it('a torn last line of the metrics is left out, and the next one starts afresh', async () => {
    const run = await create();
    await run.metrics.append([{ kind: 'checkpoint', step: 1, checkpoint: 'checkpoint-1' }]);
    await writeFile(run.metrics.path, `${await readFile(run.metrics.path, 'utf8')}{"kind":"step","st`);
    expect(await run.metrics.read()).toHaveLength(1);
    await run.close();
    const resumed = await reopen();
    await resumed.metrics.append([{ kind: 'checkpoint', step: 2, checkpoint: 'checkpoint-2' }]);
    expect((await resumed.metrics.read()).map(({ step }) => step)).toEqual([1, 2]);
  });

  it('what was half saved, replaced or removed is tidied up, and whole checkpoints stay', async () => {
    const run = await create();
    await trainerOf(run).trainer.train();
    await run.close();
    const at = (name: string) => join(run.checkpointsFolder, name);
    await rename(at('checkpoint-14'), at('.replaced-checkpoint-14'));
    for (const name of ['.writing-0a-checkpoint-14', '.removing-checkpoint-3']) await mkdir(at(name));
    expect(await new FolderCheckpoints(run.checkpointsFolder).list()).toEqual(['checkpoint-7']);
    await reopen();
    expect((await readdir(run.checkpointsFolder)).sort()).toEqual(['checkpoint-14', 'checkpoint-7']);
  });

  it('a run without checkpoints or metrics can still be looked at', async () => {
    const run = await create();
    expect(await run.metrics.read()).toEqual([]);
    expect(await new FolderCheckpoints(run.checkpointsFolder).list()).toEqual([]);
  });
});

describe('checkpoints', () => {
  it('replace one of the same step', async () => {
    const run = await create();
    const { trainer, checkpoints, engine } = trainerOf(run);
    await trainer.train();
    const before = await checkpoints.load('checkpoint-14');
    engine.parameters[2]!.value.fill(7);
    await checkpoints.save('checkpoint-14', before.state, before.args, await engine.state());
    const tensors = await (await checkpoints.load('checkpoint-14')).tensors();
    expect([...tensors[2]!.value]).toEqual([7, 7]);
    expect((await readdir(run.checkpointsFolder)).sort()).toEqual(['checkpoint-14', 'checkpoint-7']);
  });

  it.each([
    ['model.safetensors', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    ['optimizer.safetensors', () => Buffer.alloc(0)],
    ['trainer_state.json', (bytes: Buffer) => bytes.subarray(0, 20)],
  ])('that are damaged (%s) are set aside, and the one before is taken', async (name, damage) => {
    const run = await create();
    const { trainer, checkpoints } = trainerOf(run);
    await trainer.train();
    const file = join(run.checkpointsFolder, 'checkpoint-14', name);
    await writeFile(file, damage(await readFile(file)));
    const told: string[] = [];
    const found = await checkpoints.newestWhole(({ message }, aside) => told.push(message, aside));
    expect(found?.name).toBe('checkpoint-7');
    expect(told).toEqual([expect.stringContaining(name), expect.stringMatching(/^damaged-checkpoint-14-/)]);
    expect(await readdir(run.checkpointsFolder)).toContain(told[1]);
    expect(await checkpoints.list()).toEqual(['checkpoint-7']);
  });

  it.skipIf(process.platform !== 'linux')(
    'leave the last one whole when the disk is full, and say so (needs /dev/full)',
    async () => {
      const run = await create();
      const { trainer, checkpoints, engine } = trainerOf(run);
      await trainer.train();
      const { state, args } = await checkpoints.load('checkpoint-14');
      // A name that leads to the device whose every write fails for want of space.
      const full = relative(join(run.checkpointsFolder, 'x'), '/dev/full');
      const failing = new FolderCheckpoints(run.checkpointsFolder, { [full]: 'x' });
      for (const name of ['checkpoint-20', 'checkpoint-14']) {
        const error = await failing
          .save(name, state, args, await engine.state())
          .catch((reason: unknown) => reason);
        expect((error as StudioError).code).toBe('disk_full');
        expect((error as StudioError).message).toContain('The last checkpoint, checkpoint-14, is whole');
      }
      expect((await readdir(run.checkpointsFolder)).sort()).toEqual(['checkpoint-14', 'checkpoint-7']);
      const tensors = await (await checkpoints.load('checkpoint-14')).tensors();
      expect(tensors.map(({ value }) => value)).toEqual((await engine.state()).map(({ value }) => value));
    },
  );

  it('are refused by name when they are missing or damaged', async () => {
    const run = await create();
    const { trainer, checkpoints } = trainerOf(run);
    await trainer.train();
    await writeFile(join(run.checkpointsFolder, 'checkpoint-7', 'trainer_state.json'), '{"global_');
    expect(await codeOf(checkpoints.load('checkpoint-7'))).toBe('bad_checkpoint');
    expect(await codeOf(checkpoints.load('checkpoint-8'))).toBe('no_such_checkpoint');
    await writeFile(join(run.checkpointsFolder, 'checkpoint-14', 'model.safetensors'), 'short');
    expect(await codeOf((await checkpoints.load('checkpoint-14')).tensors())).toBe('invalid_safetensors');
  });
});

describe('finding runs', () => {
  it('lists them newest first, and says why one cannot be read', async () => {
    await create('a');
    await create('b');
    await mkdir(join(root, 'not-a-run'));
    await mkdir(join(root, 'broken'));
    await writeFile(join(root, 'broken', 'run.json'), '{');
    const found = await findRuns(root);
    expect(found.map(({ folder }) => relative(root, folder))).toEqual(
      expect.arrayContaining(['a', 'b', 'broken']),
    );
    expect(found).toHaveLength(3);
    expect(found.at(-1)).toMatchObject({ problem: expect.stringContaining('the record of a run') });
    expect(dirname(found[0]!.folder)).toBe(root);
  });

  it('finds none where there is no folder', async () => {
    expect(await findRuns(join(root, 'nothing'))).toEqual([]);
    expect(await codeOf(openRun(join(root, 'nothing')))).toBe('no_such_run');
  });
});
