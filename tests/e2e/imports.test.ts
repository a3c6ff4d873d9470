import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeHub, type ServedFile, servedModel } from '../hub/fake-hub.ts';
import { writeTinyModel } from '../support/tiny-model.ts';
import { zipBytes } from '../support/zip-bytes.ts';
import { axeFindings, CHROMIUM, choose, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

const rows = (line: (i: number) => string) =>
  `text,stars,genres\n${Array.from({ length: 40 }, (_, i) => line(i)).join('\n')}\n`;
const FILMS = rows(
  (i) => `film number ${i} was ${i % 2 ? 'long' : 'short'},${(i % 5) + 1},${i % 2 ? 'drama' : 'drama;love'}`,
);

describe.skipIf(CHROMIUM === null)(`models and data from elsewhere, in a browser${WITH_CHROMIUM}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'bert-studio-imports-'));
  let hub: FakeHub;
  let studio: StudioPage;
  let page: Page;
  let files: ServedFile[];

  beforeAll(async () => {
    await writeTinyModel(join(folder, 'tiny'));
    const data = ['one/train.csv', 'one/validation.csv', 'two/train.csv'].map((path) => ({
      path,
      content: Buffer.from(FILMS),
      lfs: true,
    }));
    files = [...servedModel(join(folder, 'tiny')), ...data];
    hub = new FakeHub(files);
    studio = await openStudio({ HF_ENDPOINT: await hub.listen(), HF_HOME: join(folder, 'hf') });
    page = studio.page;
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => {
    await studio?.close();
    await hub?.close();
    rmSync(folder, { recursive: true });
  });

  const view = (name: string) => page.evaluate(`location.hash = ${JSON.stringify(name)}`);
  const dialog = () => page.getByRole('dialog');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const zip = async (name: string, content: Readonly<Record<string, string | Buffer>>) => {
    const path = join(folder, name);
    writeFileSync(path, await zipBytes(content));
    return path;
  };
  const tinyZip = () =>
    zip(
      'tiny two.zip',
      Object.fromEntries(files.slice(0, -3).map(({ path, content }) => [`tiny/${path}`, content])),
    );
  const axe = (within: string) => axeFindings(page, { within });

  test('a model is looked at by keyboard: its files and sizes, the disk, and where it comes from', async () => {
    await view('settings?at=models');
    await button('From the Hugging Face Hub').press('Enter');
    await dialog().getByLabel('Name on the Hub').fill('org/tiny');
    await page.keyboard.press('Enter');
    await dialog()
      .getByRole('row', { name: /^model\.safetensors .* nothing$/ })
      .waitFor();
    await dialog()
      .getByText(/are free, .* are needed, the copy/)
      .waitFor();
    await dialog()
      .getByText(/From http:\/\/127\.0\.0\.1:\d+, through no proxy\./)
      .waitFor();
    expect(hub.asked).toEqual([]);
    expect(await axe('[role=dialog]')).toEqual([]);
  });

  test('it is cancelled in the middle, goes on from there, is checked, and is one of the models', async () => {
    hub.faults.push({ kind: 'hold', after: 2000 });
    await dialog().getByLabel('Name here').fill('from-hub');
    await dialog()
      .getByRole('button', { name: /^Fetch \d/ })
      .click();
    await dialog()
      .getByText(/model\.safetensors$/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog()
      .getByText(/^Cancelled at .* What arrived stays/)
      .waitFor();
    await dialog().getByRole('button', { name: 'Go on' }).click();
    await dialog()
      .getByText(/is here: 2 layers, 8 wide/)
      .waitFor();
    expect(hub.asked).toContain('bytes=2000-');
    expect(await axe('[role=dialog]')).toEqual([]);
    await dialog().getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: 'Try from-hub' }).waitFor();
  });

  test('wrong bytes and a name that is taken are told in the dialog', async () => {
    await button('From the Hugging Face Hub').click();
    await dialog().getByLabel('Name on the Hub').fill('org/other');
    await dialog().getByRole('button', { name: 'Look' }).click();
    await dialog().getByRole('alert').filter({ hasText: 'There is no model "org/other"' }).waitFor();
    await dialog().getByLabel('Name on the Hub').fill('org/tiny');
    await dialog().getByRole('button', { name: 'Look' }).click();
    await dialog().getByLabel('Name here').fill('from-hub');
    await dialog().getByRole('button', { name: 'Take it in' }).click();
    await dialog().getByRole('alert').filter({ hasText: 'already a model named "from-hub"' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('a dataset of the Hub is fetched by its configuration and opened as any file, then added', async () => {
    await view('data');
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Fetch from the Hugging Face Hub' }).click();
    await dialog().getByLabel('Name on the Hub').fill('org/tiny');
    await dialog().getByRole('button', { name: 'Look' }).click();
    await choose(page, 'Configuration', 'one');
    await dialog()
      .getByRole('row', { name: /^one\/validation\.csv/ })
      .waitFor();
    await dialog()
      .getByRole('button', { name: /^Fetch \d/ })
      .click();
    await page.getByRole('heading', { name: 'org/tiny one on the Hugging Face Hub' }).waitFor();
    await page.getByText('training 40 rows, validation 40 rows.').waitFor();
    expect(await page.getByLabel('Name').inputValue()).toBe('org/tiny one');
    await choose(page, 'Read as', 'one label for each text');
    await choose(page, 'Label', 'stars');
    await page.getByText(/read as a label for each text: 1 \(16\)/).waitFor();
    await button('Add to Data').click();
    await page.getByRole('grid', { name: 'Rows' }).waitFor();
    expect(await page.getByText('Validation 40').count()).toBe(1);
  });

  test('a zip of data: each file is for what a person says, rows are read as they say', async () => {
    const path = await zip('films.zip', {
      'films/first.csv': FILMS,
      'films/second.csv': FILMS,
      'films/README.md': 'x',
    });
    await view('data');
    await page.getByLabel('Data files').setInputFiles(path);
    await page.getByRole('heading', { name: 'films.zip' }).waitFor();
    await choose(page, 'Rows of films/second.csv', 'not used');
    await page.getByText('Training will learn from 32 rows').waitFor();
    await choose(page, 'Rows of films/second.csv', 'training learnt from');
    await page.getByText('training 80 rows.').waitFor();
    await choose(page, 'Read as', 'a number for each text');
    await choose(page, 'Number', 'stars');
    await page.getByText('80 rows, read as a number for each text.').waitFor();
    await choose(page, 'Read as', 'any number of labels');
    await choose(page, 'Labels', 'genres');
    await page.getByText(/read as any number of labels for each text: drama \(80\), love \(40\)/).waitFor();
    expect(await axe('main')).toEqual([]);
    await choose(page, 'Read as', 'a tag for each word');
    await page.getByRole('alert').filter({ hasText: 'no column that looks like words' }).waitFor();
    expect(await button('Add to Data').isDisabled()).toBe(true);
    await choose(page, 'Read as', 'any number of labels');
    await choose(page, 'Labels', 'genres');
    await button('Add to Data').click();
    await page.getByRole('option', { name: /^love: 40 rows/ }).waitFor();
  });

  test('a zip of a model is taken in by the picker, and by way of Data where it is dropped there', async () => {
    const path = await tinyZip();
    await view('settings?at=models');
    await page.getByLabel('Zip file of a model').setInputFiles(path);
    await page.getByRole('link', { name: 'Try tiny-two' }).waitFor();
    await view('data');
    await page.getByLabel('Data files').setInputFiles(await zip('third.zip', { 'config.json': '{}' }));
    await page.getByText('third.zip holds a model’s folder').waitFor();
    await page.getByRole('link', { name: 'Import it as a model' }).click();
    await page.getByRole('alert').filter({ hasText: 'That did not work.' }).waitFor();
  });

  test('a zip that leads out of its folder, or holds nothing, is refused by its name', async () => {
    await view('data');
    await page.getByLabel('Data files').setInputFiles(await zip('photos.zip', { 'photo.png': 'x' }));
    await page.getByRole('alert').filter({ hasText: 'photos.zip holds no dataset' }).waitFor();
  });

  test('without a network it says what to bring on a stick', async () => {
    await hub.close();
    await view('settings?at=models');
    await button('From the Hugging Face Hub').click();
    await dialog().getByLabel('Name on the Hub').fill('org/tiny');
    await dialog().getByRole('button', { name: 'Look' }).click();
    const steps = dialog().getByRole('region', { name: 'Without a network' });
    await steps.getByText(/org\/tiny\/tree\/main/).waitFor();
    await steps.getByText(/config\.json, tokenizer\.json/).waitFor();
    expect(await axe('[role=dialog]')).toEqual([]);
    await page.keyboard.press('Escape');
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints.filter((each) => !/400|upload/.test(each))).toEqual([]);
  });
});
