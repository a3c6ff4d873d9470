// What a fresh clone needs before anything runs. Only Node's own modules here: there may be no others yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { root } from './node-script.mjs';

const REGISTRY_UNREACHABLE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|CERT_|SELF_SIGNED/;

/** Installs and compiles where needed; costs milliseconds where nothing has changed. Throws with what to do. */
export function setUp() {
  checkNode();
  if (!isInstalled()) install();
  if (!isBuilt()) {
    console.error('Compiling BERT Studio (some seconds, only when its sources have changed) …');
    try {
      build();
    } catch (error) {
      throw new Error(`Compiling BERT Studio failed: ${error.message} Its messages are above.`);
    }
  }
}

function checkNode() {
  const wanted = readJson('package.json').engines.node.replace('>=', '');
  const [major, minor] = wanted.split('.').map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  throw new Error(
    `BERT Studio needs Node.js ${wanted} or newer; this is ${process.versions.node}.\n` +
      'Install a current version from https://nodejs.org, then run the same command again.',
  );
}

/**
 * Whether node_modules holds what package-lock.json lists. npm writes its own list when an installation is
 * complete, so an interrupted one does not count. Optional packages may be missing: most are for other machines.
 */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(
    ([name, { version, optional }]) => name === '' || optional || installed[name]?.version === version,
  );
}

function install() {
  console.error('Installing the libraries into node_modules (once; about a minute, 600 MB on disk) …');
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  // npm's own retries wait more than a minute before they tell that there is no network.
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const { status, signal, error, stdout, stderr } = spawnSync(
    command,
    [...first, 'ci', '--no-audit', '--no-fund', '--prefer-offline', ...retries],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: !npm && process.platform === 'win32',
    },
  );
  if (status === 0) return;
  const output = `${stderr ?? ''}${stdout ?? ''}`.trim();
  const unreachable = REGISTRY_UNREACHABLE.exec(output)?.[0];
  if (unreachable) {
    throw new Error(
      `Installing the libraries failed: the npm registry could not be reached (${unreachable}). Connect to the\n` +
        'internet this once (behind a proxy: npm config set proxy URL), then run the same command again.',
    );
  }
  const reason = output || error?.message || `npm ci ended with ${signal}.`;
  throw new Error(
    `${reason}\n\nInstalling the libraries failed; npm's reason is above. Run the same command again once it is mended.`,
  );
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
