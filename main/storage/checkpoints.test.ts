import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { StudioError } from '../../app/errors.ts';
import { codeOf, runFolders, trainerOf } from '../../tests/support/toy-runs.ts';
import { FolderCheckpoints } from './checkpoints.ts';

const { create } = runFolders();

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
