import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../app/errors.ts';
import { courseOf } from '../../app/runs/points.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { createStudio } from '../../main/services/studio/studio.ts';
import { planJob } from '../../main/services/training-job.ts';
import { loadDataset } from '../../main/storage/datasets.ts';
import { importModel } from '../../main/storage/import-model.ts';
import { editLabel, readLabelEdits } from '../../main/storage/label-edits.ts';
import { keepDataset } from '../../main/storage/own-datasets.ts';
import { openRun } from '../../main/storage/runs.ts';
import { runTraining } from '../../main/workers/training-run.ts';
import { writeTinyTask } from '../cli/tiny-run.ts';
import { neverSpawns } from '../support/never-spawns.ts';

const STEPS = 12;
/** In MB: room for a few checkpoints of the tiny model. */
const DISK = 2;
/** Set where this file runs once more with a small disk of its own, mounted here. */
const disk = process.env.BERT_STUDIO_SMALL_DISK;
const reason = disk === undefined ? whyNoDisk() : null;
const folder = mkdtempSync(join(tmpdir(), 'bert-studio-disk-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Null where this computer lets anyone mount a disk in a space of their own. */
function whyNoDisk(): string | null {
  if (process.platform !== 'linux') return 'needs Linux';
  const { status, error, stderr } = unshare('mount -t tmpfs none /mnt', []);
  return status === 0 ? null : `needs a disk of its own: ${error?.message ?? stderr.trim().split('\n')[0]}`;
}

function unshare(script: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync('unshare', ['-rm', 'sh', '-c', script, 'sh', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

if (disk === undefined)
  describe('on a disk of its own', () => {
    it.skipIf(reason !== null)(
      `full and read-only disks end nothing that was kept${reason === null ? '' : ` (skipped: ${reason})`}`,
      () => {
        const at = join(folder, 'disk');
        mkdirSync(at);
        const again = [
          process.execPath,
          'node_modules/vitest/vitest.mjs',
          'run',
          'tests/faults/disk-faults.test.ts',
        ];
        const mount = `mount -t tmpfs -o size=${DISK}m none ${at} && exec "$@"`;
        const { status, stdout, stderr } = unshare(mount, again, { BERT_STUDIO_SMALL_DISK: at });
        expect(status, stdout + stderr).toBe(0);
        expect(stdout).toMatch(/Tests .* passed/);
      },
      300_000,
    );
  });

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing wrong',
    (error: unknown) => (error instanceof StudioError ? error.code : String(error)),
  );

/** Trains the tiny model in `home/runs/NAME`; `during` is called after every step. */
async function train(
  name: string,
  home: string,
  during: (step: number, run: string) => unknown,
  resume = false,
) {
  await writeTinyTask(folder);
  const { job } = await planJob({
    name,
    folder: join(home, 'runs', name),
    model: join(folder, 'tiny'),
    dataset: join(folder, 'small.csv'),
    args: {
      max_steps: STEPS,
      per_device_train_batch_size: 4,
      save_strategy: 'steps',
      save_steps: 4,
      eval_strategy: 'no',
      logging_strategy: 'no',
      max_seq_length: 24,
      threads: 1,
    },
  });
  const seen: { elapsed: number; left: number | null }[] = [];
  await runTraining(
    { ...job, resume: resume ? 'last' : null },
    {
      callbacks: [
        {
          async onStepEnd({ step, elapsed_seconds: elapsed }, left) {
            seen.push({ elapsed, left });
            await during(step, job.folder);
          },
        },
      ],
      control: new TrainerControl(),
      breathe: async () => {},
      log: () => {},
      onBatch: () => {},
    },
  );
  return seen;
}

async function stepsOf(run: string): Promise<number[]> {
  const { metrics } = await openRun(run);
  return courseOf(await metrics.read()).flatMap((point) => (point.kind === 'step' ? [point.step] : []));
}

const ALL_STEPS = Array.from({ length: STEPS }, (_, i) => i + 1);

if (disk !== undefined)
  describe('a small disk', () => {
    const home = join(disk ?? '', 'home');
    const filler = join(disk ?? '', 'filler');
    beforeEach(() => vi.stubEnv('BERT_STUDIO_HOME', home));
    afterEach(() => {
      vi.unstubAllEnvs();
      remount('rw');
      free();
      rmSync(home, { recursive: true, force: true });
    });

    /** Until not a byte more can be written. */
    function fill(): void {
      const { status } = spawnSync('sh', ['-c', `cat /dev/zero > ${filler}`]);
      expect(status).not.toBe(0);
    }
    const free = () => rmSync(filler, { force: true });
    const remount = (how: 'ro' | 'rw') => {
      const { status, stderr } = spawnSync('mount', ['-o', `remount,${how}`, disk!], { encoding: 'utf8' });
      expect(status, stderr).toBe(0);
    };

    it.each(['disk_full', 'unwritable'])(
      'settings, progress, quiz and labels stay as they were, and can be changed again later (%s)',
      async (code) => {
        const studio = createStudio('web', neverSpawns);
        const things = [
          (n: number) => studio.invoke('settings.set', { textSize: n === 1 ? 112 : 125 }),
          (n: number) => studio.invoke('kept.set', { key: 'lesson-progress', value: n }),
          (n: number) => studio.invoke('kept.set', { key: 'quiz-results', value: n }),
          (n: number) => editLabel('reviews', 'train', 0, String(n)),
        ];
        const read = () =>
          Promise.all([
            studio.invoke('settings.get', {}),
            studio.invoke('kept.get', { key: 'lesson-progress' }),
            studio.invoke('kept.get', { key: 'quiz-results' }),
            readLabelEdits('reviews'),
          ]);
        for (const write of things) await write(1);
        const before = await read();
        if (code === 'disk_full') fill();
        else remount('ro');
        for (const write of things) expect(await codeOf(write(2))).toBe(code);
        expect(await read()).toEqual(before);
        expect(await studio.invoke('runs.list', {})).toEqual([]);
        if (code === 'disk_full') free();
        else remount('rw');
        for (const write of things) await write(2);
        expect(await read()).not.toEqual(before);
        expect(readdirSync(join(home, 'kept')).filter((name) => name.startsWith('.'))).toEqual([]);
        await studio.close();
      },
    );

    it.each(['disk_full', 'unwritable'])(
      'a run ends saying so (%s), and goes on from its last checkpoint to all of its steps',
      async (code) => {
        const stop = (step: number) => {
          if (step !== 6) return;
          if (code === 'disk_full') fill();
          else remount('ro');
        };
        const error = await train('run', home, stop).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code });
        const run = join(home, 'runs/run');
        expect(readdirSync(join(run, 'checkpoints'))).toEqual(['checkpoint-4']);
        if (code === 'disk_full') free();
        else remount('rw');
        await train('run', home, () => {}, true);
        expect(await stepsOf(run)).toEqual(ALL_STEPS);
        expect((await openRun(run)).record).toMatchObject({ status: 'completed', error: null });
      },
    );

    it.each(['disk_full', 'unwritable'])(
      'an import is refused (%s) and leaves nothing behind',
      async (code) => {
        await writeTinyTask(folder);
        mkdirSync(join(home, 'models'), { recursive: true });
        mkdirSync(join(home, 'datasets'), { recursive: true });
        if (code === 'disk_full') fill();
        else remount('ro');
        expect(await codeOf(importModel(join(folder, 'tiny')))).toBe(code);
        const about = {
          title: 'a',
          task: 'text-classification',
          rows: 80,
          columns: {},
          division: null,
          source: 'a.csv',
        };
        expect(await codeOf(keepDataset(join(folder, 'small.csv'), about))).toBe(code);
        if (code === 'unwritable') remount('rw');
        for (const name of ['models', 'datasets']) expect(readdirSync(join(home, name))).toEqual([]);
      },
    );

    // The cache that is made in the end stays open, and keeps its disk from becoming read-only.
    it.each(['unwritable', 'disk_full'])('so is the cache of rows of large data (%s)', async (code) => {
      await writeTinyTask(folder);
      mkdirSync(join(home, 'cache/datasets'), { recursive: true });
      if (code === 'disk_full') fill();
      else remount('ro');
      const load = () => loadDataset(join(folder, 'small.csv'), {}, ['train'], { mostInMemory: 0 });
      expect(await codeOf(load())).toBe(code);
      if (code === 'unwritable') remount('rw');
      expect(readdirSync(join(home, 'cache/datasets'))).toEqual([]);
      free();
      expect((await load()).splits.train?.rows.length).toBe(80);
    });
  });

if (disk === undefined)
  describe('a run', () => {
    it('whose folder vanishes ends saying so, makes no folder anew, and goes on once it is back', async () => {
      const elsewhere = join(folder, 'moved');
      const vanish = (step: number, run: string) => (step === 6 ? rename(run, elsewhere) : null);
      const error = await train('vanishing', folder, vanish).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        code: 'folder_gone',
        message: expect.stringMatching(/renamed or deleted/),
      });
      const run = join(folder, 'runs/vanishing');
      expect(existsSync(run)).toBe(false);
      await rename(elsewhere, run);
      await train('vanishing', folder, () => {}, true);
      expect(await stepsOf(run)).toEqual(ALL_STEPS);
    });

    it('counts its own seconds, however the clock is set meanwhile', async () => {
      const began = performance.now();
      const jumps = [86_400_000, -3 * 86_400_000, 365 * 86_400_000];
      try {
        const seen = await train('clock', folder, (step) => {
          vi.setSystemTime(Date.now() + jumps[step % jumps.length]!);
        });
        const took = (performance.now() - began) / 1000;
        for (const [i, { elapsed, left }] of seen.entries()) {
          expect(elapsed).toBeGreaterThanOrEqual(seen[i - 1]?.elapsed ?? 0);
          expect(elapsed).toBeLessThan(took);
          expect(left ?? 0).toBeLessThan(took * STEPS);
        }
      } finally {
        vi.useRealTimers();
      }
      expect(await stepsOf(join(folder, 'runs/clock'))).toEqual(ALL_STEPS);
    });
  });
