import { availableParallelism } from 'node:os';
import { candidatesFor, type DeviceMeasurement, type DeviceUse } from '../../app/device-measurements.ts';
import type { DeviceChoice, DeviceKind, InferencePrecision } from '../../app/devices.ts';
import { assertNever, StudioError } from '../../app/errors.ts';
import {
  cpuInference,
  cudaInference,
  type InferenceDevice,
  tensorInference,
} from '../runtime/inference-device.ts';
import type { TensorDevice } from '../runtime/tensor-device.ts';
import { openTfjs } from '../runtime/tfjs/load-tfjs.ts';
import { WebGpuDevice } from '../runtime/webgpu-device.ts';

/** As many threads as the computer runs at once. */
export function defaultThreads(): number {
  return availableParallelism();
}

/**
 * Opens what a choice stands for. Where `auto` meets a device that is gone since it was measured, it takes the next.
 *
 * @throws StudioError `device_failed` where a device asked for by name is not there.
 */
export async function firstThatOpens<Opened>(
  choice: DeviceChoice,
  use: DeviceUse,
  open: (kind: DeviceKind) => Promise<Opened>,
): Promise<Opened> {
  const [first, ...rest] = candidatesFor(choice, use, choice === 'auto' ? await measurements() : []);
  let opening = open(first);
  for (const kind of rest) opening = opening.catch(() => open(kind));
  return opening;
}

/** Read only where a choice depends on them: what checks the file takes as long to load as all else that a question needs. */
async function measurements(): Promise<readonly DeviceMeasurement[]> {
  const { readMeasurements } = await import('../storage/device-measurements.ts');
  return readMeasurements();
}

/** @throws StudioError `device_failed`, `int8_on_device` where a GPU is asked for integers. */
export async function openInferenceDevice(
  choice: DeviceChoice,
  threads: number | null,
  precision: InferencePrecision = 'float32',
): Promise<InferenceDevice> {
  if (precision === 'int8') {
    if (choice === 'auto' || choice === 'cpu') return cpuInference(threads ?? defaultThreads(), precision);
    throw new StudioError(
      'int8_on_device',
      `int8 is computed by the processor, not by ${choice}. Leave --device or --precision away.`,
    );
  }
  return firstThatOpens(choice, 'infer', async (kind) => {
    switch (kind) {
      case 'cpu':
        return cpuInference(threads ?? defaultThreads());
      case 'cuda':
        return cudaInference(threads ?? defaultThreads());
      case 'webgpu':
      case 'tfjs':
        return tensorInference(await openTensorDevice(kind));
      default:
        return assertNever(kind);
    }
  });
}

export async function openTensorDevice(kind: 'webgpu' | 'tfjs'): Promise<TensorDevice> {
  return kind === 'webgpu' ? WebGpuDevice.open() : openTfjs();
}
