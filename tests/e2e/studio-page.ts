import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, chromium, type Page } from 'playwright';
import type { RequestName, RequestParams, RequestResult } from '../../app/contract/studio.ts';
import { findChromium } from '../../scripts/chromium.mjs';
import { startStudio } from '../../scripts/studio.mjs';

export const CHROMIUM: string | null = findChromium();
export const WITH_CHROMIUM = CHROMIUM ? '' : ' (skipped: no Chromium found)';

/** Chromium's own errands, so that whatever else a run asks the network for is the studio's. */
const QUIET_BROWSER = `--host-resolver-rules=${['googleapis.com', 'google.com', 'gstatic.com', 'gvt1.com']
  .map((host) => `MAP *.${host} ~NOTFOUND`)
  .join(',')}`;

export interface StudioPage {
  readonly page: Page;
  readonly link: string;
  /** The studio's folder of its own. */
  readonly home: string;
  /** The studio's process. */
  readonly pid: number;
  /** What the page said on its console that a person should not see. */
  readonly complaints: string[];
  close(): Promise<void>;
}

/**
 * Starts the studio as a person would, with an empty folder of its own, and opens it in a real Chromium.
 *
 * @param env what its environment says besides.
 */
export async function openStudio(env: Readonly<Record<string, string>> = {}): Promise<StudioPage> {
  const home = mkdtempSync(join(tmpdir(), 'bert-studio-e2e-'));
  const studio = await startStudio({ env: { ...env, BERT_STUDIO_HOME: home } });
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM!,
    args: ['--no-sandbox', QUIET_BROWSER],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.text()} ${message.location().url}`);
  });
  await page.goto(studio.link);
  // The link leads to the studio itself, over a page that takes its secret out of the address.
  await page.getByRole('navigation', { name: 'Views' }).waitFor();
  return {
    page,
    link: studio.link,
    home,
    pid: studio.pid,
    complaints,
    async close() {
      await browser.close();
      await studio.close();
      rmSync(home, { recursive: true });
    },
  };
}

/** Asks the studio as another window of the page's would: for what a test needs and does not look at. */
export function ask<Name extends RequestName>(
  page: Page,
  name: Name,
  params: RequestParams<Name>,
): Promise<RequestResult<Name>> {
  return page.evaluate(`(${ASK})(${JSON.stringify({ id: 1, name, params })})`);
}

/** Run in the page. */
const ASK = `async (request) => {
  const socket = new WebSocket('ws://' + location.host + '/socket');
  await new Promise((resolve) => socket.addEventListener('open', resolve));
  socket.send(JSON.stringify(request));
  return new Promise((resolve, reject) => {
    socket.addEventListener('close', () => reject(new Error('The studio hung up.')));
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(data);
      if (message.id !== request.id) return;
      socket.close();
      message.ok ? resolve(message.value) : reject(new Error(message.error.message));
    });
  });
}`;

/** Chooses from one of the studio's lists, by keyboard alone. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label, exact: true }).press('Enter');
  await page.getByRole('option', { name: option }).press('Enter');
}

/** What axe finds wrong with the page, or with a part of it, by all of its rules or by one: rule and first element. */
export async function axeFindings(
  page: Page,
  only: { within?: string; rule?: string } = {},
): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (only.within) axe.include(only.within);
  if (only.rule) axe.withRules(only.rule);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`);
}
