// What a person does in the studio, in the words of the pictures.
import { trained } from './runs.mjs';

/** @param camera of camera.mjs. @param home the studio's folder. */
export function handsOn({ page, open }, home) {
  const hands = {
    page,
    home,
    open,
    button: (name) => page.getByRole('button', { name }),
    async choose(label, option) {
      await page.getByRole('combobox', { name: label, exact: true }).press('Enter');
      await page.getByRole('option', { name: option }).first().press('Enter');
    },
    dataOpen: () => open('data?dataset=paraphrase', () => page.getByRole('row').nth(3).waitFor()),
    async hand(file) {
      await hands.dataOpen();
      await page.locator('input[type=file]').first().setInputFiles(file);
    },
    /** Files added to Data, its third row opened. */
    async rowOf(file) {
      await hands.hand(file);
      await hands.button('Add to Data').click();
      await page.getByRole('grid', { name: 'Rows' }).waitFor();
      await page.locator('[role=row][aria-rowindex="4"] > *').first().click();
      await page.locator('.opened-row').waitFor();
    },
    probabilities: () => page.getByRole('table', { name: 'Probabilities' }),
    links: () => page.getByRole('table', { name: 'Strongest links between words' }),
    /** The studio learns of runs that others trained when it is opened. */
    async withRun(name) {
      await trained(home, name);
      await page.reload();
    },
    /** Ends the run that is going and throws it away. */
    async cancelRun() {
      await page.setViewportSize({ width: 1440, height: 900 });
      await hands.button('More of the run').click();
      await page.getByRole('menuitem', { name: 'Cancel' }).click();
      await hands.button('Cancel the run').click();
      await open('runs', () => page.getByText('Cancelled').first().waitFor());
      await page.locator('.pane .bar').getByRole('button', { name: /^More/ }).first().click();
      await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
      await page.getByText('is in the trash').waitFor();
    },
    canvas: () => page.locator('canvas').first().waitFor(),
    async answerTheBlank() {
      const blank = page.getByRole('textbox', { name: 'Your guess for the hidden word' });
      await blank.fill('froze');
      await blank.press('Enter');
      await page.getByText('%').first().waitFor();
    },
  };
  return hands;
}
