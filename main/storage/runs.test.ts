import { spawnSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { courseOf } from '../../app/runs/points.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { codeOf, runFolders, TOY_RUN, trainerOf } from '../../tests/support/toy-runs.ts';
import { FolderCheckpoints } from './checkpoints.ts';
import { createRun, findRuns, openRun, reopenRun } from './runs.ts';

const { path, create, reopen } = runFolders();

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
    expect(await codeOf(createRun(run.folder, TOY_RUN))).toBe('output_dir_in_use');
    expect(await readFile(join(run.folder, 'run.json'), 'utf8')).toBe(before);
  });

  it('is refused when it holds other files', async () => {
    await writeFile(path('thesis.txt'), 'precious');
    expect(await codeOf(createRun(path(), TOY_RUN))).toBe('output_dir_not_empty');
    expect(await readdir(path())).toEqual(['thesis.txt']);
  });

  it('is refused when a file is in its way', async () => {
    await writeFile(path('file'), '');
    expect(await codeOf(createRun(path('file'), TOY_RUN))).toBe('unwritable');
    expect(await codeOf(createRun(path('file', 'below'), TOY_RUN))).toBe('unwritable');
  });

  it.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
    'is refused where nothing may be written, and leaves nothing there (needs a user who is not root)',
    async () => {
      await chmod(path(), 0o500);
      expect(await codeOf(createRun(path('run'), TOY_RUN))).toBe('unwritable');
      await chmod(path(), 0o700);
      expect(await readdir(path())).toEqual([]);
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

describe('finding runs', () => {
  it('lists them newest first, and says why one cannot be read', async () => {
    for (const [name, created_at] of [
      ['a', '2026-01-01T00:00:00.000Z'],
      ['b', '2026-01-03T00:00:00.000Z'],
      ['c', '2026-01-02T00:00:00.000Z'],
    ] as const) {
      const { folder, record } = await create(name);
      await writeFile(join(folder, 'run.json'), JSON.stringify({ ...record, created_at }));
    }
    await mkdir(path('not-a-run'));
    await mkdir(path('broken'));
    await writeFile(path('broken', 'run.json'), '{');
    const found = await findRuns(path());
    expect(found.map(({ folder }) => relative(path(), folder))).toEqual(['b', 'c', 'a', 'broken']);
    expect(found.at(-1)).toMatchObject({ problem: expect.stringContaining('the record of a run') });
  });

  it('finds none where there is no folder', async () => {
    expect(await findRuns(path('nothing'))).toEqual([]);
    expect(await codeOf(openRun(path('nothing')))).toBe('no_such_run');
  });
});
