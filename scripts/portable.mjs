// `npm run portable [-- --platform linux-x64,win32-x64,darwin-arm64] [--out FOLDER]`: a folder for each platform with its own
// Node, the studio, its libraries, models, data and lesson. Started by a double click, nothing installed.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';
import { root } from './node-script.mjs';
import { npm } from './npm.mjs';
import { layOut } from './portable/layout.mjs';
import { RUNTIMES } from './portable/runtimes.mjs';

export { layOut, RUNTIMES };

/** Fetches the Node of a platform, verifies it, and unpacks it. @returns paths of its binary and licence. */
export function fetchRuntime(platform, cache) {
  const { package: name, integrity, binary } = RUNTIMES[platform];
  const folder = join(cache, name);
  mkdirSync(folder, { recursive: true });
  const archive = join(folder, 'node.tgz');
  if (!existsSync(archive)) {
    const [packed] = JSON.parse(npm(folder, ['pack', name, '--json', '--pack-destination', '.']));
    verify(join(folder, packed.filename), integrity, name);
    copyFileSync(join(folder, packed.filename), archive);
    rmSync(join(folder, packed.filename));
  }
  verify(archive, integrity, name);
  const { status, stderr } = spawnSync('tar', ['-xzf', 'node.tgz', '--strip-components=1'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${name} could not be unpacked: ${stderr}`);
  const licence = join(folder, 'LICENSE');
  return { node: join(folder, binary), licence: existsSync(licence) ? licence : null };
}

function verify(archive, integrity, name) {
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found === integrity) return;
  rmSync(archive);
  throw new Error(`${name} is not what it should be: its SHA-512 is ${found}, and ${integrity} is expected.`);
}

/** Installs what the program loads, from the lockfile, for another platform. @returns the path of its node_modules. */
function installFor(platform, cache) {
  const [os, cpu] = platform.split('-');
  const folder = join(cache, `libraries-${platform}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ['package.json', 'package-lock.json', '.npmrc'])
    copyFileSync(join(root, name), join(folder, name));
  const only = ['--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
  npm(folder, ['ci', ...only, `--os=${os}`, `--cpu=${cpu}`, ...(os === 'linux' ? ['--libc=glibc'] : [])]);
  return join(folder, 'node_modules');
}

async function main() {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string', default: `${process.platform}-${process.arch}` },
      out: { type: 'string', default: 'portable' },
    },
  });
  const platforms = values.platform.split(',');
  const unknown = platforms.filter((platform) => !Object.hasOwn(RUNTIMES, platform));
  if (unknown.length > 0)
    throw new Error(
      `There is no portable folder for ${unknown.join(', ')}. There are: ${Object.keys(RUNTIMES).join(', ')}.`,
    );
  if (!isBuilt()) build();
  const out = resolve(values.out);
  const cache = join(root, 'node_modules/.cache/portable');
  for (const platform of platforms) {
    const target = join(out, `BERT-Studio-${platform}`);
    rmSync(target, { recursive: true, force: true });
    console.log(`${platform}: Node ${RUNTIMES[platform].package.split('@')[1]}, libraries, studio, models …`);
    const runtime = fetchRuntime(platform, cache);
    await layOut(target, platform, { ...runtime, modules: installFor(platform, cache) });
    console.log(`  ${target}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
