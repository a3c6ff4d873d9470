import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const LESSON = ['overview', 'architecture', 'fine-tuning', 'tip', 'quiz'].map((id) => `learn?page=${id}`);
const PLACES = [...LESSON, 'data', 'train', 'runs', 'runs?room=open', 'try', 'settings'];

describe.skipIf(CHROMIUM === null)(`the window for people who see or point otherwise${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;
  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => studio?.close());

  const open = async (place: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.locator('main .bar').first().waitFor();
    await page.waitForLoadState('networkidle');
  };

  test('at 320 pixels, which is 1280 at 400 %, nothing lies beside the window', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const place of PLACES) {
      await open(place);
      expect(await page.evaluate(OUTSIDE), place).toEqual([]);
    }
  });

  test('with large text in a narrow window nothing lies beside it either', async () => {
    await page.setViewportSize({ width: 1024, height: 700 });
    await open('settings');
    await page.getByRole('radio', { name: '125 %' }).check();
    for (const place of PLACES) {
      await open(place);
      expect(await page.evaluate(OUTSIDE), place).toEqual([]);
    }
    await open('settings');
    await page.getByRole('radio', { name: '100 %' }).check();
  });

  test('what is pointed at is 24 pixels wide and high, or as far from the next', async () => {
    await page.setViewportSize({ width: 1440, height: 900 });
    for (const place of PLACES) {
      await open(place);
      expect(await axeFindings(page, { rule: 'target-size' }), place).toEqual([]);
    }
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in what opens over the window, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const found: string[] = [];
      const look = async (name: string | RegExp) => {
        await page.getByRole('dialog', { name }).waitFor();
        const findings = await axeFindings(page, { within: '[role=dialog]' });
        found.push(...findings.map((each) => `${name}: ${each}`));
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'hidden' });
      };
      await open('settings');
      await page.keyboard.press('?');
      await look('Shortcuts');
      await page.keyboard.press('Control+k');
      await look(/./);
      await page.getByRole('button', { name: 'Diagnostics' }).click();
      await look('Diagnostics');
      await open('train');
      await page.getByRole('button', { name: 'Another model' }).click();
      await look('Another model to start from');
      await open('runs');
      await page.getByRole('button', { name: 'Save my results' }).click();
      await look('Save my results');
      expect(found).toEqual([]);
    },
  );

  test('a contrast theme still tells what is chosen', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    await open('settings');
    const grounds = (await page.evaluate(GROUNDS)) as { chosen: string[]; others: string[] };
    expect(grounds.chosen.length).toBeGreaterThan(0);
    expect(grounds.others).not.toEqual(expect.arrayContaining(grounds.chosen));
    await page.emulateMedia({ forcedColors: 'none' });
  });
});

/** What stands behind the words of radio buttons, by whether they are chosen. */
const GROUNDS = `(() => {
  const behind = (inputs) =>
    [...document.querySelectorAll(inputs)].map(
      ({ nextElementSibling }) => getComputedStyle(nextElementSibling).backgroundColor,
    );
  return {
    chosen: behind('.segments input:checked'),
    others: behind('.segments input:not(:checked)'),
  };
})()`;

/** What reaches beyond the window's right edge and is in nothing that scrolls or cuts on purpose. */
const OUTSIDE = `[...document.querySelectorAll('main *, nav *, .strip *')]
  .filter((element) => {
    const { width, right } = element.getBoundingClientRect();
    if (width === 0 || right <= innerWidth + 1) return false;
    for (let around = element.parentElement; around !== document.body; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'hidden' || overflowX === 'clip') return false;
      if (overflowX === 'auto' && !around.matches('.scroll')) return false;
    }
    return true;
  })
  .map((element) => element.tagName + ' ' + element.getAttribute('class'))`;
