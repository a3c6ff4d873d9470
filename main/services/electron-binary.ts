import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../storage/paths.ts';

/** Where Electron is, or why there is none, as the end of a sentence. */
type ElectronBinary =
  | { readonly path: string; readonly reason: null }
  | { readonly path: null; readonly reason: string };

export interface Computer {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Undefined on Windows. */
  readonly uid: number | undefined;
}

const LONGEST_DOWNLOAD = 600_000;

/** Of the npm package, whose binary is fetched in a step of its own. */
const packageFolder = () => join(projectRoot(), 'node_modules/electron');
const installer = () => join(packageFolder(), 'install.js');
const LEFT_OUT = 'this copy of BERT Studio comes without Electron';
/** Says why fetching failed, so that not every start tries again. */
const failureNote = () => join(projectRoot(), 'node_modules/.bert-studio-electron');

/** Why no window of the desktop shell can be shown here; null where one can. */
export function whyNoWindow(computer: Computer = thisComputer()): string | null {
  const { platform, env, uid } = computer;
  if (platform !== 'linux') return null;
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'no display was found (DISPLAY is not set)';
  return uid === 0 ? 'Electron keeps its sandbox only for users other than root' : null;
}

/** Path of Electron's binary; null where it has not been fetched. */
export function findElectron(folder = packageFolder()): string | null {
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist');
  const path = join(dist, readFileSync(named, 'utf8'));
  return existsSync(path) ? path : null;
}

/** Why Electron is not there, as the end of a sentence; null where it is. */
export function whyNoElectron(): string | null {
  if (findElectron() !== null) return null;
  return existsSync(installer()) ? 'Electron has not been fetched yet' : LEFT_OUT;
}

/**
 * Finds Electron, or fetches it once, its checksum verified by its package.
 *
 * @param again also where that failed before.
 */
export function ensureElectron(again: boolean): ElectronBinary {
  const found = findElectron();
  if (found !== null) return { path: found, reason: null };
  if (!existsSync(installer())) return { path: null, reason: LEFT_OUT };
  if (again) rmSync(failureNote(), { force: true });
  if (existsSync(failureNote())) return { path: null, reason: readFileSync(failureNote(), 'utf8') };
  process.stderr.write('Fetching Electron for the desktop window (once, about 110 MB) …\n');
  const { status, stderr } = spawnSync(process.execPath, [installer()], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_DOWNLOAD,
  });
  const path = status === 0 ? findElectron() : null;
  if (path !== null) return { path, reason: null };
  const reason = `Electron could not be fetched (${causeOf(stderr)}); "npm start -- studio --desktop" tries again`;
  writeFileSync(failureNote(), reason);
  return { path: null, reason };
}

/** The word of an error message that a search finds. */
function causeOf(stderr: string): string {
  const [code] = /\bE[A-Z_]{5,}\b/.exec(stderr) ?? [];
  return code ?? /\b(?:HTTPError|RequestError)[^\n]*/.exec(stderr)?.[0] ?? 'no answer';
}

function thisComputer(): Computer {
  return { platform: process.platform, env: process.env, uid: process.getuid?.() };
}
