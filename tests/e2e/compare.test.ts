import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, CHROMIUM, choose, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const RUNS = 13;
const RECIPE = {
  model: 'all-MiniLM-L6-v2',
  dataset: 'entities',
  args: {
    max_steps: 6,
    per_device_train_batch_size: 4,
    max_seq_length: 32,
    eval_strategy: 'steps',
    eval_steps: 3,
    eval_on_start: true,
    save_strategy: 'no',
  },
};
const nameOf = (i: number) => `run number ${i + 1}`;

describe.skipIf(CHROMIUM === null)(`runs of names beside each other${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(55_000);
    const { id } = await ask(page, 'runs.start', { ...RECIPE, name: nameOf(0) });
    await page.evaluate(`location.hash = ${JSON.stringify(`runs?run=${id}`)}`);
    await page.getByText('6 steps in').waitFor();
    for (let i = 1; i < RUNS; i++) copyRun(join(studio.home, 'runs'), id, i);
    await page.reload();
    await page.getByRole('row', { name: nameOf(RUNS - 1) }).waitFor();
  });
  afterAll(async () => studio?.close());

  const tick = (i: number) => page.getByRole('checkbox', { name: `Compare ${nameOf(i)}`, exact: true });
  const outcome = () => page.getByRole('table', { name: 'What came of each run' });

  test('a run that finds names shows at each evaluation what was taken for what, and its scores agree', async () => {
    const matrix = page.getByRole('table', { name: /Rows are the true labels/ });
    expect(await matrix.getByRole('columnheader').allTextContents()).toEqual([
      'true, said',
      'LOC',
      'MISC',
      'ORG',
      'PER',
      'in part',
      'missed',
    ]);
    expect(await matrix.getByRole('rowheader').allTextContents()).toEqual([
      'LOC',
      'MISC',
      'ORG',
      'PER',
      'in part',
      'invented',
    ]);
    await page.getByText(/^A cell counts names/).waitFor();
    const rows = async () => {
      const all = await matrix.locator('tbody tr').all();
      return Promise.all(
        all.map(async (row) => (await row.locator('td').allTextContents()).map((text) => Number(text))),
      );
    };
    const support = page.getByRole('table', { name: 'Scores by class' }).locator('td:last-child');
    for (const step of ['before the first step', 'at step 3', 'at step 6']) {
      await choose(page, 'Evaluation', step);
      const sums = (await rows()).slice(0, 4).map((row) => row.reduce((a, b) => a + b));
      expect(sums).toEqual((await support.allTextContents()).map(Number));
    }
  });

  test('ticking two opens their comparison; a run opened from it leads back, by a button and by Back', async () => {
    await tick(0).check();
    await tick(1).check();
    await outcome().waitFor();
    expect(new URL(page.url()).hash).toContain('compare=');
    await outcome()
      .getByRole('link', { name: nameOf(1), exact: true })
      .click();
    await page.getByRole('heading', { name: nameOf(1) }).waitFor();
    expect(await outcome().count()).toBe(0);
    expect(await tick(0).isChecked()).toBe(true);
    await page.getByRole('link', { name: 'Compare 2 runs' }).click();
    await outcome().waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: nameOf(1) }).waitFor();
    await page.goBack();
    await outcome().waitFor();
    await page.reload();
    await outcome().waitFor();
    await page.evaluate('location.hash = "learn"');
    await page.evaluate('location.hash = "runs"');
    await outcome().waitFor();
  });

  test('thirteen runs have a look each, and one that is pointed at stands out', async () => {
    for (let i = 2; i < RUNS; i++) await tick(i).check();
    await page.getByRole('group', { name: new RegExp(`^Loss of ${RUNS} runs`) }).waitFor();
    const keys = await outcome().locator('.run-key').all();
    const looks = await Promise.all(keys.map((key) => key.innerHTML()));
    expect(new Set(looks).size).toBe(RUNS);
    await page.getByText('Point at a line, or at a name in a table, to see it alone.').waitFor();
    const link = outcome().getByRole('link', { name: nameOf(4), exact: true });
    await link.focus();
    await page.locator('.cursor-line').getByText(nameOf(4)).waitFor();
    expect(
      await outcome()
        .getByRole('row', { name: nameOf(4) })
        .getAttribute('class'),
    ).toBe('lit');
    await link.blur();
    await page.getByText('Point at a line, or at a name in a table, to see it alone.').waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in a comparison of many, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
    },
  );

  test('every chart of a comparison and of a run is saved as a picture on white, in the dark theme too', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    const save = async (name: string) => {
      await page.getByRole('button', { name: 'More of the curves' }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: `Save as PNG: ${name}` }).click(),
      ]);
      const seen = await look(page, readFileSync(await file.path()));
      expect(seen.corners, name).toEqual(Array(4).fill('255,255,255,255'));
      expect(seen.width, name).toBe(2400);
      return { ...seen, file: file.suggestedFilename() };
    };
    expect((await save('loss')).file).toBe('comparison-loss.png');
    // A key for each run and its lines: every run's colour is in it.
    expect((await save('F1')).colors).toBeGreaterThan(100);
    await page
      .getByRole('link', { name: nameOf(0), exact: true })
      .first()
      .click();
    await page.getByRole('heading', { name: nameOf(0) }).waitFor();
    for (const name of ['loss', 'F1', 'learning rate', 'gradient norm', 'tokens a second'])
      expect((await save(name)).colors, name).toBeGreaterThan(20);
  });

  test('lines are put away and brought back, the scale is made logarithmic, and smoothing moves the figures', async () => {
    const more = async (item: string) => {
      await page.getByRole('button', { name: 'More of the curves' }).click();
      await page.getByRole('menuitem', { name: item, exact: true }).click();
    };
    await more('Hide: each batch');
    await more('Show: each batch');
    await more('Logarithmic scale');
    await more('Linear scale');
    const smoothing = page.getByRole('slider', { name: /Smoothing/ });
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const last = page
      .getByRole('table', { name: /^Every step of 6/ })
      .getByRole('row')
      .last()
      .getByRole('cell');
    // Columns: epoch, train, this batch.
    const [smooth, batch] = [await last.nth(1).textContent(), await last.nth(2).textContent()];
    expect(smooth).not.toBe(batch);
    await smoothing.press('Home');
    await expect.poll(() => last.nth(1).textContent()).toBe(batch);
    await page.getByRole('button', { name: 'Show the curves' }).click();
  });

  test('another metric is judged by, on the charts of a run', async () => {
    await choose(page, 'Judged by', 'Recall');
    await page.getByRole('group', { name: /^Recall: 0\.\d+ \(.* to .*\) at step 0/ }).waitFor();
    await choose(page, 'Judged by', 'F1');
  });

  test('plus and minus zoom, and a step beyond what is in sight is brought into it', async () => {
    const chart = page.getByRole('group', { name: /^Loss\. Training from/ });
    await chart.press('Home');
    await chart.press('+');
    await chart.getByRole('button', { name: 'Whole run' }).waitFor();
    await chart.press('End');
    await page
      .getByRole('status')
      .getByText(/^step 6, epoch/)
      .waitFor({ state: 'attached' });
    await chart.press('-');
    await chart.getByRole('button', { name: 'Whole run' }).waitFor({ state: 'detached' });
    await chart.press('Escape');
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});

/** The same run under another name, as if it had been trained again. */
function copyRun(folder: string, id: string, i: number): void {
  const copy = join(folder, `copy-${i}`);
  cpSync(join(folder, id), copy, { recursive: true });
  const path = join(copy, 'run.json');
  const record = JSON.parse(readFileSync(path, 'utf8'));
  const args = { ...record.args, seed: i, learning_rate: 1e-4 * (i + 1) };
  writeFileSync(path, JSON.stringify({ ...record, id: `copy-${i}`, name: nameOf(i), args }));
  writeFileSync(join(copy, 'about.json'), JSON.stringify({ name: nameOf(i) }));
}

/** What a picture shows, as a browser reads it. */
function look(
  page: Page,
  png: Buffer,
): Promise<{ width: number; height: number; corners: string[]; colors: number }> {
  return page.evaluate(`(${LOOK})(${JSON.stringify(png.toString('base64'))})`);
}

/** Run in the page. */
const LOOK = `async (base64) => {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const { width, height } = image;
  const context = new OffscreenCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const at = (x, y) => context.getImageData(x, y, 1, 1).data.join();
  const { data } = context.getImageData(0, 0, width, height);
  const colors = new Set(new Uint32Array(data.buffer)).size;
  const corners = [at(0, 0), at(width - 1, 0), at(0, height - 1), at(width - 1, height - 1)];
  return { width, height, corners, colors };
}`;
