import { StudioError } from '../../app/errors.ts';
import { Graph, type Value } from '../../app/graph/graph.ts';
import { missingFeed } from '../../app/graph/inputs.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import { createSession, type OnnxSession, type OnnxTensor, onnxRuntime } from './onnx-runtime.ts';
import {
  type DeviceGraph,
  type DeviceTensor,
  deviceFailure,
  isDeviceTensor,
  type TensorDevice,
} from './tensor-device.ts';

/** A GPU through ONNX Runtime's WebGPU provider: NVIDIA, AMD, Intel and Apple. */
export class WebGpuDevice implements TensorDevice {
  readonly name = 'webgpu:0';
  readonly #uploads = new Map<number, Promise<DeviceGraph>>();
  readonly #downloads = new Map<number, Promise<DeviceGraph>>();

  /** @throws StudioError `device_failed` where there is no such GPU or its driver refuses. */
  static async open(): Promise<WebGpuDevice> {
    const device = new WebGpuDevice();
    try {
      (await device.upload([1], Float32Array.of(0))).dispose();
      return device;
    } catch (error) {
      if (!/adapter/i.test(String(error))) throw error;
      const message = 'No graphics card was found whose driver knows Vulkan, Metal or Direct3D 12.';
      throw new StudioError('device_failed', message, { cause: error, details: { device: 'webgpu' } });
    }
  }

  private constructor() {}

  async upload(shape: readonly number[], data: Float32Array): Promise<DeviceTensor> {
    const copy = await this.#copying(this.#uploads, shape.length, false);
    return (await copy.run(new Map([['x', { dtype: 'float32', shape, data }]]))).get('y')!;
  }

  /** Asking a tensor of the node binding for its data ends the process, so that a graph copies it. */
  async download(tensor: DeviceTensor): Promise<Float32Array> {
    const { onnx } = tensor as WebGpuTensor;
    if (onnx.location === 'cpu') return onnx.data as Float32Array;
    const copy = await this.#copying(this.#downloads, tensor.shape.length, true);
    const copied = (await copy.run(new Map([['x', tensor]]))).get('y') as WebGpuTensor;
    return copied.onnx.data as Float32Array;
  }

  async compile(
    graph: Graph,
    outputs: ReadonlyMap<string, Value>,
    fetched: ReadonlySet<string> = new Set(),
  ): Promise<DeviceGraph> {
    // Names of the model's own: an output may be called as the input whose place it takes.
    const names = new Map([...outputs.keys()].map((name, i) => [name, `output.${i}`]));
    const { bytes, inputs } = lowerGraph(graph, {
      provider: 'webgpu',
      outputs: new Map([...outputs].map(([name, value]) => [names.get(name)!, value])),
    });
    const onDevice = [...names].flatMap(([name, own]) => (fetched.has(name) ? [] : [own]));
    const session = await failing(() => createSession(bytes, { provider: 'webgpu', threads: 1, onDevice }));
    return new WebGpuGraph(session, inputs, names);
  }

  async dispose(): Promise<void> {
    for (const copy of [...this.#uploads.values(), ...this.#downloads.values()]) await (await copy).release();
  }

  #copying(known: Map<number, Promise<DeviceGraph>>, rank: number, toHost: boolean): Promise<DeviceGraph> {
    const copy = known.get(rank) ?? this.#compileCopy(rank, toHost);
    known.set(rank, copy);
    return copy;
  }

  #compileCopy(rank: number, toHost: boolean): Promise<DeviceGraph> {
    const graph = new Graph();
    const x = graph.data(
      'x',
      'float32',
      Array.from({ length: rank }, (_, axis) => `d${axis}`),
    );
    return this.compile(graph, new Map([['y', x]]), new Set(toHost ? ['y'] : []));
  }
}

class WebGpuTensor implements DeviceTensor {
  readonly onnx: OnnxTensor;

  constructor(onnx: OnnxTensor) {
    this.onnx = onnx;
  }

  get shape(): readonly number[] {
    return this.onnx.dims;
  }

  dispose(): void {
    this.onnx.dispose();
  }
}

class WebGpuGraph implements DeviceGraph {
  readonly #session: OnnxSession;
  readonly #inputs: readonly string[];
  readonly #outputs: ReadonlyMap<string, string>;

  /** @param outputs what they are called in the model, by name. */
  constructor(session: OnnxSession, inputs: readonly string[], outputs: ReadonlyMap<string, string>) {
    this.#session = session;
    this.#inputs = inputs;
    this.#outputs = outputs;
  }

  async run(inputs: ReadonlyMap<string, DeviceTensor | Feed>): Promise<Map<string, DeviceTensor>> {
    const { Tensor } = await onnxRuntime();
    const tensors = this.#inputs.map((name) => {
      const input = inputs.get(name);
      if (!input) throw missingFeed(name);
      return [
        name,
        isDeviceTensor(input)
          ? (input as WebGpuTensor).onnx
          : new Tensor(input.dtype, input.data, input.shape),
      ] as const;
    });
    const results = await failing(() => this.#session.run(Object.fromEntries(tensors)));
    return new Map([...this.#outputs].map(([name, own]) => [name, new WebGpuTensor(results[own]!)]));
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

async function failing<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    throw deviceFailure('webgpu:0', cause);
  }
}
