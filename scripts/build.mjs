// Compiles the program into dist/. `--kernels` compiles only the WebAssembly kernels.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeScript, root } from './node-script.mjs';

const SOURCE_FOLDERS = ['app', 'main', 'renderer'];
const SOURCE_FILES = ['package-lock.json', 'tsconfig.base.json', 'scripts/build.mjs'];
const stamp = join(root, 'dist/sources.sha256');

const ASSEMBLY = 'main/runtime/kernels/assembly';
const ASC_OPTIONS = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime',
  'stub',
  '--enable',
  'simd',
  '--importMemory',
];

function buildKernels() {
  const output = join(root, 'dist/kernels.wasm');
  const sources = readdirSync(join(root, ASSEMBLY)).filter((name) => name.endsWith('.ts'));
  const newest = Math.max(...sources.map((name) => statSync(join(root, ASSEMBLY, name)).mtimeMs));
  if (existsSync(output) && statSync(output).mtimeMs > newest) return;
  mkdirSync(dirname(output), { recursive: true });
  nodeScript('node_modules/assemblyscript/bin/asc.js', [
    `${ASSEMBLY}/kernels.ts`,
    ...ASC_OPTIONS,
    '--outFile',
    output,
  ]);
}

/** Compiles kernels, TypeScript and the interface; tsc itself skips what has not changed. */
export function build() {
  const before = fingerprint();
  rmSync(stamp, { force: true });
  buildKernels();
  nodeScript('node_modules/typescript/bin/tsc', ['--build', 'main']);
  nodeScript('node_modules/vite/bin/vite.js', ['build', 'renderer', '--logLevel', 'warn']);
  writeFileSync(stamp, before);
}

/** Whether dist/ was built from the sources as they are now; takes milliseconds, unlike asking tsc. */
export function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

/** Names, sizes and times of all sources: notices edits, deletions and older versions checked out. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  for (const file of SOURCE_FILES) add(file);
  for (const folder of SOURCE_FOLDERS) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(tsx?|json|css|html)$/.test(name) && !name.endsWith('.test.ts')) add(join(folder, name));
    }
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    if (process.argv.includes('--kernels')) buildKernels();
    else build();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
