// What a fresh clone needs before anything runs. Only Node's own modules here: there may be no others yet.
import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { root } from './node-script.mjs';
import { spawnNpm } from './npm.mjs';

const SUPPORTED = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'];
/** In bytes; what npm unpacks and what it keeps. */
const NEEDED_TO_INSTALL = 1.5 * 2 ** 30;
const AGAIN = 'Then run the same command again: what was downloaded is kept.';

/** What npm says, and what a person can do about it. */
/** @type {[said: RegExp, advice: (output: string) => string][]} */
const KNOWN_FAILURES = [
  [/ENOSPC/, () => 'the disk is full. Free about 1.5 GB.'],
  [
    /EACCES|EPERM|EROFS/,
    () => `${root} or npm's cache may not be written. Make them yours; never use sudo for it.`,
  ],
  [
    /\bE407\b|407 Proxy/,
    () => 'the proxy asks for a name and password: npm config set proxy http://NAME:PASSWORD@HOST:PORT.',
  ],
  [
    /CERT_|SELF_SIGNED|UNABLE_TO_GET_ISSUER/,
    (output) =>
      `a certificate is not trusted (${code(output)}), as behind an inspecting proxy. Ask who runs the network for its\n` +
      'certificate, then: npm config set cafile PATH.',
  ],
  [
    /\bE(?:403|404|451)\b/,
    (output) =>
      `the npm registry refuses (${code(output)}), as a company's own may. Ask who runs it to let these packages pass,\n` +
      'or: npm config set registry ADDRESS.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/,
    (output) =>
      `the npm registry could not be reached (${code(output)}). Connect to the internet this once\n` +
      '(behind a proxy: npm config set proxy URL).',
  ],
  [/EINTEGRITY/, () => "a package is not what it should be. Empty npm's cache: npm cache clean --force."],
];

/** The word of npm's message that a search finds. */
function code(output) {
  return /\b(?:E[A-Z_]{4,}|E\d{3}|[A-Z]+_[A-Z_]+)\b/.exec(output)?.[0] ?? 'no reason given';
}

/** Installs and compiles where needed; costs milliseconds where nothing has changed. Throws with what to do. */
export function setUp() {
  checkSystem();
  if (!isInstalled()) {
    checkDisk();
    install();
  }
  if (!isBuilt()) {
    console.error('Compiling BERT Studio (some seconds, only when its sources have changed) …');
    try {
      build();
    } catch (error) {
      throw new Error(`Compiling BERT Studio failed: ${error.message} Its messages are above.`);
    }
  }
}

/** Said each time, for it explains what will not work; the rest does. */
function checkSystem(platform = process.platform, arch = process.arch) {
  if (SUPPORTED.includes(`${platform}-${arch}`)) return;
  const why =
    platform === 'darwin'
      ? 'has had no library for Intel Macs (darwin-x64) since version 1.24'
      : `has no library for this computer (${platform}-${arch})`;
  console.error(
    `ONNX Runtime ${why}: models cannot run here, so no training and no live cells.\n` +
      'Lessons, data and quiz work. "npm start -- doctor" tells more.',
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

function checkDisk() {
  const { bavail, bsize } = statfsSync(root);
  if (bavail * bsize >= NEEDED_TO_INSTALL) return;
  const free = Math.floor((bavail * bsize) / 2 ** 20);
  throw new Error(
    `Installing the libraries needs ${NEEDED_TO_INSTALL / 2 ** 20} MB, and ${root} has ${free} MB left.\n` +
      'Free some space, then run the same command again.',
  );
}

function install() {
  console.error('Installing the libraries into node_modules (once; about a minute, 600 MB on disk) …');
  // npm's own retries wait more than a minute before they tell that there is no network.
  const retries = ['--fetch-retries=2', '--fetch-retry-mintimeout=2000', '--fetch-retry-maxtimeout=10000'];
  const args = ['ci', '--no-audit', '--no-fund', '--prefer-offline', ...retries];
  const { status, signal, error, stdout, stderr } = spawnNpm(root, args);
  if (status === 0) return;
  const output = `${stderr ?? ''}${stdout ?? ''}`.trim();
  const [, advise] = KNOWN_FAILURES.find(([pattern]) => pattern.test(output)) ?? [];
  if (advise) throw new Error(`Installing the libraries failed: ${advise(output)}\n${AGAIN}`);
  const reason = output || error?.message || `npm ci ended with ${signal}.`;
  throw new Error(`${reason}\n\nInstalling the libraries failed; npm's reason is above. Mend that. ${AGAIN}`);
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}
