import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Runs a tool's script with this Node, its output on stderr, so that stdout stays the program's own.
 * Throws where the tool fails; it has said why by then.
 */
export function nodeScript(script, args) {
  const { status, signal, error } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${script} ended with ${signal ?? `exit code ${status}`}.`);
}
