// What goes into a portable folder, and where.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  createReadStream,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { root } from '../node-script.mjs';
import { launchersFor } from './launchers.mjs';

const LICENCES = ['LICENSE', 'NOTICE'];
/** Compiled code alone: what packages of electron-builder.yml hold of dist/, too. */
const isProgram = (name) =>
  /^(?:app|main)(?:\/|$)/.test(name)
    ? !/\.(?:map|ts)$|\.test\.js$/.test(name)
    : /^(?:renderer(?:\/|$)|kernels\.wasm$)/.test(name);

/**
 * Builds the folder of a platform, which must not be there yet.
 *
 * @param {string} target
 * @param {string} platform as `linux-x64`
 * @param {{ node: string, licence: string | null, modules: string, resources?: string }} parts Node's binary and licence, the libraries that were
 *   installed for the platform, and where models, data and lesson are
 */
export async function layOut(
  target,
  platform,
  { node, licence, modules, resources = join(root, 'resources') },
) {
  const [system, arch] = platform.split('-');
  const studio = join(target, 'studio');
  mkdirSync(join(target, 'node'), { recursive: true });
  const binary = join(target, 'node', system === 'win32' ? 'node.exe' : 'node');
  copyFileSync(node, binary);
  chmodSync(binary, 0o755);
  if (licence) copyFileSync(licence, join(target, 'node/LICENSE'));
  const dist = join(root, 'dist');
  cpSync(dist, join(studio, 'dist'), {
    recursive: true,
    filter: (source) => source === dist || isProgram(relative(dist, source).split(sep).join('/')),
  });
  for (const name of ['datasets', 'lessons', 'models'])
    cpSync(join(resources, name), join(studio, 'resources', name), { recursive: true });
  for (const name of [...LICENCES, 'package.json']) copyFileSync(join(root, name), join(studio, name));
  for (const name of LICENCES) copyFileSync(join(root, name), join(target, name));
  for (const name of ['start.mjs', 'check.mjs'])
    copyFileSync(join(root, 'scripts/portable', name), join(studio, name));
  // npm's links to commands lead to where they were made, and sticks hold no links.
  cpSync(modules, join(studio, 'node_modules'), {
    recursive: true,
    filter: (source) => basename(source) !== '.bin',
  });
  keepLibrariesOf(join(studio, 'node_modules/onnxruntime-node/bin/napi-v6'), system, arch);
  for (const { name, text, runs } of launchersFor(platform)) {
    writeFileSync(join(target, name), text);
    if (runs) chmodSync(join(target, name), 0o755);
  }
  writeFileSync(join(target, 'SHA256SUMS'), await sums(target));
}

/** ONNX Runtime's package has the libraries of all systems. */
function keepLibrariesOf(libraries, system, arch) {
  if (!existsSync(join(libraries, system, arch)))
    throw new Error(`ONNX Runtime has no library for ${system}-${arch} in ${libraries}.`);
  for (const one of readdirSync(libraries)) {
    if (one !== system) rmSync(join(libraries, one), { recursive: true });
  }
  for (const one of readdirSync(join(libraries, system))) {
    if (one !== arch) rmSync(join(libraries, system, one), { recursive: true });
  }
}

/** A line a file, as `sha256sum` writes and checks them. */
async function sums(target) {
  const lines = [];
  for (const name of readdirSync(target, { recursive: true, encoding: 'utf8' }).sort()) {
    const path = join(target, name);
    if (lstatSync(path).isSymbolicLink())
      throw new Error(`${path} is a link, which not every disk can hold.`);
    if (!statSync(path).isFile()) continue;
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    lines.push(`${hash.digest('hex')}  ${name.split(sep).join('/')}\n`);
  }
  return lines.join('');
}
