// The studio as a person starts it, for what drives it from outside: tests, pictures, benchmarks.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './node-script.mjs';

const PROGRAM = [process.execPath, join(root, 'scripts/start.mjs')];

/**
 * Starts the studio for a browser and waits until it says where it is.
 *
 * `program` is the command line up to the program's own arguments, `env` what its environment says besides. `close`
 * interrupts it as Ctrl-C does and resolves with its exit code. With `group` it leads a process group of its own, and
 * `kill` ends all of its processes at once, as a power cut would.
 * @throws Error what it printed, where it ends without a link.
 */
export async function startStudio({ program: [command, ...args] = PROGRAM, env = {}, group = false } = {}) {
  const studio = spawn(command, [...args, 'studio', '--no-open'], {
    cwd: root,
    detached: group,
    env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => studio.once('exit', resolve));
  const link = await new Promise((resolve, reject) => {
    let printed = '';
    for (const stream of [studio.stdout, studio.stderr])
      stream.on('data', (data) => {
        printed += data;
        const found = /http:\/\/\S+(?=\s)/.exec(printed)?.[0];
        if (found) resolve(found);
      });
    studio.once('error', reject);
    ended.then((code) => reject(new Error(`The studio ended with exit code ${code}:\n${printed}`)));
  });
  return {
    link,
    pid: studio.pid,
    close() {
      studio.kill('SIGINT');
      return ended;
    },
    async kill() {
      process.kill(-studio.pid, 'SIGKILL');
      await ended;
    },
  };
}
