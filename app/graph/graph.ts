import { StudioError } from '../errors.ts';
import type { Attributes, OpDef } from './op.ts';

export type DType = 'float32' | 'int32' | 'int64';

/** A size known now, or the name of one known when a batch arrives, e.g. `T` tokens. */
export type Dim = number | string;
export type Shape = readonly Dim[];

export interface TensorType {
  readonly dtype: DType;
  readonly shape: Shape;
}

/**
 * What feeds an input: a `parameter` is a weight by its Hugging Face name, `data` comes with the batch,
 * a `dropout` mask is generated from its site (see `DropoutSite`).
 */
type InputRole = 'parameter' | 'data' | 'dropout';

/** One edge of the graph. Identity matters: two values are the same only if they are the same object. */
export interface Value extends TensorType {
  readonly id: number;
  /** The node that computes it, or null for a graph input. */
  readonly node: Node | null;
  /** Which of the node's outputs it is; 0 for inputs. */
  readonly index: number;
}

export interface Node {
  readonly op: OpDef;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
  readonly outputs: readonly Value[];
  /** The layer it was built in, e.g. `encoder.layer.3.attention`; backward nodes keep their forward's. */
  readonly scope: string;
}

interface GraphInput {
  readonly name: string;
  readonly role: InputRole;
  readonly value: Value;
}

/** A place where dropout happens; its number and the element's index fix every mask value. */
export interface DropoutSite {
  readonly site: number;
  readonly input: string;
  readonly shape: Shape;
  readonly probability: number;
}

/**
 * A computation on tensors as a directed acyclic graph in topological order: nodes are appended by
 * `apply` and never change. It says what is computed; `app/onnx` says how a provider does it.
 */
export class Graph {
  readonly inputs: GraphInput[] = [];
  readonly nodes: Node[] = [];
  readonly outputs = new Map<string, Value>();
  readonly dropoutSites: DropoutSite[] = [];
  #scopes: string[] = [];
  #nextId = 0;

  parameter(name: string, shape: readonly number[]): Value {
    return this.#input(name, 'parameter', { dtype: 'float32', shape });
  }

  data(name: string, dtype: DType, shape: Shape): Value {
    return this.#input(name, 'data', { dtype, shape });
  }

  /** A mask of 0 and 1/(1 - probability), generated anew each step. */
  dropoutMask(probability: number, shape: Shape): Value {
    const site = this.dropoutSites.length;
    const input = `dropout.${site}`;
    this.dropoutSites.push({ site, input, shape, probability });
    return this.#input(input, 'dropout', { dtype: 'float32', shape });
  }

  /** Appends a node; its types follow from the op's shape rule. */
  apply(op: OpDef, inputs: readonly Value[], attributes: Attributes = {}, scope?: string): readonly Value[] {
    const types = op.infer(inputs, attributes);
    const outputs: Value[] = [];
    const node: Node = { op, inputs, attributes, outputs, scope: scope ?? this.#scope };
    for (const [index, type] of types.entries()) {
      outputs.push({ ...type, id: this.#nextId++, node, index });
    }
    this.nodes.push(node);
    return outputs;
  }

  output(name: string, value: Value): void {
    this.outputs.set(name, value);
  }

  /** Runs `build` with `name` added to the scope of every node it appends. */
  within<Result>(name: string, build: () => Result): Result {
    this.#scopes.push(name);
    try {
      return build();
    } finally {
      this.#scopes.pop();
    }
  }

  get #scope(): string {
    return this.#scopes.join('.');
  }

  #input(name: string, role: InputRole, type: TensorType): Value {
    const existing = this.inputs.find((input) => input.name === name);
    if (existing) {
      throw new StudioError('graph_duplicate_input', `The graph already has an input named "${name}".`);
    }
    const value: Value = { ...type, id: this.#nextId++, node: null, index: 0 };
    this.inputs.push({ name, role, value });
    return value;
  }
}

/** The nodes that `targets` depend on, in topological order. */
export function reachableNodes(graph: Graph, targets: Iterable<Value>): Node[] {
  const needed = new Set<Node>();
  const pending = [...targets];
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (!value.node || needed.has(value.node)) continue;
    needed.add(value.node);
    pending.push(...value.node.inputs);
  }
  return graph.nodes.filter((node) => needed.has(node));
}
