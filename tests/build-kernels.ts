import { execFileSync } from 'node:child_process';

/** Tests load the WebAssembly kernels from dist/, so they are compiled once before any test runs. */
export default function setup(): void {
  execFileSync(process.execPath, ['scripts/build.mjs', '--kernels'], { stdio: 'inherit' });
}
