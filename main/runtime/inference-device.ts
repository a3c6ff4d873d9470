import type { InferencePrecision } from '../../app/devices.ts';
import type { Graph, Value } from '../../app/graph/graph.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { type StoredWeight, storeInt8Product, storeWeight } from '../../app/onnx/stored-weights.ts';
import { CompiledGraph } from './compiled-graph.ts';
import type { DeviceTensor, TensorDevice } from './tensor-device.ts';

export interface Weight {
  /** Hugging Face's name, with the `bert.` prefix. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A graph with its weights, fed with batches. */
export interface InferenceGraph {
  run(batch: ReadonlyMap<string, Feed>): Promise<ReadonlyMap<string, Feed>>;
  release(): Promise<void>;
}

/** Where a model that does not change is asked. */
export interface InferenceDevice {
  /** As PyTorch would say it: `cpu`, `webgpu:0`, `cuda:0`. */
  readonly name: string;
  compile(
    graph: Graph,
    outputs: ReadonlyMap<string, Value>,
    weights: readonly Weight[],
  ): Promise<InferenceGraph>;
  dispose(): Promise<void>;
}

/** On the processor float32 weights are read where they lie. */
export function cpuInference(threads: number, precision: InferencePrecision = 'float32'): InferenceDevice {
  return {
    name: 'cpu',
    async compile(graph, outputs, weights) {
      const int8 = precision === 'int8' ? int8Products(weights) : new Map<string, StoredWeight>();
      const compiled = await CompiledGraph.compile(graph, outputs, {
        provider: 'cpu',
        threads,
        weights: int8,
      });
      const fixed = weights
        .filter(({ name }) => !int8.has(name))
        .map(({ name, shape, data }) => [name, { dtype: 'float32', shape, data }] as const);
      return {
        run: (batch) => compiled.run(new Map<string, Feed>([...batch, ...fixed])),
        release: () => compiled.release(),
      };
    },
    dispose: async () => {},
  };
}

/** The encoder's linear layers; pooler and head are small, and decide. */
function int8Products(weights: readonly Weight[]): Map<string, StoredWeight> {
  const stored = new Map<string, StoredWeight>();
  for (const { name, shape, data } of weights) {
    const [out, width] = shape;
    if (!name.startsWith('bert.encoder.layer.') || width === undefined) continue;
    stored.set(name, storeInt8Product(name, [out!, width], data));
  }
  return stored;
}

/** With CUDA the weights are part of the model: what is fed crosses the bus each time. */
export function cudaInference(threads: number): InferenceDevice {
  return {
    name: 'cuda:0',
    async compile(graph, outputs, weights) {
      const stored = new Map<string, StoredWeight>(
        weights.map(({ name, shape, data }) => [name, storeWeight(name, shape, data, 'float32')]),
      );
      return CompiledGraph.compile(graph, outputs, { provider: 'cuda', threads, weights: stored });
    },
    dispose: async () => {},
  };
}

/** On a device with a memory of its own the weights are brought there once, for all graphs. */
export function tensorInference(device: TensorDevice): InferenceDevice {
  const tensors = new Map<Weight, DeviceTensor>();
  return {
    name: device.name,
    async compile(graph, outputs, weights) {
      const compiled = await device.compile(graph, outputs, new Set(outputs.keys()));
      const fixed: [string, DeviceTensor][] = [];
      for (const weight of weights) {
        const tensor = tensors.get(weight) ?? (await device.upload(weight.shape, weight.data));
        tensors.set(weight, tensor);
        fixed.push([weight.name, tensor]);
      }
      return {
        run: async (batch) => {
          const inputs = new Map<string, DeviceTensor | Feed>([...batch, ...fixed]);
          const results = new Map<string, Feed>();
          for (const [name, tensor] of await compiled.run(inputs)) {
            results.set(name, { dtype: 'float32', shape: tensor.shape, data: await device.download(tensor) });
            tensor.dispose();
          }
          return results;
        },
        release: () => compiled.release(),
      };
    },
    async dispose() {
      for (const tensor of tensors.values()) tensor.dispose();
      await device.dispose();
    },
  };
}
