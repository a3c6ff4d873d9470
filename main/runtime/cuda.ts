import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Absence } from '../../app/devices.ts';

/** What is looked at; tests stand in for it. */
interface CudaFiles {
  readonly platform: string;
  readonly arch: string;
  /** Folder of onnxruntime-node. */
  readonly packageFolder: string;
  exists(path: string): boolean;
}

/** Next to ONNX Runtime's own library, where its install script puts them. */
const LIBRARIES = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

/** Why ONNX Runtime's CUDA provider cannot be used, as far as files tell; null where its libraries are there. */
export function cudaProblem(files: CudaFiles = thisComputer()): Absence | null {
  const { platform, arch, packageFolder, exists } = files;
  if (platform !== 'linux' || arch !== 'x64') {
    return {
      reason: `ONNX Runtime has its CUDA provider for Node only on Linux with an x64 processor, not on ${platform}-${arch}.`,
      remedy: 'Use webgpu, which runs on NVIDIA GPUs too.',
    };
  }
  const folder = join(packageFolder, 'bin/napi-v6', platform, arch);
  const missing = LIBRARIES.filter((name) => !exists(join(folder, name)));
  if (missing.length === 0) return null;
  return {
    reason: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not in ${folder}.`,
    remedy:
      'With CUDA 12 and cuDNN 9 installed: node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12 (it downloads them).',
  };
}

function thisComputer(): CudaFiles {
  const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
  return {
    platform: process.platform,
    arch: process.arch,
    packageFolder: dirname(manifest),
    exists: existsSync,
  };
}
