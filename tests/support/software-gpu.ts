import { existsSync } from 'node:fs';

/** Debian's chromium package brings SwiftShader, a Vulkan device computed on the CPU. */
const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

/**
 * Points the Vulkan loader at the software device, so that WebGPU can be tested on a computer without a GPU.
 * Call it before ONNX Runtime is loaded.
 *
 * @returns why there is none, in words for the name of a skipped test; null where it is there.
 */
export function pointToSoftwareGpu(): string | null {
  if (process.platform !== 'linux') return 'the software Vulkan device is only set up on Linux';
  if (!existsSync(SWIFTSHADER)) return `there is no software Vulkan device (${SWIFTSHADER})`;
  process.env.VK_ICD_FILENAMES = SWIFTSHADER;
  return null;
}
