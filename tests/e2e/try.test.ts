import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeTinyModel } from '../support/tiny-model.ts';
import { axeFindings, CHROMIUM, choose, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const ROWS = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'good day' : 'bad day'));

/** Small files whose kinds make each head: labels, several labels, a number, names. */
const FILES = {
  'labels.csv': `text,label\n${ROWS.map((row) => `${row},${row.slice(0, 4).trim()}`).join('\n')}\n`,
  'several.jsonl': ROWS.map((text) => JSON.stringify({ text, label: [text.slice(0, 4).trim(), 'day'] })).join(
    '\n',
  ),
  'number.csv': `text,label\n${ROWS.map((row, i) => `${row},${(i % 7) + 0.5}`).join('\n')}\n`,
  'names.conll': ROWS.map((row) =>
    row
      .split(' ')
      .map((word, i) => `${word} ${i === 0 ? 'B-PER' : 'O'}`)
      .join('\n'),
  ).join('\n\n'),
};

describe.skipIf(CHROMIUM === null)(`trying models${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(30_000);
    await writeTinyModel(join(studio.home, 'tiny'));
    mkdirSync(join(studio.home, 'runs'), { recursive: true });
    for (const [file, text] of Object.entries(FILES)) {
      writeFileSync(join(studio.home, file), text);
      train(studio.home, file);
    }
  }, 180_000);
  afterAll(async () => studio?.close());

  const open = (query: string) => page.evaluate(`location.hash = ${JSON.stringify(`try${query}`)}`);
  const side = (name: string) => page.getByRole('region', { name });

  test('a hidden word is guessed as it is typed, and a text without one is told what is missing', async () => {
    await open('?look=fill');
    await page.getByRole('rowheader', { name: 'froze', exact: true }).waitFor();
    await page.getByRole('textbox').fill('Paris is the capital of [MASK].');
    await page.getByRole('rowheader', { name: 'france' }).waitFor();
    await page.getByRole('textbox').fill('No blank at all.');
    await page.getByText('Put [MASK] where the word to guess belongs.').waitFor();
    await page.getByRole('textbox').fill('');
    await page.getByText('Nothing to read yet.').waitFor();
    await page.getByRole('textbox').fill('A text to read, with a [MASK].');
    await side('The blank').getByRole('table').waitFor();
  });

  test('a text longer than the model reads is answered, and its attention is seen whole', async () => {
    await page.getByRole('textbox').fill(`The [MASK] is long. ${'word '.repeat(600)}`);
    await page.getByRole('img', { name: /^Layer 1, head 1: from each token/ }).waitFor({ timeout: 90_000 });
    const labels = page.locator('.head-map text');
    await expect.poll(() => labels.count(), { timeout: 90_000 }).toBe(2 * 512);
    expect(await page.locator('.head-map path.weight').count()).toBeGreaterThan(5);
    await page
      .getByRole('table', { name: 'Strongest links between words' })
      .getByRole('row')
      .first()
      .waitFor();
    await page.getByRole('textbox').fill('A text to read, with a [MASK].');
    await expect.poll(() => labels.count(), { timeout: 90_000 }).toBe(2 * 11);
  }, 200_000);

  test('a run stands beside itself before training, and the checkpoint is chosen by arrow keys', async () => {
    await open('?model=run:labels.csv');
    await side('Left model').getByText('before training').waitFor();
    const states = side('Right model').getByRole('slider');
    await states.press('Home');
    await side('Right model').getByText('before training').waitFor();
    expect(await states.getAttribute('aria-valuetext')).toBe('before training');
    await states.press('ArrowRight');
    await side('Right model').getByText('step 4').waitFor();
    await side('Right model').getByRole('table', { name: 'Probabilities' }).waitFor();
  });

  test('a head for several labels says each by itself, and one for a number says the number', async () => {
    await open('?model=run:several.jsonl');
    const shares = side('Right model').getByRole('table', { name: 'Probabilities' });
    await shares.getByRole('rowheader', { name: 'day' }).waitFor();
    expect(await shares.getByRole('row').count()).toBe(3);
    await choose(page, 'Right model', 'number.csv');
    await side('Right model').getByText('predicted').waitFor();
  });

  test('names are written below the words they were found in', async () => {
    await open('?model=run:names.conll');
    await page.getByRole('textbox').fill('good bad day');
    await side('Right model')
      .getByText(/names? found|No word is taken/)
      .waitFor();
  });

  test('every head is reached by arrow keys, and the chosen one is said in words', async () => {
    const first = page.getByRole('button', { name: /^Layer 1, head 1:/ });
    await first.waitFor();
    await first.click();
    await first.press('ArrowDown');
    await page.getByRole('heading', { name: 'Layer 2, head 1' }).waitFor();
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Layer 2, head 1:/);
    const map = page.getByRole('img', { name: /^Layer 2, head 1: from each token/ });
    await map.press('ArrowUp');
    await page.getByRole('status').filter({ hasText: 'of its attention' }).waitFor();
    await page.getByRole('table', { name: 'Strongest links between words' }).waitFor();
  });

  test('tokens are counted, with those the vocabulary lacks', async () => {
    await page.getByRole('radio', { name: 'Tokens' }).check();
    await page.getByText('tokens, of which').waitFor();
  });

  test('many lines come back as a table and as a file, with what was left out', async () => {
    await open('?look=lines');
    await choose(page, 'Model', 'labels.csv');
    await page.getByRole('textbox').fill('good day\n\nbad day\n');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText('2 rows predicted').waitFor();
    await page.getByRole('switch', { name: 'Compute with 8-bit integers' }).press('Space');
    await page.getByRole('button', { name: 'Predict', exact: true }).click();
    await page.getByText(/2 rows predicted in .* with 8-bit integers/).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save all as CSV' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/labels.*\.csv$/);
  });

  test('a file that cannot be read says which and why, and the next one is answered', async () => {
    const broken = { name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from('text\n') };
    await page.locator('input[type=file]').setInputFiles(broken);
    await page
      .getByRole('alert')
      .getByText(/rows\.csv.* has no rows/)
      .waitFor();
    await page
      .locator('input[type=file]')
      .setInputFiles({ ...broken, buffer: Buffer.from('text\ngood day\n') });
    await page.getByText('1 row predicted').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing in any look, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const query of ['?look=fill', '?model=run:labels.csv', '?model=run:names.conll', '?look=lines']) {
      await open(query);
      await page.locator('.asked, .many').first().waitFor();
      expect(await axeFindings(page), query).toEqual([]);
    }
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});

/** A few steps of the tiny model on a file; the run is named after the file. */
function train(home: string, file: string): void {
  const args = [
    '--max_steps=8',
    '--eval_strategy=steps',
    '--eval_steps=4',
    '--save_strategy=steps',
    '--save_steps=4',
  ];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['scripts/start.mjs', 'train', `--model=${join(home, 'tiny')}`, `--data=${join(home, file)}`].concat(
      `--output_dir=${join(home, 'runs', file)}`,
      '--max_seq_length=16',
      '--threads=1',
      args,
    ),
    { encoding: 'utf8', env: { ...process.env, BERT_STUDIO_HOME: home } },
  );
  if (status !== 0) throw new Error(`train ended with ${status}: ${stderr}`);
}
