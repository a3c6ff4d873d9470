import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeBadFiles, writePairs } from './data-files.ts';
import {
  ask,
  axeFindings,
  CHROMIUM,
  choose,
  openStudio,
  type StudioPage,
  WITH_CHROMIUM,
} from './studio-page.ts';

/** A busy computer takes its time. */
const SOON = { timeout: 10_000 };

describe.skipIf(CHROMIUM === null)(`data in a browser${WITH_CHROMIUM}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-data-'));
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => {
    await studio?.close();
    rmSync(folder, { recursive: true });
  });

  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);
  const grid = () => page.getByRole('grid', { name: 'Rows' });
  const rowsLeft = (words: string) =>
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^${words}$`) })
      .waitFor();
  const cell = (row: number, column: number) =>
    page.locator(`[role=row][aria-rowindex="${row + 2}"] > *`).nth(column);

  test('opens a file by the chooser: columns found, one chosen by hand, rows divided, added', async () => {
    await view('data');
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Open a file' }).click(),
    ]);
    await chooser.setFiles(writePairs(folder));
    await page
      .getByText('119 rows, read as a label for each pair of texts: same (82), different (37).')
      .waitFor();
    await page.getByText('1 row is left out with no second text: line 62.').waitFor();
    expect(await page.getByRole('combobox', { name: 'Second text' }).textContent()).toContain('question_b');
    await choose(page, 'Second text', 'none');
    await page.getByText('120 rows, read as a label for each text').waitFor();
    await choose(page, 'Second text', 'question_b');
    await page.getByText('119 rows, read as').waitFor();
    await choose(page, 'Set aside for validation', '10');
    await page.getByText('learn from 107 rows and be judged on 12').waitFor();
    await page.getByRole('button', { name: 'Add to Data' }).click();
    await rowsLeft('119 rows');
    expect(await page.getByText('Validation 12').count()).toBe(1);
  });

  test('tells in plain words what training on it would meet', async () => {
    const notes = page.getByRole('complementary');
    await notes.getByText('69 of 100 pairs say same').waitFor();
    await notes.getByText('1 truncated').waitFor();
    await notes.getByText('They have no second text: line 62.').waitFor();
    await notes.getByText('10 % for validation, seed 42').waitFor();
    expect(await notes.getByRole('link', { name: 'Weigh the classes' }).getAttribute('href')).toContain(
      'class_weights=balanced',
    );
  });

  test('filters by a clicked bar, which becomes a chip and is taken away again', async () => {
    await page.getByRole('option', { name: /^different: 37 rows/ }).click();
    await rowsLeft('37 of 119 rows');
    await page.getByRole('option', { name: /^card: / }).click();
    await page.getByRole('button', { name: 'Take away the filter topic: card' }).waitFor();
    await page.getByRole('option', { name: /^film: / }).click();
    await page.getByRole('button', { name: 'Take away the filter topic: card or film' }).click();
    await page.getByRole('button', { name: 'Take away the filter label: different' }).click();
    await rowsLeft('119 rows');
  });

  test('searches all columns with hits marked and counted, and says when nothing is left', async () => {
    await page.getByRole('searchbox').fill('reserve');
    await page.locator('mark').first().waitFor();
    expect(await page.locator('.search-field').textContent()).toMatch(/\d+$/);
    await page.getByRole('searchbox').fill('no such words');
    await page.getByText('None of the 119 rows has “no such words”.').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await rowsLeft('119 rows');
  });

  test('sorts from the heads, up, down and back', async () => {
    const head = page.getByRole('columnheader', { name: /^length/ });
    await head.click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    await head.click();
    await expect.poll(() => cell(1, 0).textContent(), SOON).toBe('51');
    await head.click();
    await expect.poll(() => cell(1, 0).textContent(), SOON).toBe('1');
    expect(await head.getAttribute('aria-sort')).toBe('none');
  });

  test('opens a row in place with its tokens, the lost ones marked', async () => {
    await page.getByRole('button', { name: 'Show them' }).first().waitFor();
    await page.getByRole('option', { name: '1 truncated' }).click();
    await rowsLeft('1 of 119 rows');
    await cell(1, 2).click();
    await page.getByText('cut here').first().waitFor();
    expect(await page.locator('.opened-row .token.lost').count()).toBeGreaterThan(50);
    expect(await page.locator('.opened-row .token.shared').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Take away the filter tag: truncated' }).click();
  });

  test('goes from a duplicate to the row it repeats', async () => {
    await page.getByRole('option', { name: /^\d+ duplicates/ }).click();
    await cell(1, 0).click();
    await page.getByRole('button', { name: /^Same as row 40$/ }).click();
    await page.getByRole('rowheader', { name: '40', exact: true, expanded: true }).waitFor();
    await rowsLeft('119 rows');
  });

  test('puts a label right, takes it back, and keeps it over a reload', async () => {
    await grid().press('Control+Home');
    await cell(2, 0).click();
    const opened = page.locator('.opened-row');
    await opened.getByText('different', { exact: true }).click();
    await page.getByText('Row 2 is different now.').waitFor();
    await expect.poll(() => cell(2, 1).textContent(), SOON).toBe('different');
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => cell(2, 1).textContent(), SOON).toBe('same');
    await opened.getByText('different', { exact: true }).click();
    await expect.poll(() => cell(2, 1).textContent(), SOON).toBe('different');
    await page.getByText('1 label edited').waitFor();
    await page.reload();
    await expect.poll(() => cell(2, 1).textContent(), SOON).toBe('different');
    await page.getByText('1 label edited').waitFor();
  });

  test('exports what is shown, under the file’s own names', async () => {
    await page.getByRole('option', { name: /^different: / }).click();
    await rowsLeft('38 of 119 rows');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export 38 rows' }).click(),
    ]);
    const lines = readFileSync(await saved.path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(39);
    expect(lines[0]).toBe('row,split,question_a,question_b,label,topic');
    expect(lines.slice(1).every((line) => line.includes(',different,'))).toBe(true);
    await page.getByRole('button', { name: /^Take away the filter/ }).click();
  });

  test('can be walked and used by keyboard alone', async () => {
    const active = () =>
      grid().evaluate((element) => {
        const id = element.getAttribute('aria-activedescendant');
        return element.querySelector(`[id="${id}"]`)?.textContent;
      });
    await grid().focus();
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => Number(await active()), SOON).toBeGreaterThan(10);
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Home');
    await expect.poll(active, SOON).toBe('120');
    await page.keyboard.press('Enter');
    await page.locator('.opened-row .token').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.opened-row').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowRight');
    for (const _ of ['to the drawing', 'to the name']) await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('columnheader', { name: /^label/ }).getAttribute('aria-sort')).toBe(
      'ascending',
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Take away the filter label: / }).waitFor();
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('role')).toBe('grid');
  });

  test('moves a dataset to the trash and puts it back', async () => {
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
    await page.getByText('library desk is in the trash.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await rowsLeft('119 rows');
  });

  test('names file, row and remedy of files that cannot be opened', async () => {
    for (const { path, says } of writeBadFiles(folder)) {
      await view('data');
      await page.getByRole('button', { name: 'Open a file' }).waitFor();
      await page.getByLabel('Data files').setInputFiles(path);
      await page.getByRole('alert').filter({ hasText: says }).waitFor();
      expect(await page.getByRole('alert').textContent(), basename(path)).not.toContain('uploads');
    }
  });

  test('takes a dropped file, and says of a single column what it may mean', async () => {
    await view('data');
    await grid().waitFor();
    const transfer = await page.evaluateHandle(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['text|label\\nA fine book|good\\nA dull film|bad\\n'], 'piped.csv'));
      return data;
    })()`);
    await grid().dispatchEvent('dragenter', { dataTransfer: transfer });
    await page.getByText('Drop to open').waitFor();
    await grid().dispatchEvent('drop', { dataTransfer: transfer });
    await page.getByText('There is only one column, text|label.').waitFor();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await grid().waitFor();
  });

  test('offers a column of few values as the label where none was found by its name', async () => {
    await view('data');
    const rows = Array.from(
      { length: 12 },
      (_, i) => `A letter on the harbour no ${i},${i % 3 ? 'yes' : 'no'}`,
    );
    const buffer = Buffer.from(`body,verdict\n${rows.join('\n')}\n`);
    await page.getByLabel('Data files').setInputFiles({ name: 'letters.csv', mimeType: 'text/csv', buffer });
    await page.getByText('12 rows, read as text without labels').waitFor();
    await page.getByRole('button', { name: 'verdict', exact: true }).click();
    await page.getByText('12 rows, read as a label for each text: yes (8), no (4).').waitFor();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await grid().waitFor();
  });

  test('does not call back whoever has gone elsewhere while it adds a file', async () => {
    await view('data');
    const buffer = Buffer.from(`text,label\n${'a dry day,dry\na wet day,wet\n'.repeat(2)}`);
    await page.getByLabel('Data files').setInputFiles({ name: 'days.csv', mimeType: 'text/csv', buffer });
    await page.getByText('4 rows, read as a label for each text').waitFor();
    await page.getByRole('button', { name: 'Add to Data' }).focus();
    await page.evaluate("document.activeElement.click(); location.hash = 'runs'");
    const titles = async () => (await ask(page, 'datasets.list', {})).map(({ title }) => title);
    await expect.poll(titles, SOON).toContain('days');
    expect(page.url()).toMatch(/#runs$/);
  });

  test('shows entities underlaid, each type counted in the head', async () => {
    await view('data?dataset=entities');
    await page.getByRole('option', { name: /^PER: / }).click();
    await page.getByRole('button', { name: 'Take away the filter entities: PER' }).waitFor();
    await expect.poll(() => page.locator('.entity', { hasText: 'PER' }).count(), SOON).toBeGreaterThan(5);
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in any state, %s',
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const found: string[] = [];
      // The second theme differs from the first by its colours alone.
      const only = { within: 'main', ...(colorScheme === 'dark' ? { rule: 'color-contrast' } : {}) };
      const check = async (name: string) => {
        found.push(...(await axeFindings(page, only)).map((each) => `${name}: ${each}`));
      };
      await view('data?dataset=paraphrase&length=32&search=the');
      await cell(2, 0).click();
      await page.locator('.opened-row .token').first().waitFor();
      await check('an open row');
      await view('data?dataset=reviews&search=nowhere+at+all');
      await page.getByText('No row is left').waitFor();
      await check('no match');
      await view('data?dataset=entities');
      await page.locator('.entity').first().waitFor();
      await check('entities');
      await page.getByLabel('Data files').setInputFiles(writePairs(folder));
      await page.getByRole('table').waitFor();
      await check('a file before it is added');
      expect(found).toEqual([]);
    },
    120_000,
  );

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
