import { afterAll, beforeAll, describe } from 'vitest';
import { WebGpuDevice } from '../../main/runtime/webgpu-device.ts';
import { pointToSoftwareGpu } from '../support/software-gpu.ts';
import { itTrainsAsTheCpuDoes } from './device-suite.ts';

const missing = pointToSoftwareGpu();

describe.skipIf(missing)(`an engine on a WebGPU device${missing ? `: ${missing}` : ''}`, () => {
  // While one session lives the compiled shaders do; a software device takes seconds to compile them.
  let kept: WebGpuDevice;
  beforeAll(async () => {
    kept = await WebGpuDevice.open();
  });
  afterAll(() => kept.dispose());

  itTrainsAsTheCpuDoes(() => WebGpuDevice.open());
});
