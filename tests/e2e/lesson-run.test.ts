import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`a run of the lesson that was broken off${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(60_000);
  }, 120_000);
  afterAll(async () => studio?.close());

  const open = (address: string) => page.evaluate(`location.hash = ${JSON.stringify(address)}`);
  const cell = () => page.getByRole('region', { name: 'Fine-tune', exact: true });

  test('is resumed from its cell, which does not promise what will not come', async () => {
    await open('learn?page=fine-tuning');
    await cell().getByRole('button', { name: 'Start' }).click();
    // Judged before its first step: then it can be cancelled.
    await cell().getByText('Before the first step it is right on').waitFor();
    await page.getByRole('button', { name: 'More of the run' }).click();
    await page.getByRole('menuitem', { name: 'Cancel, without saving' }).click();
    await page.getByRole('button', { name: 'Cancel the run' }).click();
    await cell().getByRole('button', { name: 'Resume' }).waitFor();
    await cell().getByText('The run stopped before the first epoch could say more.').waitFor();
  }, 180_000);
});
