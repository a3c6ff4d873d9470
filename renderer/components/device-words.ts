const NAMES: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  cuda: 'CUDA',
  tfjs: 'TensorFlow.js',
};

/** `CPU` of `cpu`: devices by the names people know them by. */
export function deviceWords(device: string): string {
  return NAMES[device] ?? device;
}

/** `CPU, 2 threads`; of other devices the name alone, for their threads are no matter of ours. */
export function placeWords(device: string, threads: number): string {
  if (device !== 'cpu') return deviceWords(device);
  return `${deviceWords(device)}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
