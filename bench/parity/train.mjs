// A run as a person would train it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../environment.mjs';

/** @param options of the `train` command, by name. Throws with what it said where it fails. */
export function train(options) {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(root, 'scripts', 'start.mjs'), 'train', ...args],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  if (status !== 0) throw new Error(`train ${args.join(' ')} ended with ${status}: ${stderr}`);
}
