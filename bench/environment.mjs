// Finds or makes the Python that the PyTorch side runs on.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const benchFolder = dirname(fileURLToPath(import.meta.url));
export const root = dirname(benchFolder);
export const outFolder = join(benchFolder, 'out');

const venv = join(benchFolder, '.venv');
const requirements = join(benchFolder, 'requirements.txt');
const stamp = join(venv, 'requirements.sha256');
const inVenv =
  process.platform === 'win32' ? join(venv, 'Scripts', 'python.exe') : join(venv, 'bin', 'python');

/**
 * Path of an interpreter that has the pinned packages: `BERT_STUDIO_PYTHON` if set, otherwise `bench/.venv`,
 * which is made on first use and brought up to date when requirements.txt changes (downloads a few GB).
 */
export function python() {
  if (process.env.BERT_STUDIO_PYTHON) return process.env.BERT_STUDIO_PYTHON;
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return inVenv;
  console.error(
    `Making ${venv} with the packages of ${requirements}; set BERT_STUDIO_PYTHON to use another.`,
  );
  const base = process.platform === 'win32' ? 'python' : 'python3';
  execFileSync(base, ['-m', 'venv', venv], { stdio: 'inherit' });
  execFileSync(inVenv, ['-m', 'pip', 'install', '--quiet', '-r', requirements], { stdio: ['ignore', 2, 2] });
  writeFileSync(stamp, wanted);
  return inVenv;
}

/** Runs a script of this folder to its end and returns what it printed; its stderr is shown only when it fails. */
export function runPython(script, args) {
  return execFileSync(python(), [join(benchFolder, script), ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The model as an ordinary float32 Hugging Face folder, which is what transformers can open. */
export function plainModel(name) {
  const target = join(outFolder, 'models', name);
  runPython('dequantize.py', [join(root, 'resources', 'models', name), target]);
  return target;
}

/** transformers.js, installed on first use; the module to import. */
export function transformersJs() {
  const modules = installed('transformers-js', { '@huggingface/transformers': '4.3.1' });
  return join(modules, '@huggingface', 'transformers', 'dist', 'transformers.node.mjs');
}

/** TensorFlow.js with the backends that need no download of their own; the folder to require from. */
export function tensorflowJs() {
  const packages = ['core', 'backend-cpu', 'backend-wasm'].map((part) => [
    `@tensorflow/tfjs-${part}`,
    '4.22.0',
  ]);
  return join(installed('tensorflow-js', Object.fromEntries(packages)), 'from-here.js');
}

/** Installs packages into a folder under bench/out, unless they are there in these versions. Install scripts are not run. */
function installed(name, packages) {
  const folder = join(outFolder, name);
  const modules = join(folder, 'node_modules');
  const versionOf = (of) => {
    const file = join(modules, of, 'package.json');
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : null;
  };
  if (Object.entries(packages).every(([of, version]) => versionOf(of) === version)) return modules;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const wanted = Object.entries(packages).map(([of, version]) => `${of}@${version}`);
  execFileSync('npm', ['install', '--ignore-scripts', ...wanted], {
    cwd: folder,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  return modules;
}
