import { spawn } from 'node:child_process';
import { ensureElectron, whyNoWindow } from '../services/electron-binary.ts';
import { projectRoot } from '../storage/paths.ts';

/** An end with an error within this time means that the window never came: what it lacks is on stderr. */
const MILLISECONDS_TO_OPEN = 20_000;
/** How Chromium's own lines begin. */
const CHROMIUM_LINE = /^\[\d+:/;

/**
 * Opens the studio in a window of its own, and waits until it is closed.
 *
 * @param again fetch Electron also where that failed before.
 * @returns null when the window was closed; else why there was none, as the end of a sentence.
 */
export async function openDesktopWindow(again: boolean): Promise<string | null> {
  const noWindow = whyNoWindow();
  if (noWindow !== null) return noWindow;
  const { path, reason } = ensureElectron(again);
  return path === null ? reason : runElectron(path, projectRoot());
}

/** @param folder of the program, whose package.json names Electron's entry. */
async function runElectron(path: string, folder: string): Promise<string | null> {
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const started = performance.now();
  const child = spawn(path, [folder], { env, stdio: ['ignore', 'inherit', 'pipe'] });
  // Ctrl-C reaches the window too, which asks before it ends a run.
  const leaveToWindow = () => {};
  process.on('SIGINT', leaveToWindow);
  const lines: string[] = [];
  child.stderr.on('data', (data) => {
    const said = String(data).split('\n').filter(Boolean);
    lines.push(...said.slice(0, 20 - lines.length));
    for (const line of said) if (!CHROMIUM_LINE.test(line)) process.stderr.write(`${line}\n`);
  });
  const end = await new Promise<string | null>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? null : (signal ?? `exit code ${code}`)));
  });
  process.off('SIGINT', leaveToWindow);
  if (end === null || performance.now() - started > MILLISECONDS_TO_OPEN) return null;
  const said = lines.find((line) => /error|fatal|cannot/i.test(line)) ?? lines[0];
  return `Electron could not start (${said?.replace(/^\[[^\]]*\]\s*/, '').trim() ?? end})`;
}
