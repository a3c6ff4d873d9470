import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNoWindow } from '../../main/services/electron-binary.ts';
import { wrongFuses } from '../../scripts/fuses.mjs';

/** Path of a packaged program's executable. */
const PACKAGED = process.env.BERT_STUDIO_PACKAGE ?? '';
const lacks = PACKAGED === '' ? 'BERT_STUDIO_PACKAGE names no packaged program' : whyNoWindow();

// Its fuses keep out the debugger by which Playwright drives Electron's main process, so that only the page is driven here.
describe.skipIf(lacks !== null)(`the packaged studio${lacks === null ? '' : ` (skipped: ${lacks})`}`, () => {
  let home: string;
  let program: ChildProcess;
  let browser: Browser;
  let page: Page;
  const env = () => ({ ...process.env, BERT_STUDIO_HOME: home });

  async function open(): Promise<void> {
    program = spawn(PACKAGED, ['--remote-debugging-port=0'], {
      env: env(),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    browser = await chromium.connectOverCDP(await debuggerOf(program));
    const [context] = browser.contexts();
    page = context!.pages()[0] ?? (await context!.waitForEvent('page'));
    page.setDefaultTimeout(45_000);
    await page.getByRole('main').locator('h1, h2').first().waitFor();
  }
  async function end(): Promise<void> {
    await browser.close();
    const ended = once(program, 'exit');
    program.kill();
    await ended;
  }

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'bert-studio-packaged-'));
    await open();
  });
  afterAll(async () => {
    if (browser) await end();
    if (home) rmSync(home, { recursive: true, force: true });
  });

  test('has its fuses set', async () => {
    expect(await wrongFuses(PACKAGED)).toEqual([]);
  });

  test('runs no other script, whatever its environment says', () => {
    const { stdout } = spawnSync(PACKAGED, ['-e', 'console.log("ran")', '--version'], {
      env: { ...env(), ELECTRON_RUN_AS_NODE: '1' },
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(stdout).not.toContain('ran');
  });

  test('opens on the lesson and answers a cell by the model it carries', async () => {
    expect(page.url()).toMatch(/^app:\/\/studio\//);
    await page.keyboard.type('froze');
    await page.keyboard.press('Enter');
    await page.getByText('You and BERT agree').waitFor();
  });

  test('trains, and a run that the system ends is saved, and there to be resumed', async () => {
    await page.getByRole('navigation', { name: 'Views' }).getByText('Train').click();
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    await end();
    await open();
    await page.getByText('Resume').first().waitFor();
  });
});

/** Where Chromium says that its debugger listens. */
async function debuggerOf({ stderr }: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: stderr! })) {
    const [, address] = /DevTools listening on (ws:\S+)/.exec(line) ?? [];
    if (address) {
      stderr!.resume();
      return address;
    }
  }
  throw new Error('The program ended before its window could be driven.');
}
