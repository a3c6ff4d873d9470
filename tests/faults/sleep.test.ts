import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../app/contract/runs.ts';
import { temporaryFolder } from '../cli/command-line.ts';
import { type RunningStudio, runStudio } from '../support/studio-client.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { trainingOf } from './memory-samples.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);
/** More than it will take: it is stopped in the end. */
const STEPS = 1_000_000;
const LIMIT = 180_000;

/** Once an event of the run is such a one. */
function told(studio: RunningStudio, isIt: (event: RunEvent['event']) => boolean): Promise<void> {
  return new Promise((resolve) => {
    studio.on('run.event', ({ event }: RunEvent) => {
      if (isIt(event)) resolve();
    });
  });
}

const hasStep = (after: number) => (event: RunEvent['event']) =>
  event.type === 'progress' && event.points.some(({ kind, step }) => kind === 'step' && step > after);

describe.skipIf(process.platform === 'win32')(
  'stopped in the middle and woken (needs signals and ps)',
  () => {
    it(
      'training lets the studio answer meanwhile, and studio and run go on as if nothing had been',
      async () => {
        await writeTinyModel(join(folder, 'home', 'models', 'tiny'));
        const studio = await runStudio(folder);
        const pid = studio.pid;
        const over = told(studio, ({ type }) => type === 'finished' || type === 'failed');
        const begun = told(studio, hasStep(0));
        const args = {
          eval_strategy: 'no',
          max_steps: STEPS,
          per_device_train_batch_size: 2,
          max_seq_length: 24,
        };
        const { id } = await studio.invoke('runs.start', { model: 'tiny', dataset: 'paraphrase', args });
        await begun;

        const training = trainingOf(pid).pid;
        process.kill(training, 'SIGSTOP');
        expect(await studio.invoke('kept.set', { key: 'lesson-progress', value: 1 })).toBe(null);
        const asleep = await studio.invoke('runs.get', { id });
        expect(asleep.record.status).toBe('running');
        // Beyond what was told and not heard yet.
        const goesOn = told(studio, hasStep(asleep.live!.step + 300));
        process.kill(training, 'SIGCONT');
        await goesOn;

        // All of it, as when the lid is closed: what is asked meanwhile is answered on waking.
        process.kill(-pid, 'SIGSTOP');
        const asked = studio.invoke('kept.get', { key: 'lesson-progress' });
        process.kill(-pid, 'SIGCONT');
        expect(await asked).toBe(1);
        await studio.invoke('runs.steer', { id, command: 'stop-and-save' });
        await over;
        const { record, points } = await studio.invoke('runs.get', { id });
        expect(record).toMatchObject({ status: 'stopped', error: null });
        const steps = points.flatMap((point) => (point.kind === 'step' ? [point.step] : []));
        expect(steps).toEqual(Array.from({ length: record.progress.global_step }, (_, i) => i + 1));
        expect(readFileSync(join(folder, 'home/kept/lesson-progress.json'), 'utf8')).toContain('"value":1');
        await studio.kill();
      },
      LIMIT,
    );
  },
);
