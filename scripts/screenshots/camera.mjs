// The studio in a browser, and pictures of it.
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../chromium.mjs';
import { root } from '../node-script.mjs';
import { startStudio } from '../studio.mjs';
import { studioEnv } from './runs.mjs';

export const OUT = join(root, 'docs/screenshots');
const SIZES = { wide: { width: 1440, height: 900 }, narrow: { width: 1024, height: 700 } };

/** @param env what the studio's environment says besides. */
export async function openCamera(home, env = {}) {
  const studio = await startStudio({ env: { ...studioEnv(home), ...env } });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(120_000);
  await page.setViewportSize(SIZES.wide);
  await page.goto(studio.link);
  await page.getByRole('navigation', { name: 'Views' }).waitFor();

  /**
   * @param {string} name
   * @param {{ size?: keyof typeof SIZES, theme?: 'light' | 'dark' }} [how]
   */
  async function take(name, { size = 'wide', theme = 'light' } = {}) {
    await page.setViewportSize(SIZES[size]);
    await page.emulateMedia({ colorScheme: theme });
    await page.waitForTimeout(500);
    const { width, height } = SIZES[size];
    await page.screenshot({ path: join(OUT, `${name}-${width}x${height}-${theme}.png`) });
    console.log(`${name} ${size} ${theme}`);
  }
  return {
    page,
    /** Opens a view and waits until what it asked for is there. */
    async open(address, ready) {
      await page.setViewportSize(SIZES.wide);
      await page.goto(`${new URL(studio.link).origin}/#${address}`);
      await page.locator('main .bar').first().waitFor();
      if (ready) await ready();
      await page.waitForLoadState('networkidle');
      // Charts and lists settle in the frames after their data came.
      await page.waitForTimeout(700);
    },
    take,
    async takeAll(name) {
      for (const size of /** @type {const} */ (['wide', 'narrow']))
        for (const theme of /** @type {const} */ (['light', 'dark'])) await take(name, { size, theme });
    },
    async close() {
      await browser.close();
      await studio.close();
    },
  };
}
