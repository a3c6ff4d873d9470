import { type Graph, reachableNodes, type Value } from '../graph/graph.ts';
import type { EmitOptions, Emitter, Provider } from '../graph/op.ts';
import { keptValue } from '../ops/dropout-mask.ts';
import { encodeModel, type OnnxModel, type OnnxNode, type OnnxTensor, type OnnxType } from './model-proto.ts';
import type { StoredWeight } from './stored-weights.ts';

interface LoweringOptions {
  readonly provider: Provider;
  /** Values to compute and the names they get. */
  readonly outputs: ReadonlyMap<string, Value>;
  /** Inputs that become part of the model instead, by input name. */
  readonly weights?: ReadonlyMap<string, StoredWeight>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Takes dropout masks as bytes, 1 where a value is kept, instead of as the factors they stand for. */
  readonly byteMasks?: boolean;
}

interface LoweredModel {
  readonly bytes: Uint8Array;
  /** The inputs that must be fed, in graph order; those that no output needs are left out. */
  readonly inputs: readonly string[];
}

/** Writes the part of `graph` that `outputs` need as an ONNX model for one provider. */
export function lowerGraph(graph: Graph, options: LoweringOptions): LoweredModel {
  const model = lowerToModel(graph, options);
  return { bytes: encodeModel(model), inputs: model.inputs.map((input) => input.name) };
}

function lowerToModel(graph: Graph, options: LoweringOptions): OnnxModel {
  const { provider, outputs, weights = new Map<string, StoredWeight>() } = options;
  const emitter = new NodeCollector(provider, weights);
  const names = new Map<Value, string>(graph.inputs.map(({ name, value }) => [value, name]));
  const nodes = reachableNodes(graph, outputs.values());
  const masks = options.byteMasks ? byteMasks(graph) : new Map<Value, never>();
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...outputs.values()]);

  for (const node of nodes) {
    emitter.scope = node.scope;
    const results = node.op.lower(
      emitter,
      node.inputs.map((input) => masks.get(input)?.(emitter) ?? names.get(input)!),
      node,
    );
    for (const [i, output] of node.outputs.entries()) {
      if (results[i] !== undefined) names.set(output, results[i]);
    }
  }
  emitter.scope = 'outputs';
  const given = new Map<Value, string>();
  for (const [name, value] of outputs) {
    const first = given.get(value);
    // A value under two names, as the last hidden state is without a pooler, is produced once and copied.
    if (first === undefined) emitter.rename(names.get(value)!, name);
    else emitter.nodes.push(identity(first, name));
    given.set(value, name);
  }

  const needed = graph.inputs.filter(({ value }) => used.has(value));
  const stored = needed.flatMap(({ name }) => weights.get(name) ?? []);
  return {
    nodes: [...stored.flatMap((weight) => weight.nodes), ...leavesLast(emitter.nodes)],
    initializers: [...emitter.constants.values(), ...stored.flatMap((weight) => weight.tensors)],
    inputs: needed
      .filter(({ name }) => !weights.has(name))
      .map(({ name, value }) => ({
        name,
        type: masks.has(value) ? 'uint8' : value.dtype,
        shape: value.shape,
      })),
    outputs: [...outputs].map(([name, value]) => ({ name, type: value.dtype, shape: value.shape })),
    ...(options.metadata ? { metadata: options.metadata } : {}),
  };
}

/**
 * Turns the bytes of each dropout mask into factors where they are needed, again at every use: an axis, which means
 * nothing here, tells the uses apart for ONNX Runtime, or it would keep the factors of the forward pass.
 */
function byteMasks(graph: Graph): Map<Value, (emitter: Emitter) => string> {
  return new Map(
    graph.dropoutSites.map(({ input, shape, probability }) => {
      const { value } = graph.inputs.find(({ name }) => name === input)!;
      let axis = 0;
      const factors = (emitter: Emitter) => {
        const scale = emitter.constant('float32', [keptValue(probability)]);
        const attributes = { axis: axis++ % shape.length };
        return emitter.node('DequantizeLinear', [input, scale], { attributes })[0]!;
      };
      return [value, factors];
    }),
  );
}

/**
 * Puts the nodes that nothing reads at the end, the last one first.
 *
 * ONNX Runtime orders execution by walking back from such nodes, starting with the last. In a training graph they
 * are the weights' gradients: listed as they were built, every layer's incoming gradient would be kept until the
 * backward pass is over; in this order each weight's gradient is computed as soon as its layer is reached.
 */
function leavesLast(nodes: readonly OnnxNode[]): OnnxNode[] {
  const read = new Set(nodes.flatMap((node) => node.inputs));
  const isLeaf = (node: OnnxNode) => node.outputs.every((output) => !read.has(output));
  return [...nodes.filter((node) => !isLeaf(node)), ...nodes.filter(isLeaf).reverse()];
}

/** Collects the nodes that lowerings append, naming results and sharing equal constants. */
class NodeCollector implements Emitter {
  readonly nodes: OnnxNode[] = [];
  readonly constants = new Map<string, OnnxTensor>();
  readonly provider: Provider;
  scope = '';
  readonly #weights: ReadonlyMap<string, StoredWeight>;

  constructor(provider: Provider, weights: ReadonlyMap<string, StoredWeight>) {
    this.provider = provider;
    this.#weights = weights;
  }

  isInt8Product(weight: string): boolean {
    return this.#weights.get(weight)?.int8Product === true;
  }

  node(type: string, inputs: readonly string[], options: EmitOptions = {}): string[] {
    const id = `${this.scope}/${type}.${this.nodes.length}`;
    const outputs = Array.from({ length: options.outputs ?? 1 }, (_, i) => `${id}:${i}`);
    this.nodes.push({
      type,
      domain: options.domain ?? '',
      name: id,
      inputs,
      outputs,
      integers: options.attributes ?? {},
      floats: options.floats ?? {},
    });
    return outputs;
  }

  constant(
    dtype: 'float32' | 'int64' | 'int32',
    data: readonly number[],
    shape: readonly number[] = [],
  ): string {
    const name = `${dtype}(${data.join(',')})[${shape.join(',')}]`;
    if (!this.constants.has(name))
      this.constants.set(name, { name, type: dtype, shape, bytes: bytesOf(dtype, data) });
    return name;
  }

  /** Gives a result its output name; a copy, because one value may be output under two names or be an input. */
  rename(from: string, to: string): void {
    const producer = this.nodes.findIndex((node) => node.outputs.includes(from));
    const readers = this.nodes.some((node) => node.inputs.includes(from));
    if (producer < 0 || readers) {
      this.nodes.push(identity(from, to));
      return;
    }
    const node = this.nodes[producer]!;
    this.nodes[producer] = {
      ...node,
      outputs: node.outputs.map((output) => (output === from ? to : output)),
    };
  }
}

function identity(from: string, to: string): OnnxNode {
  return {
    type: 'Identity',
    domain: '',
    name: `outputs/${to}`,
    inputs: [from],
    outputs: [to],
    integers: {},
    floats: {},
  };
}

function bytesOf(dtype: OnnxType, data: readonly number[]): Uint8Array {
  const array =
    dtype === 'float32'
      ? Float32Array.from(data)
      : dtype === 'int32'
        ? Int32Array.from(data)
        : BigInt64Array.from(data, BigInt);
  return new Uint8Array(array.buffer);
}
