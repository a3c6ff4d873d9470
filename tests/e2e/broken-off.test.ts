import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunDetail } from '../../app/contract/runs.ts';
import { eventually } from '../support/eventually.ts';
import { processBelow } from '../support/processes.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { ask, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const STEPS = 1500;
/** A tiny model, so that steps and checkpoints cost little: some ten seconds, saved every 50th step. */
const RECIPE = {
  model: 'learner',
  dataset: 'reviews',
  args: {
    max_steps: STEPS,
    per_device_train_batch_size: 4,
    max_seq_length: 24,
    save_strategy: 'steps',
    save_steps: 50,
    eval_strategy: 'no',
  },
};

const without = process.platform === 'win32' ? ' (skipped: no SIGKILL on Windows)' : WITH_CHROMIUM;

describe.skipIf(CHROMIUM === null || process.platform === 'win32')(
  `runs that are broken off while the window watches${without}`,
  () => {
    let studio: StudioPage;
    let page: Page;

    beforeAll(async () => {
      studio = await openStudio();
      await writeTinyModel(join(studio.home, 'models/learner'));
      page = studio.page;
      page.setDefaultTimeout(55_000);
    });
    afterAll(async () => studio?.close());

    const pane = (name: string) => page.getByRole('region', { name, exact: true });
    const strip = () => page.getByRole('region', { name: 'Run strip' });
    const checkpointsOf = (id: string) => join(studio.home, 'runs', id, 'checkpoints');
    const saved = (id: string, step: number) =>
      eventually(() => expect(existsSync(join(checkpointsOf(id), `checkpoint-${step}`))).toBe(true));
    const stepsOf = ({ points }: RunDetail) =>
      points.flatMap((point) => (point.kind === 'step' ? [point.step] : []));
    /** Starts a run and opens it. */
    const start = async (name: string) => {
      const { id } = await ask(page, 'runs.start', { ...RECIPE, name });
      await page.evaluate(`location.hash = ${JSON.stringify(`runs?run=${id}`)}`);
      await page.getByRole('heading', { name }).waitFor();
      return id;
    };

    test('a training process that is killed is named, and the studio goes on', async () => {
      const id = await start('Killed');
      await saved(id, 50);
      process.kill(processBelow(studio.pid, 'training-process')!, 'SIGKILL');
      const said = pane('Killed').getByRole('alert');
      await said
        .getByText(/The training process was ended by SIGKILL, perhaps for lack of memory\./)
        .waitFor();
      expect(await said.textContent()).toMatch(/Resume goes on from checkpoint-\d+\.$/);
      await pane('Killed')
        .getByText(/Interrupted at step \d+/)
        .waitFor();
      await strip()
        .getByText('The training process was ended by SIGKILL, perhaps for lack of memory.')
        .waitFor();
      const { record } = await ask(page, 'runs.get', { id });
      expect(record.status).toBe('interrupted');
    });

    test('it goes on from its last checkpoint and finishes, each step there once, and a zoom stays', async () => {
      const chart = page.getByRole('group', { name: /^Loss\. Training from/ });
      const { x, y, width, height } = (await chart.boundingBox())!;
      await page.mouse.move(x + width / 4, y + height / 2);
      await page.keyboard.down('Control');
      await page.mouse.wheel(0, -400);
      await page.keyboard.up('Control');
      await chart.getByRole('button', { name: 'Whole run' }).waitFor();
      await pane('Killed').getByRole('button', { name: 'Resume' }).click();
      await strip()
        .getByText(/went on from checkpoint-\d+/)
        .waitFor();
      await page.getByText(`${STEPS} steps in`).waitFor();
      await pane('Killed').getByText('Finished').waitFor();
      expect(await pane('Killed').getByRole('alert').count()).toBe(0);
      await chart.getByRole('button', { name: 'Whole run' }).waitFor();
      const run = await ask(page, 'runs.get', { id: (await ask(page, 'runs.list', {}))[0]!.record.id });
      expect(stepsOf(run)).toEqual(Array.from({ length: STEPS }, (_, i) => i + 1));
      expect(run.points.filter(({ kind }) => kind === 'start')).toHaveLength(2);
    });

    test('cancelling asks first, and training goes on where nobody says yes', async () => {
      const id = await start('Cancelled by hand');
      await saved(id, 50);
      await strip().getByRole('button', { name: 'Pause' }).click();
      await strip().getByRole('button', { name: 'Go on' }).waitFor();
      await page.getByRole('button', { name: 'More of the run' }).click();
      await page.getByRole('menuitem', { name: 'Cancel, without saving' }).click();
      const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
      await dialog.getByText(/What it has learnt since checkpoint-\d+ is not kept/).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      expect((await ask(page, 'runs.get', { id })).live?.activity).toBe('paused');
    });

    test('a cancelled run keeps what the question promised, and goes on from there', async () => {
      const [{ record }] = (await ask(page, 'runs.list', {})) as [RunDetail];
      const kept = readdirSync(checkpointsOf(record.id)).sort();
      await page.getByRole('button', { name: 'More of the run' }).click();
      await page.getByRole('menuitem', { name: 'Cancel, without saving' }).click();
      const dialog = page.getByRole('dialog', { name: 'Cancel this run?' });
      const promise = dialog.getByText(/Resume goes on from checkpoint-\d+/);
      const [, checkpoint] = /Resume goes on from (checkpoint-\d+)/.exec((await promise.textContent())!)!;
      await dialog.getByRole('button', { name: 'Cancel the run' }).click();
      await pane('Cancelled by hand').getByText('Cancelled', { exact: true }).waitFor();
      expect(readdirSync(checkpointsOf(record.id)).sort()).toEqual(kept);
      await page.getByRole('row', { name: /Cancelled by hand/ }).waitFor();
      await page.getByRole('group', { name: /^Loss\. Training from/ }).waitFor();
      await pane('Cancelled by hand').getByRole('button', { name: 'Resume' }).click();
      await strip().getByText(`went on from ${checkpoint}`).waitFor();
      await strip().getByRole('button', { name: 'Stop and save' }).click();
      await pane('Cancelled by hand')
        .getByText(/Stopped at step \d+/)
        .waitFor();
    });

    test('nothing was complained of on the way', () => {
      expect(studio.complaints).toEqual([]);
    });
  },
);
