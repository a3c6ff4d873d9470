import { createRequire } from 'node:module';
import { StudioError } from '../../../app/errors.ts';
import { findTfjs } from './find-tfjs.ts';
import type { Tf } from './operations.ts';
import { TfjsDevice } from './tfjs-device.ts';

/** What tfjs-node adds to TensorFlow.js's interface of a backend. */
interface NodeBackend {
  readonly isUsingGpuDevice?: boolean;
}

/**
 * Loads the TensorFlow.js a person has installed: its native library may end the process, so that this is first tried in
 * one of its own (device-trial.ts).
 *
 * @throws StudioError `device_failed` saying why there is none and what to do.
 */
export async function openTfjs(): Promise<TfjsDevice> {
  const found = findTfjs();
  if ('absence' in found) {
    const { reason, remedy } = found.absence;
    throw new StudioError('device_failed', `${reason} ${remedy}`, { details: { device: 'tfjs' } });
  }
  const require = createRequire(import.meta.url);
  restoreIsNullOrUndefined(require('node:util'));
  try {
    const tf = require(found.name) as Tf;
    await tf.ready();
    const { isUsingGpuDevice } = tf.backend() as NodeBackend;
    return new TfjsDevice(tf, isUsingGpuDevice ? 'cuda:0' : 'tfjs-cpu');
  } catch (cause) {
    const message = `${found.name} is installed and does not load: ${String(cause)}. docs/devices.md says what it needs.`;
    throw new StudioError('device_failed', message, { cause, details: { device: 'tfjs' } });
  }
}

/** tfjs-node 4.22 calls it; Node 23 took it away. */
export function restoreIsNullOrUndefined(util: { isNullOrUndefined?: (value: unknown) => boolean }): void {
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
