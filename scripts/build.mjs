// Compiles the project into dist/. `--kernels` compiles only the WebAssembly kernels.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function node(script, args) {
  execFileSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
}

function kernels() {
  const folder = join(root, 'main/runtime/kernels/assembly');
  const sources = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const output = join(root, 'dist/kernels.wasm');
  const newest = Math.max(...sources.map((name) => statSync(join(folder, name)).mtimeMs));
  if (existsSync(output) && statSync(output).mtimeMs > newest) return;
  mkdirSync(dirname(output), { recursive: true });
  const options = [
    '-O3',
    '--converge',
    '--noAssert',
    '--runtime',
    'stub',
    '--enable',
    'simd',
    '--importMemory',
  ];
  node('node_modules/assemblyscript/bin/asc.js', [
    'main/runtime/kernels/assembly/kernels.ts',
    ...options,
    '--outFile',
    output,
  ]);
}

kernels();
if (!process.argv.includes('--kernels')) node('node_modules/typescript/bin/tsc', ['--build']);
