import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../main/storage/paths.ts';
import { ask, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from '../e2e/studio-page.ts';
import { type MemorySample, sampleMemory, slopeOf } from './memory-samples.ts';

/** How long it trains; `npm run soak` takes two hours. */
const MINUTES = Number(process.env.BERT_STUDIO_SOAK_MINUTES ?? 0.15);
/** Too short a time has no slope, only the course of things to look at. */
const IS_LONG = MINUTES >= 10;
const SAMPLES = IS_LONG ? 120 : 4;
const RECONNECTS = IS_LONG ? 20 : 2;
/** Of the time at the beginning in which caches fill. */
const WARM_UP = 0.2;
/**
 * The most that each may grow by in an hour: MB, or a number of things. The course itself grows by one point a step, a few
 * hundred bytes in the studio and in the window: up to 5 MB at 10,000 steps an hour.
 */
const BOUNDS = {
  studio: 30,
  training: 30,
  window: 40,
  heap: 10,
  nodes: 500,
  listeners: 100,
  openFiles: 3,
} as const;
/** A silence longer than this means that this test, too, was stopped. */
const STOPPED_SECONDS = 30;

describe.skipIf(CHROMIUM === null || process.platform === 'win32')(
  `training for ${MINUTES} minutes with a window attached${WITH_CHROMIUM} (needs ps)`,
  () => {
    let studio: StudioPage;
    let page: Page;
    let clock: RunningClock;
    const samples: MemorySample[] = [];

    beforeAll(async () => {
      studio = await openStudio();
      page = studio.page;
      // However long this computer sleeps.
      page.setDefaultTimeout(0);
      clock = new RunningClock();
    });
    afterAll(async () => {
      clock.stop();
      await studio?.close();
    });

    it(
      `goes on over ${RECONNECTS} reconnects`,
      async () => {
        const { id } = await ask(page, 'runs.start', {
          model: 'all-MiniLM-L6-v2',
          dataset: 'paraphrase',
          args: {
            max_steps: 1_000_000,
            per_device_train_batch_size: 16,
            eval_strategy: 'steps',
            eval_steps: 200,
            save_strategy: 'steps',
            save_steps: 500,
            save_total_limit: 2,
          },
        });
        await page.evaluate(`location.hash = 'runs?run=${id}'`);
        await chart(page).waitFor();
        const began = performance.now();
        let reconnected = 0;
        for (let i = 0; i < SAMPLES; i++) {
          const due = began + ((i + 1) / SAMPLES) * MINUTES * 60_000;
          await setTimeout(Math.max(0, due - performance.now()));
          if (reconnected < Math.floor(((i + 1) / SAMPLES) * RECONNECTS)) {
            await page.reload();
            reconnected++;
          }
          const step = await nextStep(page, samples.at(-1)?.step ?? 0);
          samples.push({ minutes: clock.minutes, step, ...(await sampleMemory(page, studio.pid)) });
          if (IS_LONG) keep({ samples });
        }
        expect(reconnected).toBe(RECONNECTS);
        const { points } = await ask(page, 'runs.get', { id });
        const steps = points.flatMap((point) => (point.kind === 'step' ? [point.step] : []));
        expect(steps).toEqual(Array.from(steps, (_, n) => n + 1));
        expect(steps.length).toBeGreaterThanOrEqual(samples.at(-1)!.step);
        expect(studio.complaints).toEqual([]);
      },
      // A stop takes as long as it takes.
      2 ** 31 - 1,
    );

    it.runIf(IS_LONG)(`its memory does not grow${IS_LONG ? '' : ' (told by hours: npm run soak)'}`, () => {
      const slopes = report(samples, clock, RECONNECTS);
      for (const [name, bound] of Object.entries(BOUNDS))
        expect(slopes[name as keyof typeof BOUNDS]?.slope ?? 0, name).toBeLessThan(bound);
    });
  },
);

const chart = (page: Page) => page.getByRole('group', { name: /^Loss\. Training from/ });

/** Once the window shows its curve and a later step than `last`: the step. */
async function nextStep(page: Page, last: number): Promise<number> {
  await chart(page).waitFor();
  return page.evaluate<number>(`new Promise((resolve) => {
    const look = () => {
      const step = Number(document.querySelector('.strip-figures b')?.textContent);
      step > ${last} ? resolve(step) : setTimeout(look, 200);
    };
    look();
  })`);
}

/** Minutes that pass while this process runs, and those in which it was stopped or the computer slept. */
class RunningClock {
  stops = 0;
  stoppedMinutes = 0;
  readonly #began = performance.now();
  #last = this.#began;
  readonly #timer = setInterval(() => this.#look(), 1000);

  get minutes(): number {
    this.#look();
    return (this.#last - this.#began) / 60_000 - this.stoppedMinutes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    if (now - this.#last > STOPPED_SECONDS * 1000) {
      this.stops++;
      this.stoppedMinutes += (now - this.#last) / 60_000;
    }
    this.#last = now;
  }
}

/** In bench/out/soak.json. */
function keep(results: object): void {
  const folder = join(projectRoot(), 'bench/out');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'soak.json'), `${JSON.stringify(results, null, 1)}\n`);
}

/** Prints the slopes and keeps them with all samples. */
function report(samples: readonly MemorySample[], clock: RunningClock, reconnects: number) {
  const settled = samples.filter(({ minutes }) => minutes >= WARM_UP * clock.minutes);
  const hours = settled.map(({ minutes }) => minutes / 60);
  const slopes: Partial<Record<keyof typeof BOUNDS, { slope: number; error: number; bound: number }>> = {};
  const lines = [];
  for (const name of Object.keys(BOUNDS) as (keyof typeof BOUNDS)[]) {
    const values = settled.map((sample) => sample[name]).filter((value) => value !== null);
    if (values.length < settled.length) continue;
    const { slope, error } = slopeOf(hours, values);
    slopes[name] = { slope, error, bound: BOUNDS[name] };
    const figures = [values[0]!, values.at(-1)!, slope, error].map((value) => value.toFixed(1));
    lines.push(
      `${name.padEnd(10)} ${figures[0]} to ${figures[1]}, slope ${figures[2]} ± ${figures[3]} an hour, bound ${BOUNDS[name]}`,
    );
  }
  const { minutes, stops, stoppedMinutes } = clock;
  const summary = { minutes, stops, stoppedMinutes, steps: samples.at(-1)!.step, reconnects, slopes };
  keep({ ...summary, samples });
  console.log(
    `${minutes.toFixed(1)} minutes, ${summary.steps} steps, ${reconnects} reconnects; stopped ${stops} times, ` +
      `${stoppedMinutes.toFixed(1)} minutes. Memory in MB after the first fifth:\n${lines.join('\n')}`,
  );
  return slopes;
}
