import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`the studio in a browser${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => studio?.close());

  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);

  test('opens on the lesson with the blank focused, and its link works only once', async () => {
    await page.getByRole('heading', { name: 'Understanding BERT' }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Your guess for the hidden word');
    const second = await fetch(studio.link, { redirect: 'manual' });
    expect(second.status).toBe(403);
  });

  test('searches and filters the rows of a dataset', async () => {
    await view('data?dataset=reviews');
    await page.getByRole('grid', { name: 'Rows' }).getByRole('row').nth(3).waitFor();
    await page.getByRole('searchbox').fill('terrible');
    await page.locator('mark').first().waitFor();
    expect((await page.locator('mark').first().textContent())?.toLowerCase()).toBe('terrible');
  });

  test('refuses arguments that cannot be, in the form, before anything is written', async () => {
    await view('train');
    await page.getByText('TrainingArguments').click();
    await page.getByLabel('learning_rate', { exact: true }).fill('-1');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('alert').getByText('learning_rate').waitFor();
    await page.getByLabel('learning_rate', { exact: true }).fill('');
  });

  test('trains a real model, live: paused, reloaded, resumed, finished and asked', async () => {
    await page.getByLabel('num_train_epochs', { exact: true }).fill('1');
    await page.getByLabel('max_steps', { exact: true }).fill('12');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByRole('heading', { name: /^Loss/ }).waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('12 steps in').waitFor();
    await page.getByRole('cell', { name: 'Finished' }).waitFor();
    await page.getByRole('link', { name: 'Try it' }).click();
    const answer = page
      .getByRole('region', { name: 'Right model' })
      .getByRole('table', { name: 'Probabilities' });
    await answer.waitFor();
    const shares = (await answer.locator('td:last-child').allTextContents()).map(Number.parseFloat);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
  });

  test('a deleted run is in the trash and can be put back', async () => {
    await view('runs');
    await page.getByRole('rowheader').getByRole('link').first().click();
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
    await page.getByText('No run yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('rowheader').getByRole('link').first().waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in any view, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const found: string[] = [];
    for (const name of ['learn', 'learn?page=quiz', 'data', 'train', 'runs', 'try', 'settings']) {
      await view(name);
      await page.getByRole('main').locator('h1, h2').first().waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      found.push(...violations.map(({ id, nodes }) => `${name}: ${id} ${nodes[0]?.html}`));
    }
    expect(found).toEqual([]);
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
