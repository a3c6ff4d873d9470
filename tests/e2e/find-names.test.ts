import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`the lesson's run on names${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => studio?.close());

  test('names are found by a run of the lesson’s own, which is judged by F1', async () => {
    await page.evaluate(`location.hash = 'learn?page=fine-tuning'`);
    await page.getByRole('button', { name: /^What of sentiment, and of names/ }).click();
    const names = page.getByRole('region', { name: 'Find names', exact: true });
    const takeaway = names.locator('.takeaway');
    await names.getByLabel('Predicted F1 in per cent').fill('50');
    await names.getByRole('combobox', { name: 'Data' }).press('Enter');
    expect(await page.getByRole('option').allInnerTexts()).toEqual([expect.stringMatching(/^Entities/)]);
    await page.keyboard.press('Escape');
    await names.getByRole('button', { name: /^Model and TrainingArguments/ }).click();
    await names.getByLabel('num_train_epochs').fill('1');
    await names.getByRole('button', { name: 'Start' }).click();
    await takeaway.getByText(/At its best its F1 is/).waitFor({ timeout: 170_000 });
    expect(await takeaway.textContent()).toMatch(/so your 50\u202f% (was too high|holds|was too low)/);
    const beside = page.getByRole('complementary', { name: 'Beside the lesson' });
    await beside.getByRole('heading', { name: /^F1/ }).waitFor();
    await beside.getByRole('region', { name: 'The same examples at each evaluation' }).waitFor();
    expect(studio.complaints).toEqual([]);
  }, 180_000);
});
