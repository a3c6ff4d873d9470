// Electron's binary, which its package fetches in a step of its own.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './node-script.mjs';

const PACKAGE = join(root, 'node_modules/electron');
/** Says why fetching failed, so that not every start tries again. */
const FAILED = join(root, 'node_modules/.bert-studio-electron');
const LONGEST_DOWNLOAD = 600_000;

/** Path of Electron's binary, or null. */
export function findElectron() {
  const named = join(PACKAGE, 'path.txt');
  if (!existsSync(named)) return null;
  const path = join(PACKAGE, 'dist', readFileSync(named, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Whether windows can be shown at all. */
export function hasDisplay(platform = process.platform, env = process.env) {
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/**
 * Finds Electron, or fetches it once.
 *
 * @returns {{path: string, reason: null} | {path: null, reason: string}} where it is, or why the browser is used.
 */
export function ensureElectron() {
  if (!hasDisplay()) return { path: null, reason: 'no display was found (DISPLAY is not set)' };
  const found = findElectron();
  if (found) return { path: found, reason: null };
  if (existsSync(FAILED)) return { path: null, reason: readFileSync(FAILED, 'utf8') };
  console.error('Fetching Electron for the desktop window (once, about 110 MB) …');
  const { status, stderr } = spawnSync(process.execPath, [join(PACKAGE, 'install.js')], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_DOWNLOAD,
  });
  const path = status === 0 ? findElectron() : null;
  if (path) return { path, reason: null };
  const cause = /\b(E[A-Z_]{5,}|HTTPError[^\n]*|RequestError[^\n]*)/.exec(stderr ?? '')?.[0] ?? 'no answer';
  const reason = `Electron could not be fetched (${cause}); "npm run electron" tries again`;
  writeFileSync(FAILED, reason);
  return { path: null, reason };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { rmSync } = await import('node:fs');
  rmSync(FAILED, { force: true });
  const { path, reason } = ensureElectron();
  console.log(path ?? reason);
  process.exitCode = path ? 0 : 1;
}
