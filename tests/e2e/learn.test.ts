import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`the lesson in a browser${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
  });
  afterAll(async () => studio?.close());

  const open = async (name: string, heading: string) => {
    await page.evaluate(`location.hash = ${JSON.stringify(`learn?page=${name}`)}`);
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  };
  const cell = (name: string) => page.getByRole('region', { name, exact: true });
  const takeaway = (name: string) => cell(name).locator('.takeaway');

  test('nothing is answered before a guess, and the guess is ranked wherever it is', async () => {
    const hide = cell('Hide a word');
    await hide.getByRole('table', { name: 'With both sides' }).waitFor();
    expect(await hide.locator('.slot').count()).toBeGreaterThan(20);
    await page.keyboard.type('melted');
    await page.keyboard.press('Enter');
    await takeaway('Hide a word').waitFor();
    const own = hide.getByRole('table', { name: 'With both sides' }).locator('tr.own');
    expect(await own.getByRole('rowheader').textContent()).toMatch(/^melted \d/);
    expect(await takeaway('Hide a word').textContent()).toMatch(/Your melted comes [\d,]+(st|nd|rd|th)/);
  });

  test('taking away the right side changes the guesses, and one sentence names bidirectionality', async () => {
    const hide = cell('Hide a word');
    await hide.getByRole('switch').click();
    await takeaway('Hide a word').getByText('bidirectional').waitFor();
    const first = (name: string) =>
      hide.getByRole('table', { name }).getByRole('rowheader').first().textContent();
    expect(await first('With both sides')).toBe('froze');
    expect(await first('With the left side only')).not.toBe('froze');
  });

  test('any other word can be hidden instead, by pointer and by arrows in the empty blank', async () => {
    const hide = cell('Hide a word');
    await hide.getByText('cold', { exact: true }).click();
    expect(await hide.locator('.takeaway').count()).toBe(0);
    const blank = hide.getByLabel('Your guess for the hidden word');
    expect(await hide.locator('.study').textContent()).toBe(
      'It was so  that the lake froze over in one night.',
    );
    await blank.focus();
    await page.keyboard.press('ArrowRight');
    expect(await hide.locator('.study').textContent()).toBe(
      'It was so cold  the lake froze over in one night.',
    );
  });

  test('a sentence of one’s own needs a word to guess by, and a [MASK] in it is the blank', async () => {
    const hide = cell('Hide a word');
    await hide.getByRole('button', { name: 'Another sentence' }).click();
    await hide.getByLabel('Your sentence').fill('Hello');
    await page.keyboard.press('Enter');
    await hide.getByText('It takes two words or more').waitFor();
    await hide.getByLabel('Your sentence').fill('The [mask] of France is Paris.');
    await page.keyboard.press('Enter');
    expect(await hide.locator('.study').textContent()).toBe('The  of France is Paris.');
    await hide.getByLabel('Your guess for the hidden word').fill('capital');
    await page.keyboard.press('Enter');
    await takeaway('Hide a word').getByText('You and BERT agree on').waitFor();
    await hide.getByText('Paris', { exact: true }).click();
    await hide.getByLabel('Your guess for the hidden word').fill('capital');
    await page.keyboard.press('Enter');
    await takeaway('Hide a word').getByText('Your capital comes').waitFor();
    await hide.getByLabel('Your sentence').fill(`${'word '.repeat(600)}and then a [MASK] follows.`);
    await hide.getByRole('button', { name: 'Use it' }).click();
    await hide.getByRole('button', { name: 'Answer without a guess' }).click();
    await hide.getByRole('alert').getByText('Shorten the text before it.').waitFor();
  });

  test('tokens are linked to rows printed as the golden file has them, and a row folds out', async () => {
    await open('architecture', 'Every word looks at every other');
    const tokens = cell('Tokens and vectors');
    await tokens.getByLabel('How many tokens').fill('6');
    await page.keyboard.press('Enter');
    await takeaway('Tokens and vectors').getByText('The model sees').waitFor();
    const printed = (await tokens.locator('.printed').textContent()) ?? '';
    const numbers = (text: string) => text.match(/-?\d+\.\d+/g)!.map(Number);
    const golden = numbers(readFileSync('tests/golden/print-bert-base.txt', 'utf8'));
    expect(numbers(printed)).toHaveLength(golden.length);
    for (const [i, value] of numbers(printed).entries()) expect(value).toBeCloseTo(golden[i]!, 3);
    await tokens.getByRole('radio', { name: 'how 2129' }).click();
    await tokens.getByText('one of those behind the dots').waitFor();
    await tokens.locator('summary').click();
    const all = tokens.getByRole('region', { name: 'All 768 numbers of how' });
    expect(numbers((await all.textContent())!)).toHaveLength(768);
  });

  test('a result is stale once its text is edited, and new after Enter', async () => {
    const tokens = cell('Tokens and vectors');
    await tokens.getByLabel('Sentence').fill('Good morning, everyone.');
    await tokens.getByText('Of the text before your edit').waitFor();
    await page.keyboard.press('Enter');
    await tokens.getByRole('radio', { name: /^morning/ }).waitFor();
    expect(await tokens.getByText('Of the text before your edit').count()).toBe(0);
  });

  test('a page that is turned back to shows at once what it showed', async () => {
    await open('overview', 'Understanding BERT');
    await open('architecture', 'Every word looks at every other');
    expect(await cell('Tokens and vectors').locator('.printed').count()).toBe(1);
  });

  test('what cannot be computed says so, keeps the guess, and leaves the way open', async () => {
    const tokens = cell('Tokens and vectors');
    await tokens.getByLabel('Sentence').fill('word '.repeat(5000));
    await page.keyboard.press('Enter');
    await tokens.getByRole('alert').getByText('This could not be computed').waitFor();
    await tokens.getByText('No result, so nothing to conclude.').waitFor();
    await tokens.getByLabel('Sentence').fill('Good morning, everyone.');
    await page.keyboard.press('Enter');
    await tokens.getByRole('radio', { name: /^morning/ }).waitFor();
  });

  test('a text longer than the model reads is said to be cut, and its kinds of tokens add up', async () => {
    const tokens = cell('Tokens and vectors');
    await tokens.getByLabel('Sentence').fill('word '.repeat(600));
    await tokens.getByLabel('How many tokens').fill('600');
    await page.keyboard.press('Enter');
    await takeaway('Tokens and vectors').getByText('You said 600. The model sees 512: 510 words').waitFor();
    await takeaway('Tokens and vectors').getByText('the end of your text was left out').waitFor();
    await tokens.getByLabel('Sentence').fill('Good morning, everyone.');
    expect(await tokens.getByLabel('How many tokens').inputValue()).toBe('');
    await page.keyboard.press('Enter');
    await takeaway('Tokens and vectors').getByText('three words, two marks of punctuation').waitFor();
  });

  test('another model can be asked, and only one that fills blanks where there is one', async () => {
    const tokens = cell('Tokens and vectors');
    await tokens.getByRole('combobox', { name: 'Model of this cell' }).press('Enter');
    await page.getByRole('option', { name: 'all-MiniLM-L6-v2, float16' }).press('Enter');
    await tokens.getByText('1 × 7 × 384').waitFor();
    await open('overview', 'Understanding BERT');
    await cell('Hide a word').getByRole('combobox', { name: 'Model of this cell' }).press('Enter');
    await page.getByRole('option', { name: /^bert-base-uncased/ }).waitFor();
    expect(await page.getByRole('option').count()).toBe(1);
    await page.keyboard.press('Escape');
    await open('architecture', 'Every word looks at every other');
  });

  test('a word’s vector changes with what comes after it, and cannot in the twin that looks left only', async () => {
    await page.getByRole('button', { name: /^Does the right side really reach a word/ }).click();
    const both = cell('Context from both sides');
    await both.getByText('different', { exact: true }).click();
    await takeaway('Context from both sides').getByText('what comes later cannot reach it').waitFor();
    const shares = async (name: string) =>
      (await both.getByRole('table', { name }).locator('td:not(.self) > span').allTextContents()).map(Number);
    for (const value of await shares('The twin, left side only')) expect(value).toBe(1);
    expect(Math.min(...(await shares('BERT, both sides')))).toBeLessThan(0.95);
  });

  test('attention is shown by layer and head, with what it rests on', async () => {
    await page.getByRole('button', { name: /^Who looks at whom/ }).click();
    const attention = cell('Where a word looks');
    await attention.getByRole('radio', { name: 'cat', exact: true }).click();
    await takeaway('Where a word looks').getByText('of the 144 heads rest on those two').waitFor();
    await attention.getByRole('radio', { name: /^Layer 3, head 4/ }).click();
    await takeaway('Where a word looks').getByText('layer 3, head 4').waitFor();
    // A sentence of one's own can be predicted before it is asked about.
    await attention.getByLabel('Sentence').fill('The dog barks at it.');
    await attention.getByRole('radio', { name: 'dog', exact: true }).click();
    await takeaway('Where a word looks').getByText('You said dog').waitFor();
  });

  test('an untrained head is near chance on held-out examples', async () => {
    await open('fine-tuning', 'Fine-tuning: a second, much shorter schooling');
    const before = cell('Before and after');
    await before.getByLabel('How many the untrained head gets right').fill('2');
    await page.keyboard.press('Enter');
    await takeaway('Before and after').getByText('The untrained head gets').waitFor();
    const scores = (await before.locator('.verdict.right, .verdict.wrong').allInnerTexts()).map(
      Number.parseFloat,
    );
    expect(scores).toHaveLength(5);
    for (const score of scores) expect(Math.abs(score - 0.5)).toBeLessThan(0.2);
    await before.getByRole('button', { name: 'One of your own' }).click();
    await before.getByLabel('Your own first sentence').fill('The shop closes at six.');
    await before.getByLabel('Your own second sentence').fill('At six the shop shuts its doors.');
    await page.keyboard.press('Enter');
    const own = before.getByRole('row', { name: /^The shop closes at six/ });
    await own.getByText('yours').waitFor();
    const said = await own.locator('.unjudged').textContent();
    expect(Math.abs(Number(said) - 0.5)).toBeLessThan(0.2);
  });

  test('always yes scores 0.68 and 0.81 at the balance of MRPC', async () => {
    await open('tip', 'A tip: know the data before you trust the score');
    const balance = cell('Always the same answer');
    await balance.getByLabel('Accuracy of always yes, in per cent').fill('50');
    await page.keyboard.press('Enter');
    await takeaway('Always the same answer').getByText('no count can tell').waitFor();
    const first = balance.getByRole('row', { name: /^Always yes/ });
    expect(await first.getByRole('cell').allTextContents()).toEqual(['', '68\u202f%', '0.81']);
  });

  test('a cell opened beside stays while the page turns, and its Python follows its settings', async () => {
    await cell('Always the same answer').getByRole('button', { name: 'Open beside' }).click();
    await open('quiz', 'Quiz');
    const beside = page.getByRole('complementary', { name: 'Beside the lesson' });
    await beside.getByRole('button', { name: 'Show the Python' }).click();
    await beside.getByText('answers = [1] * 68 + [0] * 32').waitFor();
    await page.reload();
    await beside.getByText('from the lesson').waitFor();
    await beside.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Nothing beside the lesson yet').waitFor();
    await page.reload();
    await page.getByText('Nothing beside the lesson yet').waitFor();
    await open('overview', 'Understanding BERT');
    const side = cell('Hide a word').getByRole('switch');
    const was = await side.getAttribute('aria-checked');
    await side.press('Control+Enter');
    await beside.getByRole('switch').waitFor();
    expect(await beside.getByRole('switch').getAttribute('aria-checked')).toBe(was);
    await beside.getByRole('button', { name: 'Close' }).click();
  });

  test('guesses, answers and the place are kept over a reload', async () => {
    await open('architecture', 'Every word looks at every other');
    await takeaway('Tokens and vectors').waitFor();
    await page.evaluate(`location.hash = 'learn'`);
    await page.reload();
    await page.getByRole('heading', { name: 'Every word looks at every other' }).waitFor();
    await cell('Tokens and vectors')
      .getByRole('radio', { name: /^morning/ })
      .waitFor();
  });

  test('a second window shows at once what is guessed in this one, and stays at its own page', async () => {
    await page.evaluate(`location.hash = 'learn'`);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByRole('heading', { name: 'Every word looks at every other' }).waitFor();
    await open('overview', 'Understanding BERT');
    await cell('Hide a word').getByLabel('Your guess for the hidden word').fill('hid');
    await open('architecture', 'Every word looks at every other');
    await cell('Tokens and vectors').getByLabel('How many tokens').fill('31');
    const there = other.getByRole('region', { name: 'Tokens and vectors', exact: true });
    await there.getByLabel('How many tokens').and(other.locator('[value="31"]')).waitFor();
    expect(await other.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Every word looks at every other',
    );
    await other.close();
  });

  test('the contents fold out of the crumb, by keyboard, and show what is done', async () => {
    await page.getByRole('button', { name: /^Contents/ }).press('Enter');
    const contents = page.getByRole('navigation', { name: 'Contents' });
    await contents.getByRole('link', { name: /Always the same answer.*done/ }).press('Enter');
    await page.getByRole('heading', { name: 'A tip: know the data before you trust the score' }).waitFor();
  });

  test('the view has at most twelve controls where it opens', async () => {
    await open('overview', 'Understanding BERT');
    const stops = await page
      .getByRole('main')
      .locator(':is(a[href], button, input, [tabindex]):not([tabindex="-1"], :disabled):visible')
      .count();
    expect(stops).toBeLessThanOrEqual(12);
  });

  test.each([
    ['overview', 'Understanding BERT'],
    ['architecture', 'Every word looks at every other'],
    ['fine-tuning', 'Fine-tuning: a second, much shorter schooling'],
    ['tip', 'A tip: know the data before you trust the score'],
  ])('axe finds nothing on %s, in either theme', async (name, heading) => {
    await open(name, heading);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page)).toEqual([]);
    }
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});
