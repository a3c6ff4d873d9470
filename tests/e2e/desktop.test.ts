import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findElectron, whyNoWindow } from '../../main/services/electron-binary.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Of a file or a heading that is on its way. */
const SOON = { timeout: 30_000 };
const electron = findElectron();
const lacks = whyNoWindow() ?? (electron === null ? "Electron's binary has not been fetched" : null);

describe.skipIf(lacks !== null)(
  `the studio in a window of its own${lacks === null ? '' : ` (skipped: ${lacks})`}`,
  () => {
    let home: string;
    let app: ElectronApplication;
    let page: Page;

    async function open(environment: Record<string, string> = { BERT_STUDIO_HOME: home }): Promise<void> {
      app = await _electron.launch({
        executablePath: electron!,
        args: [ROOT],
        env: { ...(process.env as Record<string, string>), ...environment },
      });
      await look();
    }
    /** At the window as it is now. */
    async function look(): Promise<void> {
      page = await app.firstWindow();
      page.setDefaultTimeout(45_000);
      await page.getByRole('main').locator('h1, h2').first().waitFor();
    }
    async function quit(): Promise<void> {
      const closed = app.waitForEvent('close');
      await app.evaluate(({ app: own }) => own.quit()).catch(() => {});
      await closed;
    }
    /** The button that is pressed in every dialog of the system from now on. */
    const press = (button: number) =>
      app.evaluate(({ dialog }, response) => {
        dialog.showMessageBox = async () => ({ response, checkboxChecked: false });
      }, button);
    /** As a person does: by the words of the menu and of its item. */
    const chooseInMenu = (menu: string, item: string) =>
      app.evaluate(
        ({ Menu }, [menuLabel, itemLabel]) => {
          const within = Menu.getApplicationMenu()!.items.find(({ label }) => label === menuLabel)!;
          within.submenu!.items.find(({ label }) => label === itemLabel)!.click();
        },
        [menu, item] as const,
      );
    const windows = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

    beforeAll(async () => {
      home = mkdtempSync(join(tmpdir(), 'bert-studio-desktop-e2e-'));
      await open();
    });
    afterAll(async () => {
      await app?.close();
      if (home) rmSync(home, { recursive: true, force: true });
    });

    test('opens on the lesson, with the bridge and without Node', async () => {
      expect(page.url()).toMatch(/^app:\/\/studio\/#?$/);
      const world = await page.evaluate(
        '({ bridge: typeof bertStudioBridge, require: typeof require, process: typeof process })',
      );
      expect(world).toEqual({ bridge: 'object', require: 'undefined', process: 'undefined' });
    });

    test('answers a cell by a model in a process of its own', async () => {
      await page.keyboard.type('froze');
      await page.keyboard.press('Enter');
      await page.getByText('You and BERT agree').waitFor();
      const processes = await app.evaluate(({ app: own }) => own.getAppMetrics().map(({ name }) => name));
      expect(processes).toContain('inference-process');
    });

    test('reaches neither the network nor files', async () => {
      const outcomes = await page.evaluate(
        "Promise.all(['https://example.org/', 'http://127.0.0.1:1/', 'file:///etc/passwd'].map((url) => fetch(url).then(() => 'reached', () => 'refused')))",
      );
      expect(outcomes).toEqual(['refused', 'refused', 'refused']);
    });

    test('opens a file that the dialog of the system gives, and remembers it', async () => {
      const file = join(home, 'weather.csv');
      writeFileSync(file, 'text,label\na dry day,dry\na wet day,wet\na drier day,dry\na wetter day,wet\n');
      await app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, file);
      await chooseInMenu('File', 'Open Data…');
      await page.getByText('weather.csv').first().waitFor();
      const recent = await app.evaluate(({ Menu }) =>
        Menu.getApplicationMenu()!
          .items.find(({ label }) => label === 'File')!
          .submenu!.items.find(({ label }) => label === 'Open Recent')!
          .submenu!.items.map(({ label }) => label),
      );
      expect(recent[0]).toContain('weather.csv');
    });

    test('saves a file where the dialog of the system says', async () => {
      const file = join(home, 'saved.csv');
      await app.evaluate(({ session }, path) => {
        session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path));
      }, file);
      await chooseInMenu('View', 'Data');
      await page.getByRole('button', { name: /^Export [\d,]+ rows$/ }).click();
      await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('label'), SOON);
    });

    test('a run goes on without a window, and the next window shows all of it', async () => {
      await chooseInMenu('View', 'Train');
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close());
      await expect.poll(windows, SOON).toBe(0);
      const second = spawn(electron!, [ROOT], {
        env: { ...process.env, BERT_STUDIO_HOME: home },
        stdio: 'ignore',
      });
      const [code] = await once(second, 'exit');
      expect(code).toBe(0);
      await expect.poll(windows, SOON).toBe(1);
      page = app.windows().at(-1)!;
      page.setDefaultTimeout(45_000);
      await page.getByRole('button', { name: 'Pause' }).waitFor();
    });

    test('quitting while a run goes on asks; with Yes the run is there to be resumed', async () => {
      await press(1);
      await app.evaluate(({ app: own }) => own.quit());
      await page.getByRole('button', { name: 'Pause' }).waitFor();
      await press(0);
      await app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows()[0]!.setBounds({ x: 60, y: 40, width: 1100, height: 760 }),
      );
      await quit();
      await open();
      await page.getByText('Resume').first().waitFor();
    });

    test('the window opens where it was', async () => {
      const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());
      expect(bounds).toEqual({ x: 60, y: 40, width: 1100, height: 760 });
    });

    test('a page that crashes comes back', async () => {
      const heading = () =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(
            "document.querySelector('main :is(h1, h2)')?.textContent ?? ''",
          ),
        );
      await app.evaluate(
        ({ BrowserWindow }) =>
          new Promise<void>((resolve) => {
            const { webContents } = BrowserWindow.getAllWindows()[0]!;
            webContents.once('render-process-gone', () => resolve());
            webContents.forcefullyCrashRenderer();
          }),
      );
      await expect.poll(heading, SOON).not.toBe('');
    });

    test('a folder that is chosen in Settings is the one of the next start', async () => {
      await quit();
      const [usual, chosen] = [join(home, 'usual'), join(home, 'chosen')];
      for (const folder of [usual, chosen]) mkdirSync(folder);
      const environment = { BERT_STUDIO_HOME: '', XDG_DATA_HOME: usual, APPDATA: usual, HOME: usual };
      await open(environment);
      await app.evaluate(({ dialog }, path) => {
        dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
      }, chosen);
      const folders = () => page.getByRole('region', { name: 'Folders' });
      await page.evaluate("location.hash = 'settings'");
      await folders().getByRole('button', { name: 'Keep in another folder…' }).click();
      await folders().getByRole('status').getByText(chosen).waitFor();
      await quit();
      await open(environment);
      await page.evaluate("location.hash = 'settings'");
      await folders().getByText(chosen, { exact: true }).waitFor();
      await folders().getByRole('button', { name: 'Back to the usual folder' }).waitFor();
    });
  },
);
