// node bench/looking_window.mjs FILE: the window over a large file of a person's own: first rows, a wheel through the rows,
// a row far down, a search, an order.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { chromium } from 'playwright';
import { build, isBuilt } from '../scripts/build.mjs';
import { findChromium } from '../scripts/chromium.mjs';
import { startStudio } from '../scripts/studio.mjs';
import { frames } from './frames.mjs';

const [file] = process.argv.slice(2);
if (!isBuilt()) build();
const home = mkdtempSync(join(tmpdir(), 'bert-studio-looking-'));
process.env.BERT_STUDIO_HOME = home;
const { DatasetQuestions } = await import('../dist/main/services/browsing/dataset-questions.js');
const title = basename(file, extname(file));
/** @type {import('../dist/main/services/studio/stage-files.js').StagedFiles} */
const staged = {
  path: file,
  source: title,
  files: [{ handle: 'x', name: title, path: file, split: 'train' }],
};
const { id } = await new DatasetQuestions(() => {}).keep({ staged, columns: {}, title, division: null });
const studio = await startStudio({ env: { BERT_STUDIO_HOME: home } });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(300_000);
  await page.goto(studio.link);
  await page.locator('main').first().waitFor();
  const results = {};
  const step = async (name, work) => {
    const started = Date.now();
    await work();
    results[name] = Date.now() - started;
  };
  const grid = page.getByRole('grid', { name: 'Rows' });
  const row = grid.locator('.sheet-body [role=row]').first();
  const count = (pattern) => page.locator('.rows-left').filter({ hasText: pattern }).waitFor();
  await step('first_rows_ms', async () => {
    await page.evaluate(`location.hash = 'data?dataset=${id}'`);
    await row.waitFor();
  });
  await step('whole_ms', () => page.locator('.rows-left').filter({ hasNotText: '5,000' }).waitFor());
  const box = await grid.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  results.wheel = await frames(page, () => page.mouse.wheel(0, 400));
  await step('far_down_ms', async () => {
    await grid.evaluate((element) => {
      element.scrollTop = 0.9 * element.scrollHeight;
    });
    await settled(grid);
  });
  const search = page.getByLabel('Search the rows');
  await step('search_first_ms', async () => {
    await search.fill('zanzibar express');
    await count(/^[1-9]\d* of/);
    await settled(grid);
  });
  await step('search_all_ms', () => page.getByText('Searching the rows').waitFor({ state: 'detached' }));
  await search.fill('');
  await count(/^[\d,]+ rows$/);
  await step('sort_ms', async () => {
    await grid.getByTitle('Sort by id').click();
    await grid.locator('[aria-sort=ascending]').waitFor();
    await settled(grid);
  });
  console.log(JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  await studio.close();
  rmSync(home, { recursive: true });
}

/** Until every row in sight has been read. */
async function settled(grid) {
  await grid.locator('.sheet-body [role=row]').first().waitFor();
  await grid.locator('.sheet-body [aria-busy=true]').first().waitFor({ state: 'detached' });
}
