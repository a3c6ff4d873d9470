// npm, for the parts of a portable folder that come from the registry.
import { spawnSync } from 'node:child_process';

/** Runs npm in a folder. @returns what it prints. Throws with its own words where it fails. */
export function npm(cwd, args) {
  const path = process.env.npm_execpath;
  const [command, first] = path ? [process.execPath, [path]] : ['npm', []];
  const { status, error, stdout, stderr } = spawnSync(command, [...first, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    shell: !path && process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed:\n${stderr.trim() || stdout.trim()}`);
  return stdout;
}
