import { StudioError } from '../../app/errors.ts';
import type { Graph, Value } from '../../app/graph/graph.ts';
import type { Feed } from '../../app/models/bert/batch.ts';

/** A tensor in a device's own memory. */
export interface DeviceTensor {
  readonly shape: readonly number[];
  /** Gives its memory back; nothing may read it afterwards. */
  dispose(): void;
}

export interface DeviceGraph {
  /**
   * @param inputs at least what the outputs need, each on the device or still in the computer's memory.
   * @returns the outputs, which belong to the caller.
   */
  run(inputs: ReadonlyMap<string, DeviceTensor | Feed>): Promise<Map<string, DeviceTensor>>;
  release(): Promise<void>;
}

/** A device that keeps tensors in memory of its own and runs graphs on them: WebGPU, TensorFlow.js. */
export interface TensorDevice {
  /** As PyTorch would say it: `webgpu:0`, `cuda:0`. */
  readonly name: string;
  upload(shape: readonly number[], data: Float32Array): Promise<DeviceTensor>;
  download(tensor: DeviceTensor): Promise<Float32Array>;
  /** @param fetched outputs that are only read, by `download`: they need not stay on the device. */
  compile(
    graph: Graph,
    outputs: ReadonlyMap<string, Value>,
    fetched?: ReadonlySet<string>,
  ): Promise<DeviceGraph>;
  dispose(): Promise<void>;
}

export function isDeviceTensor(value: DeviceTensor | Feed): value is DeviceTensor {
  return 'dispose' in value;
}

/** What a device says when it does not go on: it was lost, it has too little memory, or its driver fails. */
export function deviceFailure(device: string, cause: unknown): StudioError {
  const said = cause instanceof Error ? cause.message : String(cause);
  // ONNX Runtime begins with the place in its own source.
  const reason = said.replace(/^.* was false\. /s, '').trim();
  return new StudioError('device_failed', `${device} failed: ${reason}`, { cause, details: { device } });
}
