import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openModel } from '../../main/storage/models.ts';
import { SafetensorsFile } from '../../main/storage/safetensors.ts';
import { extractZip } from '../../main/storage/zip.ts';
import { FERRIES } from './data-files.ts';
import {
  ask,
  axeFindings,
  CHROMIUM,
  choose,
  openStudio,
  type StudioPage,
  WITH_CHROMIUM,
} from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`training in the studio${WITH_CHROMIUM}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-train-e2e-'));
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(55_000);
    const handle = await page.evaluate<string>(`(${UPLOAD_ROWS})(${JSON.stringify(FERRIES)})`);
    await ask(page, 'datasets.import', { files: [{ handle }], title: 'Ferries' });
  });
  afterAll(async () => {
    await studio?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);
  const field = (name: string) => page.getByLabel(name, { exact: true });
  const startButton = () => page.getByRole('button', { name: 'Start', exact: true });
  const openExport = () =>
    page.getByRole('region', { name: 'Ferries, first' }).getByRole('button', { name: 'Export' }).click();
  /** Keeps the file that a click saves. @returns its path. */
  const saved = async (button: Locator) => {
    const [file] = await Promise.all([page.waitForEvent('download'), button.click()]);
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return path;
  };
  const exported = async (as: string) => {
    await page.getByText(as, { exact: true }).click();
    await page.getByRole('button', { name: 'Write it' }).click();
    return saved(page.getByRole('link', { name: /^Save/ }));
  };

  test('says what a run will take, measured on this machine, before it starts', async () => {
    await view('train');
    await choose(page, 'Data', 'Ferries');
    const estimate = page.getByRole('complementary', { name: 'What it will take' });
    await estimate.getByText(/between \d+:\d\d and \d+:\d\d/).waitFor();
    await estimate.getByText(/five timed ones on real batches of this data/).waitFor();
    const chosen = page.getByRole('radio', { name: /MiniLM/ });
    expect(await page.locator('label', { has: chosen }).textContent()).toMatch(/\d:\d\d.*GB/s);
    const other = page.getByRole('radio', { name: /BERT base/ });
    expect(await page.locator('label', { has: other }).textContent()).toContain('not measured yet');
    await page.getByText(/always the same answer 50/).waitFor();
  });

  test('what was measured on other data is not said of this, and of names F1 is predicted', async () => {
    await page.getByText('48 rows to learn from, 12 to be judged by.').waitFor();
    await choose(page, 'Data', 'Entities');
    await page.getByText('It will find names with an F1 of').waitFor();
    expect(await page.getByText('12 to be judged by').count()).toBe(0);
    expect(await page.getByText(/between \d+:\d\d and/).count()).toBe(0);
    await choose(page, 'Data', 'Ferries');
    await page.getByText('48 rows to learn from, 12 to be judged by.').waitFor();
  });

  test('a field that cannot be read says what to write, and Start waits for it', async () => {
    await page.getByRole('button', { name: 'TrainingArguments' }).click();
    await field('warmup_steps').fill('10 %');
    await page.getByText('For 10 per cent write 0.1; for so many steps, 10.').waitFor();
    expect(await startButton().isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Put back warmup_steps' }).click();
    expect(await startButton().isEnabled()).toBe(true);
  });

  test('two arguments that contradict are joined, with two ways out', async () => {
    await choose(page, 'load_best_model_at_end', 'True');
    await choose(page, 'save_strategy', 'no');
    await page.getByRole('button', { name: 'Keep the last model' }).waitFor();
    await page.getByRole('button', { name: 'Save as often as it evaluates' }).click();
    expect(await startButton().isEnabled()).toBe(true);
  });

  test('trains a real model, live: the batch, the first point, paused, and whole again after a reload', async () => {
    await field('num_train_epochs').fill('2');
    await field('per_device_train_batch_size').fill('8');
    await page.getByLabel('Your guess in per cent').fill('70');
    await page.getByLabel('Name', { exact: true }).fill('Ferries, first');
    await startButton().click();
    await page.getByRole('heading', { name: 'Ferries, first' }).waitFor();
    await page.getByRole('button', { name: /The batch at hand/ }).click();
    await page
      .getByRole('table', { name: 'Rows of the batch, as the model reads them' })
      .getByText('the ferry')
      .first()
      .waitFor();
    await page.getByRole('group', { name: /^Loss\. Training from/ }).waitFor();
    const row = page.getByRole('row', { name: /Ferries, first/ });
    await row.getByRole('cell', { name: 'Ferries', exact: true }).waitFor();
    await row.getByText('not evaluated yet').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Go on' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const table = page.getByRole('table', { name: /of \d+, and all evaluations/ });
    await table.getByRole('rowheader', { name: '1', exact: true }).waitFor();
    await table.getByRole('rowheader', { name: '0', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Show the curves' }).click();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByText('12 steps in').waitFor();
  });

  test('the same examples are seen at each evaluation, and the guess beside the result', async () => {
    const watched = page.getByRole('region', { name: 'The same examples at each evaluation' });
    expect(await watched.getByRole('columnheader').allTextContents()).toEqual([
      'Held-out pairs',
      'answer',
      'before',
      'epoch 1',
      'epoch 2',
    ]);
    expect(await watched.getByRole('row').count()).toBe(9);
    expect(await watched.locator('.said').count()).toBe(24);
    await page.getByRole('img', { name: /You said 70.*Measured \d/ }).waitFor();
    const matrix = page.getByRole('table', { name: /Rows are the true labels/ });
    const counts = (await matrix.locator('td').allTextContents()).map(Number);
    expect(counts.reduce((a, b) => a + b)).toBe(12);
  });

  test('arrow keys read out each step of the curve', async () => {
    await page.getByRole('group', { name: /^Loss\./ }).focus();
    await page.keyboard.press('Home');
    await page
      .getByRole('status')
      .getByText(/^step 1, epoch/)
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Shift+ArrowRight');
    await page
      .getByRole('status')
      .getByText(/^step 7, epoch/)
      .waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
  });

  test('zoomed by the wheel, the way back to the whole run lies clear of the figures under the crosshair', async () => {
    const chart = page.getByRole('group', { name: /^Loss\. Training from/ });
    const { x, y, width, height } = (await chart.boundingBox())!;
    await page.mouse.move(x + width / 3, y + height / 2);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    const whole = chart.getByRole('button', { name: 'Whole run' });
    await whole.waitFor();
    await page.mouse.move(x + width / 3 + 8, y + height / 2);
    const figures = (await page.locator('.crosshair-box').boundingBox())!;
    expect((await whole.boundingBox())!.y).toBeGreaterThanOrEqual(figures.y + figures.height);
    await choose(page, 'Horizontal axis', 'By epoch');
    await chart.press('Home');
    await page
      .getByRole('status')
      .getByText(/^step 1, epoch/)
      .waitFor({ state: 'attached' });
    await chart.press('Escape');
    await whole.waitFor();
    await choose(page, 'Horizontal axis', 'By step');
    await whole.press('Enter');
    await whole.waitFor({ state: 'detached' });
  });

  test('a clone with another seed is compared: only the seed differs, and the gap is called luck', async () => {
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: 'Clone' }).click();
    await page.getByText('with the settings of “Ferries, first”').waitFor();
    await page.getByRole('combobox', { name: 'Data', exact: true }).getByText('Ferries').waitFor();
    await page.getByRole('button', { name: 'TrainingArguments' }).click();
    expect(await field('per_device_train_batch_size').inputValue()).toBe('8');
    await field('seed').fill('7');
    await page.getByLabel('Name', { exact: true }).fill('Ferries, seed 7');
    await startButton().click();
    await page.getByRole('heading', { name: 'Ferries, seed 7' }).waitFor();
    await page.getByText('12 steps in').waitFor();
    await page.getByRole('checkbox', { name: 'Compare Ferries, first' }).check();
    await page.getByRole('checkbox', { name: 'Compare Ferries, seed 7' }).check();
    const differs = page.getByRole('table', { name: 'Settings that differ' });
    await differs.getByRole('rowheader', { name: 'seed', exact: true }).waitFor();
    expect(await differs.getByRole('rowheader').allTextContents()).toEqual(['seed']);
    await page.getByText(/one recipe with 2 seeds.*may be luck/).waitFor();
    await page.getByRole('group', { name: /^Loss of 2 runs/ }).waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in Train, a run and a comparison, %s',
    async (scheme) => {
      await page.emulateMedia({ colorScheme: scheme });
      const found: string[] = [];
      const look = async (where: string) => {
        found.push(...(await axeFindings(page)).map((each) => `${where}: ${each}`));
      };
      await look('comparison');
      await page.getByRole('button', { name: 'Choose none' }).click();
      await page.getByRole('button', { name: 'Open the chart' }).click();
      await page.getByRole('complementary', { name: /^Chart of/ }).waitFor();
      await look('run and strip');
      await page.keyboard.press('Escape');
      await view('train');
      await page.getByRole('button', { name: 'TrainingArguments' }).click();
      await look('train');
      await view('runs');
      await page.getByRole('checkbox', { name: 'Compare Ferries, first' }).check();
      await page.getByRole('checkbox', { name: 'Compare Ferries, seed 7' }).check();
      expect(found).toEqual([]);
    },
  );

  test('a run is exported as a folder that opens, and its curves as a CSV', async () => {
    await page.getByRole('button', { name: 'Choose none' }).click();
    await page.getByRole('link', { name: 'Ferries, first' }).click();
    await page.getByRole('heading', { name: 'Ferries, first' }).waitFor();
    await openExport();
    const checkpoint = page.getByRole('combobox', { name: 'Checkpoint' });
    expect(await checkpoint.textContent()).toMatch(/^The (best, checkpoint-\d+|last)$/);
    const zip = await exported('float16');
    await extractZip(zip, join(folder, 'unpacked'));
    const model = join(folder, 'unpacked', basename(zip, '.zip'));
    expect((await openModel(model)).checkpointHead.labels).toEqual(['other', 'same']);
    const weights = await SafetensorsFile.open(join(model, 'model.safetensors'));
    expect(weights.tensors.get('classifier.weight')?.shape).toEqual([2, 384]);
    await weights.close();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More of the curves' }).click();
    const csv = await saved(page.getByRole('menuitem', { name: 'Save as CSV' }));
    const lines = readFileSync(csv, 'utf8').trimEnd().split('\n');
    expect(lines.filter((line) => line.startsWith('train,'))).toHaveLength(12);
    expect(lines.filter((line) => line.startsWith('validation,'))).toHaveLength(3);
  });

  test('the same run is exported as ONNX, which ONNX Runtime opens, and as the Python script of its recipe', async () => {
    await openExport();
    const session = await InferenceSession.create(await exported('ONNX'));
    expect(session.inputNames).toContain('input_ids');
    expect(session.outputNames).toContain('logits');
    await session.release();
    const script = readFileSync(await exported('Python script'), 'utf8');
    expect(script).toMatch(/TrainingArguments\(.*Trainer\(/s);
    await page.keyboard.press('Escape');
  });

  test('a run takes a name of 200 letters and a note, goes to the trash and comes back', async () => {
    const name = 'long '.repeat(40).trim();
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByLabel('Name of the run').fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: 'Write a note' }).click();
    await page.getByLabel('Note on the run').fill('the first one');
    await page.keyboard.press('Enter');
    await page.getByText('the first one').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.getByRole('button', { name: 'More of this run' }).click();
    await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
    await page.getByRole('rowheader', { name }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('rowheader', { name }).waitFor();
  });

  test('a model trained here is asked', async () => {
    await page.getByRole('link', { name: 'Try it' }).click();
    const answer = page
      .getByRole('region', { name: 'Right model' })
      .getByRole('table', { name: 'Probabilities' });
    await answer.waitFor();
    const shares = (await answer.locator('td:last-child').allTextContents()).map(Number.parseFloat);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 2);
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});

/** Run in the page: hands the rows over as a file. */
const UPLOAD_ROWS = `async (csv) => {
  const response = await fetch('./upload/ferries.csv', { method: 'PUT', body: csv });
  return (await response.json()).value.handle;
}`;
