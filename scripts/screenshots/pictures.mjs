// Every picture: what it needs, how the studio is brought there, and whether it is taken in both sizes and themes.

import { handsOn } from './hands.mjs';
import { MIRRORED } from './mirror.mjs';
import { roomFiles, trained } from './runs.mjs';
import { broken, filmsCsv, filmsWithLabels, filmsWithStars, longLabels, travellers } from './samples.mjs';

/** @param camera of camera.mjs. @param home the studio's folder. */
export function picturesFor(camera, home) {
  const hands = handsOn(camera, home);
  return { views: viewsBy(hands), others: othersBy(hands), leaveAsFound: () => leaveAsFound(hands) };
}

/** A run on the embedded pairs takes a minute on an idle machine. */
const RUN_MILLISECONDS = 600_000;

/**
 * In both sizes and themes. A picture that starts something gives back what ends it. Settings are left out: they name
 * the folders of whoever takes the pictures.
 */
const viewsBy = ({
  page,
  home,
  open,
  button,
  choose,
  dataOpen,
  hand,
  rowOf,
  probabilities,
  links,
  withRun,
  cancelRun,
  canvas,
  answerTheBlank,
}) => ({
  learn: () => open('learn?page=overview', answerTheBlank),
  data: dataOpen,
  train: () =>
    open('train', async () => {
      await page.getByText('MiniLM L6').first().waitFor();
      await button('Measure again').waitFor();
    }),
  'train-advanced': () =>
    open('train', async () => {
      await button('Measure again').waitFor();
      const settings = button(/TrainingArguments/);
      await settings.click();
      await page.getByRole('textbox', { name: 'learning_rate' }).fill('2e-5');
      await page.getByRole('textbox', { name: 'per_device_train_batch_size' }).fill('0');
      await page.getByText('It must be a whole number').waitFor();
      await settings.evaluate((element) => element.scrollIntoView({ block: 'start' }));
    }),
  async runs() {
    await trained(home, 'entities-1');
    await withRun('paraphrase-1');
    await open('runs?run=paraphrase-1', canvas);
  },
  async compare() {
    for (const name of ['flat', 'resumed']) await trained(home, name);
    await withRun('paraphrase-1');
    await open('learn');
    await open('runs?compare=paraphrase-1,resumed,flat', () => page.getByText('What differs').waitFor());
    // Runs keeps what is chosen as long as it is open.
    return () => open('learn');
  },
  async 'learn-run'() {
    await open('learn?page=fine-tuning');
    const cell = page.getByRole('region', { name: 'Fine-tune', exact: true });
    await cell.getByRole('textbox').first().fill('82');
    await cell.getByRole('button', { name: 'Start' }).click();
    await cell.getByText('best so far, epoch 2').waitFor({ timeout: RUN_MILLISECONDS });
    await cell.evaluate((element) => element.scrollIntoView({ block: 'center' }));
    return cancelRun;
  },
  async try() {
    await withRun('paraphrase-1');
    await open('try?model=run:paraphrase-1', async () => {
      await probabilities().nth(1).waitFor();
      await links().waitFor();
    });
  },
  async entities() {
    await withRun('entities-1');
    await open('try?model=run:entities-1', async () => {
      await page
        .getByText(/names? found/)
        .nth(1)
        .waitFor();
      await links().waitFor();
    });
  },
  quiz: () => open('learn?page=quiz', () => page.getByRole('radio').first().waitFor()),
  async room() {
    const results = roomFiles(home);
    await open('runs?room=open');
    await page.getByLabel('Files of learners’ results').first().setInputFiles(results);
    await page.getByText(`${results.length} learners`, { exact: true }).waitFor();
    await canvas();
  },
  async hub() {
    await dataOpen();
    await button('More').click();
    await page.getByRole('menuitem', { name: 'Fetch from the Hugging Face Hub' }).click();
    await page.getByLabel('Name on the Hub').fill(MIRRORED);
    await button('Look').click();
    await choose('Configuration', 'paraphrase');
    await page.getByRole('row', { name: /paraphrase\.tsv/ }).waitFor();
  },
  async 'import-by-hand'() {
    await hand(filmsCsv);
    await choose('Read as', 'any number of labels');
    await choose('Labels', 'genres');
    await page.getByText(/read as any number of labels/).waitFor();
  },
  async 'edit-tags'() {
    await rowOf(travellers);
    const words = page.getByRole('listbox', { name: 'tags' });
    for (const key of ['Home', 'ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight']) await words.press(key);
  },
  'edit-labels': () => rowOf(filmsWithLabels),
  'edit-number': () => rowOf(filmsWithStars),
});

/** Once: what does not go well is shown as carefully. */
const othersBy = ({ page, open, hand, withRun, canvas, answerTheBlank }) => ({
  async 'import-failed'() {
    await hand(broken);
    await page.getByText('This could not be opened').waitFor();
  },
  async 'long-label'() {
    await hand(longLabels);
    await page.getByText('12 rows, read as').waitFor();
  },
  async diverged() {
    await withRun('diverged');
    await open('runs?run=diverged', canvas);
  },
  async flat() {
    await withRun('flat');
    await open('runs?run=flat', () => page.getByText('both losses lie on the dotted line').waitFor());
  },
  async resumed() {
    await withRun('resumed');
    await open('runs?run=resumed', canvas);
  },
  async palette() {
    await open('runs');
    await page.keyboard.press('Control+k');
    await page.getByRole('option').nth(20).waitFor();
  },
  async 'learn-text125'() {
    await open('settings');
    await page.getByRole('radio', { name: '125 %' }).check();
    await open('learn?page=overview', answerTheBlank);
  },
});

/** Text size is a setting, which the studio keeps. */
async function leaveAsFound({ open, page }) {
  await open('settings');
  await page.getByRole('radio', { name: '100 %' }).check();
  await page.waitForTimeout(1000);
}
