// npm, by the copy of it that started this program where one did.
import { spawnSync } from 'node:child_process';

/** Runs npm in a folder. @returns how it ended and what it printed. */
export function spawnNpm(cwd, args) {
  const path = process.env.npm_execpath;
  const [command, first] = path ? [process.execPath, [path]] : ['npm', []];
  return spawnSync(command, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: !path && process.platform === 'win32',
  });
}

/** The same. @returns what it prints. Throws with its own words where it fails. */
export function npm(cwd, args) {
  const { status, error, stdout, stderr } = spawnNpm(cwd, args);
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}
