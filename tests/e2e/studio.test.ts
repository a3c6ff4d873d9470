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
