import { type DropoutSite, type DType, type Graph, reachableNodes, type Value } from '../graph/graph.ts';
import type { EmitOptions, Emitter, Provider } from '../graph/op.ts';
import { keptValue } from '../ops/dropout-mask.ts';
import { encodeModel, ONNX_TYPE, type OnnxModel, type OnnxNode, type OnnxTensor } from './model-proto.ts';
import type { StoredWeight } from './stored-weights.ts';

/** What other tools read. */
const OPSET = 18;
/** The first whose DequantizeLinear takes a scale for every element. */
const CPU_OPSET = 21;

interface LoweringOptions {
  readonly provider: Provider;
  /** Values to compute and the names they get. */
  readonly outputs: ReadonlyMap<string, Value>;
  /** Inputs that become part of the model instead, by input name. */
  readonly weights?: ReadonlyMap<string, StoredWeight>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** For the CPU: takes dropout masks as bytes, 1 where a value is kept, instead of as the factors they stand for. */
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
  const masks = new Map(options.byteMasks ? graph.dropoutSites.map((site) => [site.input, site]) : []);
  const emitter = new NodeCollector(provider, weights, masks);
  const names = new Map<Value, string>(graph.inputs.map(({ name, value }) => [value, name]));
  const nodes = reachableNodes(graph, outputs.values());
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...outputs.values()]);

  for (const node of nodes) {
    emitter.scope = node.scope;
    const results = node.op.lower(
      emitter,
      node.inputs.map((input) => names.get(input)!),
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
    opset: provider === 'cpu' ? CPU_OPSET : OPSET,
    nodes: [...stored.flatMap((weight) => weight.nodes), ...leavesLast(emitter.nodes)],
    initializers: [...emitter.constants.values(), ...stored.flatMap((weight) => weight.tensors)],
    inputs: needed
      .filter(({ name }) => !weights.has(name))
      .map(({ name, value }) => ({
        name,
        type: masks.has(name) ? 'uint8' : value.dtype,
        shape: value.shape,
      })),
    outputs: [...outputs].map(([name, value]) => ({ name, type: value.dtype, shape: value.shape })),
    ...(options.metadata ? { metadata: options.metadata } : {}),
  };
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
  /** The masks that are bytes, by input name. */
  readonly #masks: ReadonlyMap<string, DropoutSite>;
  /** How often each of them was used. */
  readonly #uses = new Map<string, number>();

  constructor(
    provider: Provider,
    weights: ReadonlyMap<string, StoredWeight>,
    masks: ReadonlyMap<string, DropoutSite>,
  ) {
    this.provider = provider;
    this.#weights = weights;
    this.#masks = masks;
  }

  isInt8Product(weight: string): boolean {
    return this.#weights.get(weight)?.int8Product === true;
  }

  /**
   * Bytes are taken for 8-bit numbers, each with a scale of its own, x: one pass instead of two. The axis means nothing here
   * but tells the uses apart for ONNX Runtime, or it would keep the result of the forward pass for the backward pass; the last
   * axis is the slow one.
   */
  drop(x: string, mask: string): { kept: string; factor: number } {
    const site = this.#masks.get(mask);
    if (!site) return { kept: this.node('Mul', [x, mask])[0]!, factor: 1 };
    const use = this.#uses.get(mask) ?? 0;
    this.#uses.set(mask, use + 1);
    const attributes = { axis: use % (site.shape.length - 1), block_size: 1 };
    const [kept] = this.node('DequantizeLinear', [mask, x], { attributes });
    return { kept: kept!, factor: keptValue(site.probability) };
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

  cast(x: string, dtype: DType): string {
    return this.node('Cast', [x], { attributes: { to: ONNX_TYPE[dtype] } })[0]!;
  }

  constant(dtype: DType, data: readonly number[], shape: readonly number[] = []): string {
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

function bytesOf(dtype: DType, data: readonly number[]): Uint8Array {
  const array =
    dtype === 'float32'
      ? Float32Array.from(data)
      : dtype === 'int32'
        ? Int32Array.from(data)
        : BigInt64Array.from(data, BigInt);
  return new Uint8Array(array.buffer);
}
