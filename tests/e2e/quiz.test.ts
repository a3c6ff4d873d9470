import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFindings, CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`the quiz by keyboard${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;
  let page: Page;

  beforeAll(async () => {
    studio = await openStudio();
    page = studio.page;
    page.setDefaultTimeout(45_000);
    await page.getByRole('heading', { name: 'Understanding BERT' }).waitFor();
  });
  afterAll(async () => studio?.close());

  const question = (words: RegExp) => page.getByRole('region', { name: words });
  const focused = () => page.locator(':focus');
  /** Presses Tab until what has the focus is what is wanted. */
  const tabTo = async (wanted: Locator) => {
    for (let presses = 0; presses < 60; presses++) {
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
      await page.keyboard.press('Tab');
    }
    throw new Error('Tab does not get there.');
  };
  /** How sure, by arrow keys, then Enter. */
  const answer = async (region: Locator, sure: number) => {
    await tabTo(region.getByRole('radio', { name: 'Guess' }));
    await page.keyboard.press(' ');
    for (let step = 0; step < sure; step++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
  };

  test('before the lesson the same is asked in other words, and nothing is said of it yet', async () => {
    await page.getByRole('button', { name: /^Before you start/ }).press('Enter');
    await page.getByRole('button', { name: 'What fine-tuning is for' }).press('Enter');
    const region = question(/A team has 500 labelled/);
    await tabTo(region.getByRole('radio', { name: /Because it knows the language/ }));
    await page.keyboard.press('ArrowDown');
    await answer(region, 3);
    await region.getByText('What is right you will see').waitFor();
    expect(await region.locator('.why').count()).toBe(0);
    await page.evaluate(`location.hash = 'learn?page=quiz'`);
    await question(/What does BERT gain/).waitFor();
  });

  test('the first question is open, and its answer waits until it is said how sure', async () => {
    const region = question(/What does BERT gain/);
    await tabTo(region.getByRole('radio', { name: /forwards, then backwards/ }));
    await page.keyboard.press(' ');
    expect(await region.getByRole('button', { name: 'Answer' }).isDisabled()).toBe(true);
    await region.getByText('Say how sure you are').waitFor();
    await answer(region, 2);
    await region.getByText('wrong at first, though fairly sure').waitFor();
  });

  test('after the answer every option opens with its misconception and a reason', async () => {
    const region = question(/What does BERT gain/);
    const options = region.getByRole('listitem');
    expect(await options.count()).toBe(4);
    expect(await region.locator('.why b').allTextContents()).toEqual([
      'Two passes. ',
      'Reader taken for a writer. ',
      'Hiding to save work. ',
    ]);
    expect(await focused().textContent()).toContain('wrong at first');
  });

  test('a second try counts, and the first is still told', async () => {
    const region = question(/What does BERT gain/);
    await tabTo(region.getByRole('button', { name: 'Try again' }));
    await page.keyboard.press('Enter');
    await tabTo(region.getByRole('radio', { name: /forwards, then backwards/ }));
    await page.keyboard.press('ArrowDown');
    await answer(region, 3);
    await region.getByText('right at the second try').waitFor();
  });

  test('a hint is recorded, and the next question gets the focus', async () => {
    await tabTo(question(/What does BERT gain/).getByRole('button', { name: 'Next question' }));
    await page.keyboard.press('Enter');
    const region = question(/What is fine-tuning on a task for/);
    expect(await focused().textContent()).toContain('What is fine-tuning');
    await tabTo(region.getByRole('button', { name: 'Hint' }));
    await page.keyboard.press('Enter');
    await region.getByText('What did the encoder know before').waitFor();
    await page.keyboard.press('Shift+Tab');
    await region.getByRole('radio', { name: /To adapt what it knows/ }).focus();
    await page.keyboard.press(' ');
    await answer(region, 1);
    await region.getByText('right at once, unsure, with the hint').waitFor();
    const gains = page.getByRole('table', { name: 'Before and after, first tries only' });
    expect(await gains.getByRole('row', { name: /What fine-tuning is for/ }).textContent()).toContain('+100');
  });

  test('several are ticked with Space, and part of them counts in part', async () => {
    await tabTo(page.getByRole('button', { name: /^Go deeper/ }));
    await page.keyboard.press('Enter');
    await tabTo(page.getByRole('button', { name: 'How pre-training hides' }));
    await page.keyboard.press('Enter');
    const region = question(/What is true of BERT’s pre-training/);
    await tabTo(region.getByRole('checkbox', { name: /The loss looks at the chosen/ }));
    await page.keyboard.press(' ');
    await answer(region, 0);
    await region.getByText(/partly right at first \(50/).waitFor();
  });

  test('steps are put in order with Space and arrows, announced as they move', async () => {
    await page.getByRole('button', { name: 'The way through the model' }).press('Enter');
    const region = question(/A review goes in/);
    const rows = region.locator('[data-row]');
    const wanted = [
      'The text is cut',
      'Each token gets a vector',
      'Layer by layer',
      'The vector of [CLS]',
      'The head turns',
    ];
    for (const [place, start] of wanted.entries()) {
      const texts = await rows.allTextContents();
      const from = texts.findIndex((text) => text.startsWith(start));
      await tabTo(region.locator('[data-row][tabindex="0"]'));
      for (let at = await indexOfFocused(rows); at !== from; at = await indexOfFocused(rows))
        await page.keyboard.press(at < from ? 'ArrowDown' : 'ArrowUp');
      await page.keyboard.press(' ');
      for (let at = from; at > place; at--) await page.keyboard.press('ArrowUp');
      await region
        .getByText(new RegExp(`: (now|taken up, ) ?at ${place + 1} of 5`))
        .waitFor({ state: 'attached' });
      await page.keyboard.press(' ');
    }
    await answer(region, 2);
    await region.getByText('right at once, fairly sure').waitFor();
  });

  test('what was taken up goes back with Escape, and Alt with an arrow moves at once', async () => {
    await page.getByRole('button', { name: 'What a head reads' }).press('Enter');
    const region = question(/What does the head read/);
    const rows = region.locator('[data-row]');
    const before = await rows.allTextContents();
    await tabTo(rows.first());
    await page.keyboard.press(' ');
    await page.keyboard.press('ArrowDown');
    expect(await rows.allTextContents()).not.toEqual(before);
    await page.keyboard.press('Escape');
    expect(await rows.allTextContents()).toEqual(before);
    await page.keyboard.press('Alt+ArrowDown');
    expect(await rows.allTextContents()).toEqual([before[1], before[0], before[2], before[3]]);
    await answer(region, 0);
    await region.getByText('wrong at first, a guess').waitFor();
    await region.getByText('You put “').first().waitFor();
  });

  test('a number is predicted, then really measured on this computer', async () => {
    await page.getByRole('button', { name: 'Words and tokens' }).press('Enter');
    const region = question(/unflappable lighthouse/);
    await tabTo(region.getByRole('spinbutton'));
    await page.keyboard.type('7');
    await page.keyboard.press('ArrowUp');
    await answer(region, 0);
    await region.getByText('Measured on').waitFor();
    await region.getByText(/The tokenizer makes \d+ tokens of it/).waitFor();
    await page.getByRole('row', { name: /Words and tokens/ }).waitFor();
    expect(await region.getByRole('img', { name: /Your prediction 8\. Measured \d+\./ }).count()).toBe(1);
  });

  test('a longer experiment shows its curve beside, tells how far it is, and can be stopped and begun again', async () => {
    await page.getByRole('button', { name: 'One side of a blank' }).press('Enter');
    const region = question(/everything to the right of it is covered too/);
    await tabTo(region.getByRole('spinbutton'));
    await page.keyboard.type('40');
    await answer(region, 0);
    await region
      .getByText(/sentence \d+ of 60/)
      .first()
      .waitFor();
    const beside = page.getByRole('complementary', { name: 'Beside the lesson' });
    await beside.getByRole('group', { name: /both sides in sight: \d+\s?% of \d+ sentences/ }).waitFor();
    await region.getByRole('button', { name: 'Stop measuring' }).press('Enter');
    await region.getByRole('button', { name: 'Measure it' }).waitFor();
    await region.getByText('not measured yet').waitFor();
  });

  test('all is there after a reload, folded, and can be looked at without answering again', async () => {
    await page.reload();
    await page.getByText('3 of 4 of the lesson answered, 1 right at the first try, 2 in the end.').waitFor();
    await page.getByText('4 of 12 answered').waitFor();
    await page.getByRole('button', { name: 'What looking both ways gives' }).press('Enter');
    const region = question(/What does BERT gain/);
    await region.getByText('second try', { exact: true }).waitFor();
    expect(await region.getByRole('radio').count()).toBe(0);
  });

  test('asked again in other words, the gain from the first to the later form is shown', async () => {
    const region = question(/What does BERT gain/);
    await region.getByRole('button', { name: 'Ask me again in other words' }).press('Enter');
    await page.getByRole('button', { name: 'What looking both ways gives' }).last().press('Enter');
    const again = question(/She sat on the bank/);
    await tabTo(again.getByRole('radio', { name: /Those in front of it/ }));
    await page.keyboard.press('ArrowUp');
    await answer(again, 2);
    const gains = page.getByRole('table', { name: 'Before and after, first tries only' });
    expect(await gains.getByRole('row', { name: /What looking both ways gives/ }).textContent()).toContain(
      '+100',
    );
  });

  test('a second window and this one keep each other’s answers', async () => {
    const other = await page.context().newPage();
    await other.goto(page.url());
    const masks = (window: Page) => window.getByRole('region', { name: /Why are words hidden/ });
    await other.getByRole('button', { name: /^Go deeper/ }).press('Enter');
    await other.getByRole('button', { name: 'Why words are hidden' }).press('Enter');
    await masks(other).getByText('would see its own answer').click();
    await masks(other).getByText('Certain').click();
    await masks(other).getByRole('button', { name: 'Answer' }).press('Enter');
    await page.getByText('5 of 12 answered').waitFor();
    await other.close();
  });

  test('results are saved as one file, with every answer and the gain', async () => {
    await page.getByRole('button', { name: 'Save my results' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Save my results' });
    await dialog.getByRole('button', { name: 'Gather them' }).press('Enter');
    const download = page.waitForEvent('download');
    await dialog.getByRole('link', { name: 'Save the file' }).press('Enter');
    const file = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
    await page.keyboard.press('Escape');
    expect(file).toMatchObject({ kind: 'bert-studio-results', format: 1, learner: { name: null } });
    expect(file.quiz.gains).toContainEqual(
      expect.objectContaining({ concept: 'both-directions', before: 0, after: 1, gain: 1 }),
    );
    const purpose = file.quiz.questions.find(({ id }: { id: string }) => id === 'purpose');
    expect(purpose.tries[0]).toMatchObject({ hinted: true });
  });

  test('starting again sets answers aside, and Undo takes them back', async () => {
    await page.getByRole('button', { name: 'Start again' }).press('Enter');
    await page.getByText('0 of 4 of the lesson answered').waitFor();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await page.getByText('3 of 4 of the lesson answered').waitFor();
  });

  test.each(['light', 'dark'] as const)('axe finds nothing, answered or open, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await question(/A model reaches an accuracy/)
      .getByRole('button', { name: 'Answer' })
      .waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });

  test('results that cannot be read are said to be so and not written over', async () => {
    const file = join(studio.home, 'kept/quiz-results.json');
    writeFileSync(file, '{"format":1,"value":{"format":2,"events":"torn"}}');
    await page.reload();
    await page.locator('.quiz').getByText('cannot be read').waitFor();
    expect(readFileSync(file, 'utf8')).toContain('torn');
    await page.getByRole('button', { name: 'Set them aside' }).press('Enter');
    await page.getByText('0 of 4 of the lesson answered').waitFor();
  });

  test('nothing was complained of on the way', () => {
    expect(studio.complaints).toEqual([]);
  });
});

const indexOfFocused = (rows: Locator): Promise<number> =>
  rows.evaluateAll((elements) => elements.indexOf(elements[0]!.ownerDocument.activeElement as never));
