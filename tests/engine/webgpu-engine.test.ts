import { describe } from 'vitest';
import { WebGpuDevice } from '../../main/runtime/webgpu-device.ts';
import { pointToSoftwareGpu } from '../support/software-gpu.ts';
import { itTrainsAsTheCpuDoes } from './device-suite.ts';

const missing = pointToSoftwareGpu();

describe.skipIf(missing)(`an engine on a WebGPU device${missing ? `: ${missing}` : ''}`, () => {
  itTrainsAsTheCpuDoes(() => WebGpuDevice.open());
});
