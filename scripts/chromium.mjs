// The Chromium that the end-to-end tests drive.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { root } from './node-script.mjs';

const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const LONGEST_DOWNLOAD = 180_000;

/** Path of a Chromium on this computer, or null. */
export function findChromium() {
  const places = [process.env.BERT_STUDIO_CHROMIUM, chromium.executablePath(), ...USUAL_PLACES];
  return places.find((place) => place && existsSync(place)) ?? null;
}

/** Finds one, or installs it: by Playwright, else from the packages of a Debian where that is allowed. */
export function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  console.log('Installing a Chromium for the end-to-end tests (once) …');
  run(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium']);
  if (!findChromium() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  return findChromium();
}

function run(command, args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync(command, args, { cwd: root, env, stdio: 'ignore', timeout: LONGEST_DOWNLOAD });
}
