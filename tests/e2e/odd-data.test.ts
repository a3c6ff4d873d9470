import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const ARABIC = 'الخدمة كانت سريعة والموظفون لطفاء، وقد عدنا إليهم مرة أخرى في الأسبوع نفسه';
const LONG = 'a label that somebody copied out of a form with all of its explanations '.repeat(3).trim();
const TEXTS = [
  'I waited for two hours; nobody came.',
  ARABIC,
  'The parcel came early 😀.',
  '=1+1 <b>bold</b>',
];
const FURTHER = Array.from({ length: 36 }, (_, i) => `extra_${i}`);

/** Forty columns, long labels, another script, empty cells. */
const csv = [
  ['message', 'label', 'price', 'date', ...FURTHER],
  ...Array.from({ length: 40 }, (_, i) => [
    `"${TEXTS[i % TEXTS.length]} (${i})"`,
    i % 2 ? LONG : 'praise',
    i % 9 ? String(i * 1.5) : '',
    `2024-05-${String((i % 28) + 1).padStart(2, '0')}`,
    ...FURTHER.map((_, j) => (j % 3 ? '' : String(i))),
  ]),
]
  .map((row) => row.join(','))
  .join('\n');

describe.skipIf(CHROMIUM === null)(`data that is not tidy${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
    await page.evaluate(`location.hash = 'data'`);
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({ name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  }, 120_000);
  afterAll(async () => studio?.close());

  test('a label of two hundred characters does not fill the sentence about the file', async () => {
    const said = page.getByText('40 rows, read as a label for each text');
    await said.waitFor();
    expect((await said.textContent())!.length).toBeLessThan(140);
    await page.getByRole('button', { name: 'Add to Data' }).click();
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
  });

  test('beside forty columns the text has room, and what is written from the right begins there', async () => {
    const cells = page.locator('[role=row][aria-rowindex="4"]').getByRole('gridcell');
    const arabic = cells.filter({ hasText: 'الخدمة' });
    await arabic.waitFor();
    expect((await arabic.boundingBox())!.width).toBeGreaterThanOrEqual(320);
    const direction = await page.evaluate(
      `getComputedStyle([...document.querySelectorAll('[role=gridcell]')].find((cell) => cell.textContent.startsWith('الخدمة'))).direction`,
    );
    expect(direction).toBe('rtl');
  });

  test('an opened row has its text and its long label to be read in full', async () => {
    await page.locator('[role=row][aria-rowindex="4"]').getByRole('rowheader').click();
    const opened = page.locator('.opened-row');
    await opened.getByText(`${ARABIC} (1)`, { exact: true }).waitFor();
    await opened.getByText(LONG, { exact: true }).first().waitFor();
  });

  test('data that is not there is said to be so, without tools for its rows', async () => {
    await page.evaluate(`location.hash = 'data?dataset=gone'`);
    await page.getByRole('heading', { name: 'No rows to show' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'There is no dataset named "gone".' }).waitFor();
    expect(await page.getByRole('searchbox').count()).toBe(0);
  });
});
