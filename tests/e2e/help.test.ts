import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, openStudio, type StudioPage, WITH_CHROMIUM } from './studio-page.ts';

describe.skipIf(CHROMIUM === null)(`when something is wrong${WITH_CHROMIUM}`, () => {
  let studio: StudioPage;

  beforeAll(async () => {
    studio = await openStudio();
    studio.page.setDefaultTimeout(45_000);
  });
  afterAll(async () => studio?.close());

  test('what the diagnostics hold is read before it is saved, and is what is saved', async () => {
    const { page } = studio;
    await page.evaluate('location.hash = "settings"');
    await page.getByRole('button', { name: 'Diagnostics…' }).click();
    const shown = page.getByRole('dialog').getByRole('region', { name: 'What would be saved' });
    const text = await shown.locator('pre').textContent();
    expect(text).toMatch(/^BERT Studio .*\n\nThis computer\n[\s\S]*\nLog\n/);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as a file' }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^bert-studio-diagnostics-[\d-]+\.txt$/);
    expect(readFileSync(await saved.path(), 'utf8')).toBe(text);
    await page.keyboard.press('Escape');
  });

  test('settings say where everything is kept, and how to start with another folder', async () => {
    const { page, home } = studio;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.evaluate('location.hash = "settings"');
    const folders = page.getByRole('region', { name: 'Folders' });
    await folders.getByText(home, { exact: true }).waitFor();
    await folders.getByRole('button', { name: 'Copy the path' }).click();
    await page.getByText('The path is on the clipboard.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(home);
    expect(await folders.textContent()).toContain('BERT_STUDIO_HOME=');
  });

  test('files that cannot be read are named in a banner, and the rest is there', async () => {
    const { page, home } = studio;
    mkdirSync(join(home, 'runs/torn'), { recursive: true });
    writeFileSync(join(home, 'runs/torn/run.json'), '{"format"');
    mkdirSync(join(home, 'kept'), { recursive: true });
    writeFileSync(join(home, 'kept/quiz-results.json'), 'torn');
    await page.evaluate('location.hash = "learn?page=overview"');
    await page.reload();
    const banner = page.getByRole('region', { name: 'Files that cannot be read' });
    await banner.getByText('2 files cannot be read').click();
    for (const name of ['run.json', 'quiz-results.json'])
      await banner.getByRole('listitem').filter({ hasText: name }).waitFor();
    await page.getByRole('heading', { name: 'Understanding BERT' }).waitFor();
    expect(studio.complaints).toEqual([]);
  });
});
