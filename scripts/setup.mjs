// What every command needs before it starts: a Node that is new enough, the dependencies, and the compiled program.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
const SOURCES = ['app', 'main', 'scripts/build.mjs', 'tsconfig.base.json', 'package-lock.json'];
const STAMP = join(root, 'dist', '.built');

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = OLDEST_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  fail(
    `BERT Studio needs Node ${OLDEST_NODE.join('.')} or newer, and this is ${process.versions.node}. Get a current one from nodejs.org.`,
  );
}

/** `npm ci`, when package-lock.json is newer than what is installed. */
export function installDependencies() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (
    existsSync(installed) &&
    statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
    return;
  console.error('Installing the dependencies, once. This takes a minute or two and about 700 MB...');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' };
  if (spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel', 'error'], options).status !== 0) {
    fail('The dependencies could not be installed (see above). Check the network connection and try again.');
  }
}

/** Compiles when a source is newer than the last build. */
export function build() {
  const built = existsSync(STAMP) ? statSync(STAMP).mtimeMs : 0;
  if (SOURCES.every((source) => newest(join(root, source)) <= built)) return;
  const started = Date.now();
  try {
    execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { cwd: root, stdio: ['ignore', 2, 2] });
  } catch {
    fail('The program could not be compiled (see above).');
  }
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${Date.now() - started} ms\n`);
}

function newest(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), 0);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
