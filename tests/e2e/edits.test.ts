import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const SOON = { timeout: 10_000 };
const lines = (line: (i: number) => object) =>
  Array.from({ length: 20 }, (_, i) => JSON.stringify(line(i))).join('\n');

describe.skipIf(CHROMIUM === null)(`rows put right by hand, in a browser${WITH_CHROMIUM}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-edits-'));
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
  const cell = (row: number, column: number) =>
    page.locator(`[role=row][aria-rowindex="${row + 2}"] > *`).nth(column);
  const opened = () => page.locator('.opened-row');
  const notes = () => page.getByRole('complementary');
  const add = async (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    await view('data');
    await page.getByLabel('Data files').setInputFiles(path);
    await page.getByRole('button', { name: 'Add to Data' }).click();
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
  };
  const axe = () => axeFindings(page, { within: 'main' });

  test('words are chosen by keyboard and made an entity, taken back, and kept over a reload', async () => {
    await add(
      'names.jsonl',
      lines((i) => ({ tokens: ['Ada', 'Byron', 'met', `friend${i}`], tags: ['B-PER', 'O', 'O', 'B-ORG'] })),
    );
    await cell(1, 0).click();
    const words = opened().getByRole('listbox', { name: 'tags' });
    await words.press('Home');
    await words.press('Shift+ArrowRight');
    expect(await axe()).toEqual([]);
    await opened().getByRole('button', { name: 'ORG', exact: true }).press('Enter');
    await page.getByText('Row 1 has other tags now.').waitFor();
    await opened().getByRole('option', { name: 'Byron I-ORG' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await opened().getByRole('option', { name: 'Ada B-PER' }).waitFor();
    await words.press('End');
    await opened().getByRole('button', { name: 'no entity' }).click();
    await opened().getByRole('option', { name: 'friend0 O' }).waitFor();
    await notes().getByText('1 label edited').waitFor();
    await page.reload();
    await notes().getByText('1 label edited').waitFor();
    await cell(1, 0).click();
    await opened().getByRole('button', { name: 'Back to the file’s own' }).click();
    await opened().getByRole('option', { name: 'friend0 B-ORG' }).waitFor();
  });

  test('any number of labels are given by boxes, and Ctrl Z takes the latest back', async () => {
    await add(
      'films.jsonl',
      lines((i) => ({ text: `a long film ${i}`, labels: i % 2 ? ['drama'] : ['drama', 'love'] })),
    );
    await cell(1, 0).click();
    await opened().getByRole('checkbox', { name: 'love' }).press('Space');
    await page.getByText('Row 1 is drama now.').waitFor();
    await expect.poll(() => cell(1, 1).textContent(), SOON).not.toContain('love');
    expect(await axe()).toEqual([]);
    await page.getByRole('grid', { name: 'Rows' }).press('Control+z');
    await expect.poll(() => cell(1, 1).textContent(), SOON).toContain('love');
  });

  test('a number is typed, and what is none is not taken', async () => {
    await add(
      'scores.jsonl',
      lines((i) => ({ text: `a long film ${i}`, score: i / 8 })),
    );
    await cell(1, 0).click();
    const field = opened().getByLabel('Number of this row');
    await field.fill('many');
    await field.press('Enter');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('4.25');
    await field.press('Enter');
    await page.getByText('Row 1 is 4.25 now.').waitFor();
    await expect.poll(() => cell(1, 1).textContent(), SOON).toContain('4.25');
    expect(await axe()).toEqual([]);
  });

  test('a row is left out, is no leak then and not among the figures, and is taken in again', async () => {
    await view('data?dataset=reviews');
    await page.getByRole('option', { name: /^positive: / }).waitFor();
    await cell(1, 0).click();
    await opened().getByRole('button', { name: 'Leave out' }).click();
    await page.getByText('Row 1 is neither learnt from nor judged on now.').waitFor();
    await notes().getByText('1 row left out by you').waitFor();
    await page.getByRole('option', { name: '1 left out' }).waitFor();
    await opened().getByRole('button', { name: 'Take in again' }).click();
    await notes().getByText('1 row left out by you').waitFor({ state: 'detached' });
    await page.getByRole('grid', { name: 'Rows' }).press('Control+z');
    await notes().getByText('1 row left out by you').waitFor();
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
