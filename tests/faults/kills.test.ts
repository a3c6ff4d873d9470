import { createHash } from 'node:crypto';
import { readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../app/random.ts';
import { courseOf, parsePoint } from '../../app/runs/points.ts';
import { type Started, startStudio, studio, temporaryFolder } from '../cli/command-line.ts';
import { writeTinyTask } from '../cli/tiny-run.ts';
import { type RunningStudio, runStudio } from '../support/studio-client.ts';

/** How often each test kills; `npm run kills` does it a hundred times. */
const KILLS = Number(process.env.BERT_STUDIO_KILLS ?? 1);
/** Of the random moments. */
const SEED = Number(process.env.BERT_STUDIO_SEED ?? 1);
const STEPS = 300;
const LIMIT = 120_000 + KILLS * 60_000;

const { folder, remove } = temporaryFolder();
afterAll(remove);
const random = new RandomStream(SEED, 0);

const arguments_ = {
  max_steps: STEPS,
  per_device_train_batch_size: 4,
  gradient_accumulation_steps: 2,
  group_by_length: true,
  save_strategy: 'steps',
  save_steps: 20,
  eval_strategy: 'steps',
  eval_steps: 50,
  max_seq_length: 24,
  threads: 1,
} as const;

const hashOf = (run: string) =>
  createHash('sha256')
    .update(readFileSync(join(run, 'checkpoints', `checkpoint-${STEPS}`, 'model.safetensors')))
    .digest('hex');

/** One point a step, none missing and none twice. */
function expectWholeCourse(run: string): void {
  const points = readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .split('\n')
    .flatMap((line) => parsePoint(line) ?? []);
  const steps = courseOf(points).flatMap((point) => (point.kind === 'step' ? [point.step] : []));
  expect(steps).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
}

/** After a random time, or in the middle of a write of this folder. */
async function randomMoment(checkpoints: string): Promise<void> {
  if (random.next() < 0.5) return setTimeout(random.next() * 1500);
  const which = Math.floor(random.next() * 4);
  let seen = 0;
  await new Promise<void>((resolve) => {
    const watcher = watch(checkpoints, { recursive: true }, (_, name) => {
      if (!name?.includes('.writing-') || seen++ < which) return;
      watcher.close();
      resolve();
    });
  });
}

describe.skipIf(process.platform === 'win32')('killed at random moments (needs process groups)', () => {
  let task: readonly string[];
  let whole: string;

  beforeAll(async () => {
    task = [
      ...(await writeTinyTask(folder)),
      ...Object.entries(arguments_).map(([name, value]) => `--${name}=${value}`),
    ];
    const outcome = studio(folder, 'train', ...task, '--output_dir=whole');
    if (outcome.code !== 0) throw new Error(outcome.err);
    whole = hashOf(join(folder, 'whole'));
    const imported = studio(folder, 'models', 'import', 'tiny');
    if (imported.code !== 0) throw new Error(imported.err);
  });

  it(
    'a run ends with the weights of an uninterrupted one, its metrics without gap or repetition',
    async () => {
      let killed = 0;
      for (let number = 0; killed < KILLS; number++) {
        const run = `run-${number}`;
        let going: Started = startStudio(folder, 'train', ...task, `--output_dir=${run}`, '--json');
        for (;;) {
          const outcome = going.ended;
          const begun = await going.seen(/"type":"started"/).then(
            () => true,
            () => false,
          );
          const ended = outcome.then(({ code }) => code);
          const moment = begun ? randomMoment(join(folder, run)) : Promise.resolve();
          await Promise.race([ended, moment]);
          const wasKilled = killAll(going);
          const code = await ended;
          if (code === 0) break;
          if (!wasKilled) throw new Error(`It ended with ${code}: ${(await outcome).out}`);
          killed++;
          going = startStudio(folder, 'runs', 'resume', run, '--json');
        }
        expect(hashOf(join(folder, run))).toBe(whole);
        expectWholeCourse(join(folder, run));
      }
    },
    LIMIT,
  );

  it(
    'the studio has what it acknowledged, and its run goes on to the same weights',
    async () => {
      const runs = join(folder, 'home', 'runs');
      const recipe = { model: 'tiny', dataset: 'paraphrase', args: { ...arguments_ } };
      const before = await runStudio(folder);
      const { id: uninterrupted } = await before.invoke('runs.start', { ...recipe, name: 'whole' });
      await finished(before, uninterrupted);
      await before.kill();

      const kept = new Kept();
      let id: string | null = null;
      for (let killed = 0; ; killed++) {
        const now = await runStudio(folder);
        await kept.check(now);
        if (id === null) ({ id } = await now.invoke('runs.start', { ...recipe, name: 'killed' }));
        else if ((await statusOf(now, id)) !== 'completed') await now.invoke('runs.resume', { id });
        if (killed === KILLS) {
          await finished(now, id);
          await now.kill();
          break;
        }
        const writing = kept.write(now);
        await setTimeout(random.next() * 1000);
        await now.kill();
        await writing;
      }
      expect(hashOf(join(runs, id))).toBe(hashOf(join(runs, uninterrupted)));
      expectWholeCourse(join(runs, id));
    },
    LIMIT,
  );
});

/** Whether it was still there to be killed. */
function killAll({ child }: Started): boolean {
  try {
    process.kill(-child.pid!, 'SIGKILL');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

async function statusOf(studio: RunningStudio, id: string): Promise<string> {
  return (await studio.invoke('runs.get', { id })).record.status;
}

function finished(studio: RunningStudio, id: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () =>
      void statusOf(studio, id).then((status) => {
        if (status === 'completed') resolve();
        if (status === 'failed') reject(new Error(`The run ${id} failed.`));
      }, reject);
    studio.on('runs.changed', look);
    look();
  });
}

/** What a person leaves in the studio besides runs: written over and over, and looked for after each kill. */
class Kept {
  /** The last value asked for and the last one confirmed. */
  private asked = 0;
  private confirmed = 0;

  /** Until the studio is gone. */
  async write(studio: RunningStudio): Promise<void> {
    try {
      for (;;) {
        const value = ++this.asked;
        await studio.invoke('kept.set', { key: 'lesson-progress', value });
        await studio.invoke('kept.set', { key: 'quiz-results', value });
        await studio.invoke('settings.set', { textSize: sizeOf(value) });
        await studio.invoke('datasets.label', {
          ...EDITED,
          label: labelOf(value),
        });
        this.confirmed = value;
      }
    } catch {
      // Killed: what counts is what `check` finds.
    }
  }

  async check(studio: RunningStudio): Promise<void> {
    const isOneOf = (value: unknown, of: (n: number) => unknown) =>
      expect([of(this.confirmed), of(this.asked)]).toContainEqual(value);
    for (const key of ['lesson-progress', 'quiz-results'] as const)
      isOneOf(await studio.invoke('kept.get', { key }), (n) => (n === 0 ? null : n));
    const { textSize } = await studio.invoke('settings.get', {});
    isOneOf(textSize, sizeOf);
    if (this.confirmed === 0) return;
    const [row] = await studio.invoke('datasets.rows', {
      id: EDITED.id,
      split: 'train',
      start: 0,
      count: 1,
    });
    isOneOf(row!.labels[0], labelOf);
  }
}

const EDITED = { id: 'reviews', source: 'train', row: 0 } as const;
const SIZES = [100, 112, 125, 150] as const;
const sizeOf = (n: number) => SIZES[n % SIZES.length]!;
const labelOf = (n: number) => String(n % 2);
