import { createHash } from 'node:crypto';
import { existsSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RandomStream } from '../../app/random.ts';
import { courseOf, parsePoint } from '../../app/runs/points.ts';
import { type Started, startCommand, studio, temporaryFolder } from '../cli/command-line.ts';
import { type RunningStudio, runStudio } from '../support/studio-client.ts';
import { writeTinyModel } from '../support/tiny-model.ts';

/** How often each test kills; `npm run kills` does it a hundred times. */
const KILLS = Number(process.env.BERT_STUDIO_KILLS ?? 1);
/** Of the random moments. */
const SEED = Number(process.env.BERT_STUDIO_SEED ?? 1);
const STEPS = 300;
const KILLS_OF_A_RUN = 3;
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

/** Once it has come to this step: at any moment, in the middle of the next write of a checkpoint, or of metrics. */
async function momentAt(step: number, { child }: Started, run: string): Promise<void> {
  await new Promise<void>((resolve) => {
    child.stdout!.on('data', (data) => {
      for (const [, seen] of String(data).matchAll(/"step":(\d+)/g)) if (Number(seen) >= step) resolve();
    });
  });
  const checkpoints = join(run, 'checkpoints');
  const which = random.next();
  if (which < 0.4 || !existsSync(checkpoints)) return setTimeout(random.next() * 20);
  if (which < 0.7) return writeOf(checkpoints, '.writing-');
  return writeOf(run, 'metrics.jsonl');
}

/** As soon as something is written in a folder whose name holds this. */
function writeOf(folder: string, part: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, { persistent: false }, (_, name) => {
      if (!name?.includes(part)) return;
      watcher.close();
      resolve();
    });
  });
}

describe.skipIf(process.platform === 'win32')('killed at random moments (needs process groups)', () => {
  const task = [
    '--model=tiny',
    '--data=paraphrase',
    ...Object.entries(arguments_).map(([name, value]) => `--${name}=${value}`),
  ];
  let whole: string;

  beforeAll(async () => {
    await writeTinyModel(join(folder, 'home', 'models', 'tiny'));
    const outcome = studio(folder, 'train', ...task, '--output_dir=whole');
    if (outcome.code !== 0) throw new Error(outcome.err);
    whole = hashOf(join(folder, 'whole'));
  }, LIMIT);

  function expectWhole(run: string): void {
    expect(hashOf(run)).toBe(whole);
    expectWholeCourse(run);
  }

  it(
    'a run ends with the weights of an uninterrupted one, its metrics without gap or repetition',
    async () => {
      let killed = 0;
      for (let number = 0; killed < KILLS; number++) {
        const run = join(folder, `run-${number}`);
        let going = startCommand(folder, 'train', ...task, `--output_dir=${run}`, '--json');
        for (let of = 0; of < KILLS_OF_A_RUN && killed < KILLS; of++) {
          const step = Math.ceil(((of + random.next()) / (KILLS_OF_A_RUN + 1)) * STEPS);
          await Promise.race([going.ended, momentAt(step, going, run)]);
          if (!killAll(going)) break;
          await going.ended;
          killed++;
          going = startCommand(folder, 'runs', 'resume', run, '--json');
        }
        const { code, out, err } = await going.ended;
        expect(code, out + err).toBe(0);
        expectWhole(run);
      }
    },
    LIMIT,
  );

  it(
    'the studio has what it acknowledged, and its run goes on to the same weights',
    async () => {
      const runs = join(folder, 'home', 'runs');
      const recipe = { model: 'tiny', dataset: 'paraphrase', args: { ...arguments_ }, name: 'killed' };
      const kept = new Kept();
      let id: string | null = null;
      for (let killed = 0; ; killed++) {
        const now = await runStudio(folder);
        await kept.check(now);
        if (id !== null && (await statusOf(now, id)) === 'completed') {
          expectWhole(join(runs, id));
          id = null;
        }
        if (id === null) ({ id } = await now.invoke('runs.start', recipe));
        else await now.invoke('runs.resume', { id });
        if (killed === KILLS) {
          await finished(now, id);
          await now.kill();
          break;
        }
        await kept.write(now, 4 + Math.floor(random.next() * 20));
        const writing = kept.write(now, Infinity).catch(() => {});
        await setTimeout(random.next() * 50);
        await now.kill();
        await writing;
      }
      expectWhole(join(runs, id));
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

/** A thing that a person leaves in the studio: how its value number `n` is written, read, and looks. */
interface Thing {
  write(studio: RunningStudio, n: number): Promise<unknown>;
  read(studio: RunningStudio): Promise<unknown>;
  value(n: number): unknown;
}

const SIZES = [100, 112, 125, 150] as const;
const sizeOf = (n: number) => SIZES[n % SIZES.length]!;
const EDITED = { id: 'reviews', source: 'train', row: 0 } as const;
const labelOf = (n: number) => (n % 2 ? 'positive' : 'negative');
const keptUnder = (key: 'lesson-progress' | 'quiz-results'): Thing => ({
  write: (studio, value) => studio.invoke('kept.set', { key, value }),
  read: (studio) => studio.invoke('kept.get', { key }),
  value: (n) => n,
});

const THINGS: readonly Thing[] = [
  keptUnder('lesson-progress'),
  keptUnder('quiz-results'),
  {
    write: (studio, n) => studio.invoke('settings.set', { textSize: sizeOf(n) }),
    read: async (studio) => (await studio.invoke('settings.get', {})).textSize,
    value: sizeOf,
  },
  {
    write: (studio, n) => studio.invoke('datasets.label', { ...EDITED, label: labelOf(n) }),
    async read(studio) {
      const rows = await studio.invoke('datasets.rows', {
        id: EDITED.id,
        split: 'train',
        start: 0,
        count: 1,
      });
      return rows[0]!.labels[0];
    },
    value: labelOf,
  },
];

/** Lesson progress, quiz results, settings and labels: written over and over, and looked for after each kill. */
class Kept {
  /** Of each thing, the value asked for last and the one confirmed last. */
  readonly #asked = THINGS.map(() => 0);
  readonly #confirmed = THINGS.map(() => 0);
  #next = 0;

  /** So many of them, one after the other. @throws Error when the studio is gone. */
  async write(studio: RunningStudio, count: number): Promise<void> {
    for (let i = 0; i < count; i++) {
      const which = this.#next++ % THINGS.length;
      const value = ++this.#asked[which]!;
      await THINGS[which]!.write(studio, value);
      this.#confirmed[which] = value;
    }
  }

  /** Each is as it was confirmed last, or as it was asked for since. */
  async check(studio: RunningStudio): Promise<void> {
    for (const [i, thing] of THINGS.entries()) {
      if (this.#confirmed[i] === 0) continue;
      const possible = [this.#confirmed[i]!, this.#asked[i]!].map(thing.value);
      expect(possible).toContainEqual(await thing.read(studio));
    }
  }
}
