import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { courseOf, parsePoint } from '../../app/runs/points.ts';
import { SafetensorsFile } from '../../main/storage/safetensors.ts';
import { type Started, startCommand, studio, temporaryFolder } from './command-line.ts';
import { writeTinyTask } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const STEPS = 400;
let train: readonly string[];

const hashOf = (run: string) =>
  createHash('sha256')
    .update(readFileSync(join(folder, run, 'checkpoints', `checkpoint-${STEPS}`, 'model.safetensors')))
    .digest('hex');
const recordOf = (run: string) => JSON.parse(studio(folder, 'runs', 'show', run, '--json').out);
const pointsOf = (run: string) =>
  readFileSync(join(folder, run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => parsePoint(line) ?? []);

beforeAll(async () => {
  const task = await writeTinyTask(folder);
  // Dropout, accumulation and grouping by length: all that a resume could get wrong.
  const settings = [
    '--group_by_length',
    '--gradient_accumulation_steps=2',
    '--per_device_train_batch_size=4',
  ];
  const saving = ['--save_strategy=steps', '--save_steps=20', '--eval_strategy=steps', '--eval_steps=50'];
  train = ['train', ...task, ...settings, ...saving, `--max_steps=${STEPS}`];
  const whole = studio(folder, ...train, '--output_dir=whole');
  if (whole.code !== 0) throw new Error(whole.err);
});

/** Ends every process of the program at once, as a power cut would. */
function killAll({ child }: Started): void {
  process.kill(-child.pid!, 'SIGKILL');
}

/** Resolves when a file or folder whose name starts so appears. */
function appears(path: string, prefix: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(path, (_, name) => {
      if (!name?.startsWith(prefix)) return;
      watcher.close();
      resolve();
    });
  });
}

describe.skipIf(process.platform === 'win32')('a run that is killed (needs process groups)', () => {
  const resumesToTheSame = (run: string) => {
    const killed = recordOf(run);
    expect(killed.status).toBe('interrupted');
    expect(killed.progress.global_step).toBeLessThan(STEPS);
    expect(studio(folder, 'runs', 'list', '--folder=.').out).toMatch(new RegExp(`^${run} +interrupted`, 'm'));

    const resumed = studio(folder, 'runs', 'resume', run);
    expect(resumed.code, resumed.err).toBe(0);
    expect(resumed.out).toMatch(/Going on from checkpoint-\d+/);
    expect(hashOf(run)).toBe(hashOf('whole'));
    expect(recordOf(run)).toMatchObject({
      status: 'completed',
      last_metrics: recordOf('whole').last_metrics,
    });
    const steps = courseOf(pointsOf(run)).flatMap((point) => (point.kind === 'step' ? [point.step] : []));
    expect(steps).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
    expect(readdirSync(join(folder, run, 'checkpoints')).filter((name) => name.startsWith('.'))).toEqual([]);
  };

  it('between two steps is readable, and resumes to the weights of an uninterrupted run', async () => {
    const started = startCommand(folder, ...train, '--output_dir=between', '--json');
    await started.seen(/"kind":"checkpoint","step":40\b/);
    killAll(started);
    await started.ended;
    resumesToTheSame('between');
  });

  it('while it saves keeps the checkpoints before, and resumes to the same weights', async () => {
    const started = startCommand(folder, ...train, '--output_dir=saving', '--json');
    await started.seen(/"kind":"checkpoint","step":20\b/);
    await appears(join(folder, 'saving', 'checkpoints'), '.writing-');
    killAll(started);
    await started.ended;
    for (const name of readdirSync(join(folder, 'saving', 'checkpoints'))) {
      if (!name.startsWith('checkpoint-')) continue;
      const file = await SafetensorsFile.open(
        join(folder, 'saving', 'checkpoints', name, 'model.safetensors'),
      );
      for (const tensor of file.tensors.keys())
        expect((await file.read(tensor)).every(Number.isFinite)).toBe(true);
      await file.close();
    }
    resumesToTheSame('saving');
  });

  it('in its training process alone is told, with how to go on', async () => {
    const started = startCommand(folder, ...train, '--output_dir=worker', '--json');
    await started.seen(/"kind":"checkpoint","step":40\b/);
    process.kill(Number(readFileSync(join(folder, 'worker', 'run.lock'), 'utf8')), 'SIGKILL');
    const { code, out } = await started.ended;
    expect(code).toBe(1);
    expect(JSON.parse(out.trim().split('\n').at(-1)!).error).toMatchObject({
      code: 'worker_died',
      message: expect.stringMatching(/SIGKILL.*runs resume/),
    });
    resumesToTheSame('worker');
  });

  it('in all but its training process saves, ends without a word, and resumes to the same weights', async () => {
    const started = startCommand(folder, ...train, '--output_dir=orphan', '--save_steps=100', '--json');
    await started.seen(/"kind":"step","step":20\b/);
    started.child.kill('SIGKILL');
    // Its output is closed when the training process has ended too.
    const { err } = await started.ended;
    expect(err).toBe('');
    expect(recordOf('orphan')).toMatchObject({
      status: 'stopped',
      last_checkpoint: expect.not.stringMatching(/-100$/),
    });
    expect(studio(folder, 'runs', 'resume', 'orphan').code).toBe(0);
    expect(hashOf('orphan')).toBe(hashOf('whole'));
  });
});

describe('a run whose numbers stop being finite', () => {
  const diverging = [
    '--learning_rate=1e10',
    '--max_grad_norm=0',
    '--lr_scheduler_type=constant_with_warmup',
    '--warmup_steps=4',
  ];

  it('says so and where, ends with an error, and keeps the weights before it', async () => {
    const { code, err } = studio(folder, ...train, ...diverging, '--save_steps=1', '--output_dir=nan');
    expect(code).toBe(1);
    expect(err).toMatch(
      /The (loss|gradient norm) \((NaN|Infinity)\) of step \d+ is not a finite number\. (It first appears in the forward pass, in|The first bad gradient is that of) [\w.]+\. Training stopped before the weights were changed\. The weights before it are in checkpoint-\d+\./,
    );
    expect(err).not.toMatch(/\n\s+at /);

    const step = Number(/of step (\d+)/.exec(err)![1]);
    const record = recordOf('nan');
    expect(record).toMatchObject({
      status: 'failed',
      error: { code: 'non_finite' },
      progress: { global_step: step - 1 },
    });
    const shown = studio(folder, 'runs', 'show', 'nan').out;
    expect(shown).toMatch(new RegExp(`Failed: .* of step ${step} is not a finite number`));
    const points = pointsOf('nan');
    expect(points.at(-1)).toMatchObject({ kind: 'end', status: 'failed', step: step - 1 });
    expect(points.filter(({ kind }) => kind === 'step')).toHaveLength(step - 1);

    const last = join(folder, 'nan', 'checkpoints', record.last_checkpoint);
    expect(record.last_checkpoint).toBe(`checkpoint-${step - 1}`);
    const weights = await SafetensorsFile.open(join(last, 'model.safetensors'));
    for (const name of weights.tensors.keys())
      expect((await weights.read(name)).every(Number.isFinite), name).toBe(true);
    await weights.close();
  });

  it('is told to programs as an error too', () => {
    const { code, out } = studio(
      folder,
      ...train,
      ...diverging,
      '--save_strategy=no',
      '--output_dir=nan-json',
      '--json',
    );
    expect(code).toBe(1);
    expect(JSON.parse(out.trim().split('\n').at(-1)!).error).toMatchObject({
      code: 'non_finite',
      details: { where: expect.stringMatching(/^(loss|gradient)$/), checkpoint: null },
    });
  });
});
