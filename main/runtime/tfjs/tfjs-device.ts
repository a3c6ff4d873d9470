import { StudioError } from '../../../app/errors.ts';
import { type Graph, type Node, reachableNodes, type Value } from '../../../app/graph/graph.ts';
import { inputName, missingFeed } from '../../../app/graph/inputs.ts';
import type { Feed } from '../../../app/models/bert/batch.ts';
import type { OpName } from '../../../app/ops/registry.ts';
import {
  type DeviceGraph,
  type DeviceTensor,
  deviceFailure,
  isDeviceTensor,
  type TensorDevice,
} from '../tensor-device.ts';
import { type Operation, operations, type Tf, type TfTensor } from './operations.ts';

/** TensorFlow.js, on whatever it computes with: TensorFlow's library on a GPU or the processor, or plain JavaScript. */
export class TfjsDevice implements TensorDevice {
  readonly name: string;
  readonly #tf: Tf;

  /** @param name `cuda:0` or `tfjs-cpu`. */
  constructor(tf: Tf, name: string) {
    this.#tf = tf;
    this.name = name;
  }

  async upload(shape: readonly number[], data: Float32Array): Promise<DeviceTensor> {
    return new TfjsTensor(tensorOf(this.#tf, { dtype: 'float32', shape, data }));
  }

  async download(tensor: DeviceTensor): Promise<Float32Array> {
    return (await (tensor as TfjsTensor).tensor.data()) as Float32Array;
  }

  async compile(graph: Graph, outputs: ReadonlyMap<string, Value>): Promise<DeviceGraph> {
    return new TfjsGraph(this.#tf, this.name, graph, outputs);
  }

  async dispose(): Promise<void> {}
}

class TfjsTensor implements DeviceTensor {
  readonly tensor: TfTensor;

  constructor(tensor: TfTensor) {
    this.tensor = tensor;
  }

  get shape(): readonly number[] {
    return this.tensor.shape;
  }

  dispose(): void {
    this.tensor.dispose();
  }
}

/** Runs a graph node by node; what nothing reads any more is given back at once. */
class TfjsGraph implements DeviceGraph {
  readonly #tf: Tf;
  readonly #device: string;
  readonly #graph: Graph;
  readonly #outputs: ReadonlyMap<string, Value>;
  readonly #nodes: readonly Node[];
  /** The values that are read for the last time by each node. */
  readonly #spent: ReadonlyMap<Node, readonly Value[]>;

  constructor(tf: Tf, device: string, graph: Graph, outputs: ReadonlyMap<string, Value>) {
    this.#tf = tf;
    this.#device = device;
    this.#graph = graph;
    this.#outputs = outputs;
    this.#nodes = reachableNodes(graph, outputs.values());
    this.#spent = lastReaders(this.#nodes, new Set(outputs.values()));
  }

  async run(inputs: ReadonlyMap<string, DeviceTensor | Feed>): Promise<Map<string, DeviceTensor>> {
    try {
      return this.#compute(inputs);
    } catch (error) {
      throw error instanceof StudioError ? error : deviceFailure(this.#device, error);
    }
  }

  #compute(inputs: ReadonlyMap<string, DeviceTensor | Feed>): Map<string, DeviceTensor> {
    const tf = this.#tf;
    const computed = new Map<Value, TfTensor>();
    const fed: TfTensor[] = [];
    for (const { name, value } of this.#graph.inputs) {
      const input = inputs.get(name);
      if (!input) continue;
      if (isDeviceTensor(input)) computed.set(value, (input as TfjsTensor).tensor);
      else {
        const tensor = tensorOf(tf, input);
        fed.push(tensor);
        computed.set(value, tensor);
      }
    }
    const lookUp = (value: Value): TfTensor => {
      const tensor = computed.get(value);
      if (tensor) return tensor;
      throw missingFeed(inputName(this.#graph, value));
    };
    for (const node of this.#nodes) {
      const operation: Operation = operations[node.op.name as OpName];
      // An operation may hand back its input: a copy (of the handle, not the data) has a life of its own.
      const results = tf.tidy(() =>
        operation(tf, node.inputs.map(lookUp), node).map((result) => tf.clone(result)),
      );
      for (const [i, output] of node.outputs.entries()) if (results[i]) computed.set(output, results[i]);
      for (const value of this.#spent.get(node) ?? []) computed.get(value)?.dispose();
    }
    const results = new Map(
      [...this.#outputs].map(([name, value]) => [name, new TfjsTensor(tf.clone(lookUp(value)))]),
    );
    for (const value of new Set(this.#outputs.values())) if (value.node) computed.get(value)!.dispose();
    for (const tensor of fed) tensor.dispose();
    return results;
  }

  async release(): Promise<void> {}
}

/** Results that are no outputs, by the last node that reads them; those nothing reads, by the node that makes them. */
function lastReaders(nodes: readonly Node[], outputs: ReadonlySet<Value>): Map<Node, Value[]> {
  const last = new Map<Value, Node>();
  for (const node of nodes) {
    for (const value of [...node.inputs, ...node.outputs]) {
      if (value.node && !outputs.has(value)) last.set(value, node);
    }
  }
  const spent = new Map<Node, Value[]>();
  for (const [value, node] of last) spent.set(node, [...(spent.get(node) ?? []), value]);
  return spent;
}

/** A copy: TensorFlow.js keeps the array it is given, and the next batch is written over ours. */
function tensorOf(tf: Tf, { dtype, shape, data }: Feed): TfTensor {
  return tf.tensor(data.slice(), [...shape], dtype === 'uint8' ? 'bool' : dtype);
}
