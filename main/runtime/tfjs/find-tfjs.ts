import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Absence } from '../../../app/devices.ts';

/** In the order in which they are looked for. */
const TFJS_PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
export type TfjsPackage = (typeof TFJS_PACKAGES)[number];

/** What is looked at; tests stand in for it. */
interface TfjsFiles {
  /** Folder of an installed package, or null. */
  folderOf(name: TfjsPackage): string | null;
  /** Names in a folder; none where it is missing. */
  list(folder: string): readonly string[];
}

const INSTALL =
  'npm install @tensorflow/tfjs-node-gpu (Linux, Windows; CUDA 11.2 and cuDNN 8.1) or @tensorflow/tfjs-node (processor), with install scripts allowed: they download TensorFlow. See docs/devices.md.';

/**
 * The TensorFlow.js that is installed. Without its native file, which its install script downloads, loading it throws
 * an error that says nothing, so that the file is looked for first.
 */
export function findTfjs(
  files: TfjsFiles = thisInstallation(),
): { name: TfjsPackage } | { absence: Absence } {
  const installed = TFJS_PACKAGES.flatMap((name) => {
    const folder = files.folderOf(name);
    return folder === null ? [] : [{ name, folder }];
  });
  const whole = installed.find(({ folder }) =>
    files
      .list(join(folder, 'lib'))
      .some(
        (version) =>
          isNative(version) && files.list(join(folder, 'lib', version)).includes('tfjs_binding.node'),
      ),
  );
  if (whole) return { name: whole.name };
  const [broken] = installed;
  if (!broken) return { absence: { reason: 'TensorFlow.js is not installed.', remedy: INSTALL } };
  return {
    absence: {
      reason: `${broken.name} is installed without its native part (lib/napi-v*/tfjs_binding.node): its install script did not run or failed.`,
      remedy: `npm rebuild ${broken.name}, with install scripts allowed and a network.`,
    },
  };
}

function isNative(name: string): boolean {
  return name.startsWith('napi-v');
}

function thisInstallation(): TfjsFiles {
  const require = createRequire(import.meta.url);
  return {
    folderOf: (name) => {
      try {
        return dirname(require.resolve(`${name}/package.json`));
      } catch {
        return null;
      }
    },
    list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  };
}
