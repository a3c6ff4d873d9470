import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findElectron, whyNoWindow } from '../../main/services/electron-binary.ts';
import { wrongFuses } from '../../scripts/fuses.mjs';

const ROOT = join(import.meta.dirname, '../..');
/** A packaged program, to be driven instead of the one that is being worked on. */
const PACKAGED = process.env.BERT_STUDIO_PACKAGE ?? null;
const electron = PACKAGED ?? findElectron();
const lacks = whyNoWindow() ?? (electron === null ? "Electron's binary has not been fetched" : null);

describe.skipIf(lacks !== null)(
  `the studio in a window of its own${lacks === null ? '' : ` (skipped: ${lacks})`}`,
  () => {
    let home: string;
    let app: ElectronApplication;
    let page: Page;

    async function open(): Promise<void> {
      app = await _electron.launch({
        executablePath: electron!,
        args: PACKAGED ? [] : [ROOT],
        env: { ...process.env, BERT_STUDIO_HOME: home },
      });
      page = await app.firstWindow();
      page.setDefaultTimeout(45_000);
      await page.getByRole('main').locator('h1').first().waitFor();
    }
    /** The button that is pressed in every dialog of the system from now on. */
    const press = (button: number) =>
      app.evaluate(({ dialog }, response) => {
        dialog.showMessageBox = async () => ({ response, checkboxChecked: false });
      }, button);

    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'bert-studio-desktop-e2e-'));
      await open();
    });
    afterAll(async () => {
      await app?.close();
      if (home) rmSync(home, { recursive: true, force: true });
    });

    test('opens on the lesson, with the bridge and without Node', async () => {
      expect(page.url()).toMatch(/^app:\/\/studio\//);
      const world = await page.evaluate(
        '({ bridge: typeof bertStudioBridge, require: typeof require, process: typeof process })',
      );
      expect(world).toEqual({ bridge: 'object', require: 'undefined', process: 'undefined' });
    });

    test('answers a cell by a model in a process of its own', async () => {
      await page.keyboard.type('froze');
      await page.keyboard.press('Enter');
      await page.getByText('%').first().waitFor();
      const services = await app.evaluate(({ app: own }) =>
        own.getAppMetrics().map(({ serviceName }) => serviceName),
      );
      expect(services).toContain('inference-process');
    });

    test('reaches neither the network nor files', async () => {
      const outcomes = await page.evaluate(
        "Promise.all(['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/passwd'].map((url) => fetch(url).then(() => 'reached', () => 'refused')))",
      );
      expect(outcomes).toEqual(['refused', 'refused', 'refused']);
    });

    test('the menu opens the views', async () => {
      await app.evaluate(({ Menu }) => {
        const view = Menu.getApplicationMenu()!.items.find(({ label }) => label === 'View')!;
        view.submenu!.items.find(({ label }) => label === 'Train')!.click();
      });
      await page.waitForURL(/#train/);
    });

    test('a page that crashes comes back', async () => {
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
      );
      await page.getByRole('main').locator('h1, h2').first().waitFor();
    });

    test('quitting while a run goes on asks; with Yes the run is there to be resumed', async () => {
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await press(1);
      await app.evaluate(({ app: own }) => own.quit());
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await press(0);
      const closed = app.waitForEvent('close');
      await app.evaluate(({ app: own }) => own.quit()).catch(() => {});
      await closed;
      await open();
      await page.getByText('Resume').first().waitFor();
    });

    test.skipIf(PACKAGED === null)('the packaged binary has its fuses set', async () => {
      expect(await wrongFuses(PACKAGED!)).toEqual([]);
    });
  },
);
