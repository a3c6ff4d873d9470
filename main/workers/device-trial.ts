import { cpus, totalmem } from 'node:os';
import type { DeviceInfo } from '../../app/contract/devices.ts';
import type { Absence, DeviceKind } from '../../app/devices.ts';
import { assertNever, StudioError } from '../../app/errors.ts';
import { cudaProblem } from '../runtime/cuda.ts';
import { type GraphicsCard, graphicsCards, nvidiaCards, thisSystem } from '../runtime/graphics.ts';
import { findTfjs } from '../runtime/tfjs/find-tfjs.ts';
import { openInferenceDevice } from './open-device.ts';

export type Trial = Omit<DeviceInfo, 'measured'>;

/** Tries a device for real: opens it and lets it go. A driver may end the process, which is therefore one of its own. */
export async function tryDevice(kind: DeviceKind): Promise<Trial> {
  const trains = kind !== 'cuda';
  const absent = (reason: string, remedy: string): Trial => ({
    kind,
    device: null,
    name: null,
    memoryBytes: null,
    driver: null,
    trains,
    absent: { reason, remedy },
  });
  const problem = problemOf(kind);
  if (problem) return absent(problem.reason, problem.remedy);
  try {
    const opened = await openInferenceDevice(kind, 1);
    const device = opened.name;
    await opened.dispose();
    return { kind, device, ...(await descriptionOf(kind, device)), trains, absent: null };
  } catch (error) {
    const reason = error instanceof StudioError ? error.message : String(error);
    return absent(reason, REMEDIES[kind]);
  }
}

const REMEDIES: Readonly<Record<DeviceKind, string>> = {
  cpu: 'Install the program again.',
  webgpu:
    process.platform === 'linux'
      ? "Install the graphics card's driver with Vulkan (Debian, Ubuntu: libvulkan1 and mesa-vulkan-drivers, or NVIDIA's driver), and try again."
      : "Install the graphics card's newest driver, and try again.",
  cuda: 'docs/devices.md says which CUDA and cuDNN ONNX Runtime needs.',
  tfjs: 'docs/devices.md says how TensorFlow.js is installed.',
};

/** What can be said without trying. */
function problemOf(kind: DeviceKind): Absence | null {
  switch (kind) {
    case 'cpu':
    case 'webgpu':
      return null;
    case 'cuda':
      return cudaProblem();
    case 'tfjs': {
      const found = findTfjs();
      return 'absence' in found ? found.absence : null;
    }
    default:
      return assertNever(kind);
  }
}

async function descriptionOf(
  kind: DeviceKind,
  device: string,
): Promise<Omit<GraphicsCard, 'name'> & { name: string | null }> {
  const isProcessor = kind === 'cpu' || device === 'tfjs-cpu';
  if (isProcessor) {
    return { name: cpus()[0]?.model.trim() ?? null, memoryBytes: totalmem(), driver: null };
  }
  const cards = kind === 'webgpu' ? await graphicsCards() : await nvidiaCards(thisSystem);
  // WebGPU does not tell which of several cards it took.
  if (cards.length === 1) return cards[0]!;
  const name = cards.length === 0 ? null : `one of: ${cards.map((card) => card.name).join('; ')}`;
  return { name, memoryBytes: null, driver: null };
}
