import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTinyModel } from '../support/tiny-model.ts';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`folders from the disk, in a browser${WITH_CHROMIUM}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-folders-'));
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

  const write = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  };
  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);
  const choose = (name: string) => page.getByLabel('Data folder').setInputFiles(join(folder, name));
  const says = (words: string | RegExp) => page.getByRole('alert').filter({ hasText: words }).waitFor();
  /** Dropped by the browser itself: a page cannot make folders for a drop. */
  const drop = async (names: readonly string[], { x, y } = { x: 600, y: 400 }) => {
    const devtools = await page.context().newCDPSession(page);
    const files = names.map((name) => join(folder, name));
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await devtools.send('Input.dispatchDragEvent', { type, x, y, data });
    await devtools.detach();
  };

  test('a folder of texts by label is chosen, read, and added under its name', async () => {
    for (const label of ['good', 'bad'])
      for (let i = 0; i < 30; i++) write(`library reviews/${label}/${i}.txt`, `${label} book number ${i}`);
    write('library reviews/.DS_Store', 'x');
    await view('data');
    await page.getByRole('button', { name: 'More' }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('menuitem', { name: 'Open a folder' }).click();
    await (await chooser).setFiles(join(folder, 'library reviews'));
    await page.getByRole('heading', { name: 'library reviews' }).waitFor();
    await page.getByText(/^60 rows, read as a label for each text: (good|bad) \(30\)/).waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('library reviews');
    expect(await axeFindings(page, { within: 'main' })).toEqual([]);
    await page.getByRole('button', { name: 'Add to Data' }).click();
    await page.getByRole('option', { name: /^good: \d+ rows/ }).waitFor();
  });

  test('a folder of train, validation and test files is dropped, and each is for what its name says', async () => {
    const rows = (count: number) =>
      `text,label\n${Array.from({ length: count }, (_, i) => `text number ${i},${i % 2}`).join('\n')}\n`;
    write('splits/train.csv', rows(40));
    write('splits/validation.csv', rows(20));
    write('splits/test.csv', rows(10));
    write('splits/README.md', 'About it.');
    await view('data');
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
    await drop(['splits']);
    await page.getByRole('heading', { name: 'splits' }).waitFor();
    await page.getByText('training 40 rows, validation 20 rows').waitFor();
    await page.getByRole('rowheader', { name: 'test.csv' }).waitFor();
  });

  test('folders that are no dataset are told by name, with what to do instead', async () => {
    write('photos/one.png', 'x');
    await view('data');
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
    await drop(['photos']);
    await says(/photos holds no data file .* Choose the folder that holds them\./);
    await drop(['photos', 'splits']);
    await says('photos, splits are several folders. Drop the one that holds them, or one of them.');
    await writeTinyModel(join(folder, 'tiny'));
    await drop(['tiny']);
    await says('tiny holds a model, with its config.json and weights. Import it in Settings, under Models.');
    write('unclear/one/notes.json', '[1]');
    write('unclear/two/notes.json', '[1]');
    await page.getByRole('button', { name: 'Data', exact: true }).click();
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
    await choose('unclear');
    await says(/one\/notes\.json/);
  });

  test('the folder of a model is taken in where it is dropped on the models', async () => {
    await view('settings?at=models');
    await page.getByRole('button', { name: 'Import a folder' }).scrollIntoViewIfNeeded();
    await drop(['tiny'], (await page.getByRole('button', { name: 'Import a folder' }).boundingBox())!);
    await page.getByRole('link', { name: 'Try tiny' }).waitFor();
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints.filter((each) => !/400/.test(each))).toEqual([]);
  });
});
