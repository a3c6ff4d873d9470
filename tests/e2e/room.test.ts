import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { idOf, writeRoom } from '../results/result-files.ts';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`a room of learners${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;
  let files: string[];

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
    files = await writeRoom(join(studio.home, 'sent'), 20);
    const broken = join(studio.home, 'sent/broken.json');
    writeFileSync(broken, readFileSync(files[0]!, 'utf8').slice(0, 700));
    files.push(broken);
    await page.evaluate('location.hash = "runs"');
  });
  afterAll(async () => studio?.close());

  const learners = () => page.getByRole('table', { name: /^Learners/ }).getByRole('row');

  test('twenty files are dropped into Runs at once; the broken one is named, and the rest is there', async () => {
    await page.getByRole('heading', { name: 'Runs', exact: true }).waitFor();
    const sent = files.map((path) => ({ name: path.split('/').at(-1)!, text: readFileSync(path, 'utf8') }));
    const data = await page.evaluateHandle(`(() => {
      const transfer = new DataTransfer();
      for (const { name, text } of ${JSON.stringify(sent)}) transfer.items.add(new File([text], name));
      return transfer;
    })()`);
    await page.dispatchEvent('.drop-zone', 'dragenter', { dataTransfer: data });
    await page.getByText('Drop to see a room').waitFor();
    await page.dispatchEvent('.drop-zone', 'drop', { dataTransfer: data });
    await page.getByText('20 learners', { exact: true }).waitFor();
    await page.getByRole('alert').getByText('broken.json is damaged').waitFor();
    await expect.poll(() => learners().count()).toBe(21);
  });

  test('curves, spread over seeds, predictions and gains by question are there, in words too', async () => {
    await page
      .getByText(/20 seeds with the same settings reach a best accuracy between 0\.\d{3} and/)
      .waitFor();
    await page.getByText(/Predicted beforehand: 75.% on average/).waitFor();
    const chart = page.getByRole('region', { name: 'Curves of the room' });
    await chart.getByRole('group', { name: /^Training loss of 20 runs/ }).waitFor();
    const quiz = page.getByRole('table', { name: /^Quiz/ }).getByRole('row', { name: /looking both ways/ });
    expect(await quiz.textContent()).toMatch(/50.% of 20.*100.% of 15.*\+33 of 15/);
    expect(await quiz.textContent()).toContain('Wrong most often: One side is enough (10)');
    await chart.getByRole('button', { name: 'Show as a table' }).press('Enter');
    const rows = chart.getByRole('table').getByRole('row', { name: /^Paraphrase/ });
    await expect.poll(() => rows.count()).toBe(3);
    expect(await rows.nth(2).textContent()).toMatch(/14420/);
    await chart.getByRole('button', { name: 'Show the curves' }).press('Enter');
  });

  test('a learner is named and highlighted by keyboard, and the name outlives a reload', async () => {
    const field = page.getByRole('textbox', { name: `Name of ${idOf(3)}` });
    await field.focus();
    // Its curves stand out on the charts meanwhile.
    const row = learners().filter({ has: field });
    await expect.poll(() => row.getAttribute('class')).toMatch(/\blit\b/);
    await field.fill('By the window');
    await field.press('Enter');
    await page.getByRole('checkbox', { name: 'Highlight By the window' }).press('Space');
    await page.getByRole('button', { name: 'Take 1 away' }).waitFor();
    await page.reload();
    await page.getByRole('textbox', { name: 'Name of By the window' }).waitFor();
    await expect.poll(() => learners().count()).toBe(21);
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.getByRole('table', { name: /^Quiz/ }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test.each([
    [1440, 900],
    [1024, 700],
  ])(
    'at a projector’s 150 % every learner has a name, and nothing leaves the view, %d x %d',
    async (width, height) => {
      await page.setViewportSize({ width, height });
      await page.evaluate("document.documentElement.style.fontSize = '150%'");
      const name = page.getByRole('textbox', { name: `Name of ${idOf(1)}` });
      await expect.poll(async () => (await name.boundingBox())!.width).toBeGreaterThan(120);
      const gain = page.getByRole('table', { name: /^Learners/ }).getByRole('columnheader', { name: 'Gain' });
      const box = (await gain.boundingBox())!;
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      await page.evaluate("document.documentElement.style.fontSize = ''");
      await page.setViewportSize({ width: 1440, height: 900 });
    },
  );

  test('all are taken away, and come back with Undo', async () => {
    await page.getByRole('button', { name: 'Take all away' }).press('Enter');
    await page.getByText('Nobody’s results yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('20 learners', { exact: true }).waitFor();
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
