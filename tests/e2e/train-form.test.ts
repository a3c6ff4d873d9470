import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, choose, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`what Train asks for${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
    await view('train');
    await page.getByRole('heading', { name: 'Train', exact: true }).waitFor();
  });
  afterAll(async () => studio?.close());

  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const start = () => page.getByRole('button', { name: 'Start', exact: true });

  test('a preset says in words what will happen, and fills the fields', async () => {
    const words = page.locator('.takeaway').first();
    for (const [preset, times, epochs] of [
      ['Quick look', /once|1 time\b/i, '1'],
      ['Thorough', /6 times/, '6'],
      ['Lesson', /3 times/, '3'],
    ] as const) {
      await choose(page, 'Preset', preset);
      await words.getByText(times).first().waitFor();
      await page.getByRole('button', { name: 'TrainingArguments' }).click();
      expect(await field('num_train_epochs').inputValue(), preset).toBe(epochs);
      await page.getByRole('button', { name: 'TrainingArguments' }).click();
    }
  });

  test.each([
    ['num_train_epochs', '-1', 'It must be a number more than 0.'],
    ['learning_rate', 'abc', 'It must be a number at least 0.'],
    ['per_device_train_batch_size', '0', 'It must be a whole number at least 1.'],
    ['seed', '1.5', 'It must be a whole number at least 0 and at most 4294967295.'],
    ['max_seq_length', '9999', 'max_seq_length (9999) is beyond the 512 positions of this model.'],
  ])('%s of %s is refused in words beside it, and Start waits', async (name, bad, words) => {
    const fold = page.getByRole('button', { name: 'TrainingArguments' });
    if ((await fold.getAttribute('aria-expanded')) === 'false') await fold.click();
    await field(name).fill(bad);
    await page.getByRole('alert').getByText(words).waitFor();
    expect(await start().isDisabled()).toBe(true);
    await page.getByRole('button', { name: `Put back ${name}` }).click();
    expect(await start().isEnabled()).toBe(true);
  });

  test('what was typed is there still after a look at another view', async () => {
    await choose(page, 'Data', 'Reviews');
    await choose(page, 'Preset', 'Quick look');
    await field('learning_rate').fill('3e-4');
    await field('Name').fill('A try');
    await view('data');
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
    await view('train');
    expect(await field('Name').inputValue()).toBe('A try');
    expect(await field('learning_rate').inputValue()).toBe('3e-4');
    await page.getByRole('combobox', { name: 'Data', exact: true }).getByText('Reviews').waitFor();
    await page.getByRole('combobox', { name: 'Preset', exact: true }).getByText('Quick look').waitFor();
  });

  test('an address that asks for something else begins anew', async () => {
    await view('train?dataset=entities&learning_rate=2e-5');
    await page.getByRole('combobox', { name: 'Data', exact: true }).getByText('Entities').waitFor();
    expect(await field('Name').inputValue()).toBe('');
    await expect.poll(() => field('learning_rate').inputValue()).toBe('2e-5');
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
