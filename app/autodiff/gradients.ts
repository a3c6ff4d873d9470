import { StudioError } from '../errors.ts';
import { type Graph, type Node, reachableNodes, type Value } from '../graph/graph.ts';
import { inputName } from '../graph/inputs.ts';
import { add } from '../ops/elementwise.ts';
import { afterGradient } from '../ops/shaping.ts';

interface GradientOptions {
  /**
   * The part of the graph a scope belongs to that is computed again in the backward pass, so that only what goes into it
   * need be kept; null for what is kept (gradient checkpointing, Chen et al. 2016).
   */
  readonly checkpoint?: (scope: string) => string | null;
}

/**
 * Reverse-mode differentiation: appends to the graph the gradients of the scalar `loss` with respect to
 * `parameters`, in their order. `seed` is a scalar input or constant holding d loss / d loss, usually 1.
 *
 * Walks the graph backwards once, summing where a value is used more than once. Nodes that no parameter
 * in the list feeds are skipped, so frozen layers cost nothing. Gradients read the results of ops that say so
 * (`recompute`) from a second computation, so that the first need not be kept; within a checkpoint they read all
 * results from one.
 *
 * @throws StudioError `no_gradient` where a parameter does not reach the loss or an op has no gradient.
 */
export function gradients(
  graph: Graph,
  loss: Value,
  parameters: readonly Value[],
  seed: Value,
  { checkpoint = () => null }: GradientOptions = {},
): Value[] {
  const forward = reachableNodes(graph, [loss]);
  const wanted = dependents(forward, parameters);
  const arrived = new Map<Value, Value>([[loss, seed]]);
  const recomputed = new Map<Value, Value>();
  const keptOrRecomputed = (value: Value): Value => {
    if (!value.node?.op.recompute || value.index !== 0) return value;
    const known = recomputed.get(value) ?? value.node.op.recompute(graph, value.node);
    recomputed.set(value, known);
    return known;
  };

  const checkpoints = new Map<string, ReadonlyMap<Value, Value>>();
  /** What a node's gradient reads instead of the values of the forward pass. */
  const readingsOf = (node: Node, incoming: Value): ((value: Value) => Value) => {
    const name = checkpoint(node.scope);
    if (name === null) return keptOrRecomputed;
    const again =
      checkpoints.get(name) ??
      computeAgain(
        graph,
        forward.filter(({ scope }) => checkpoint(scope) === name),
        incoming,
      );
    checkpoints.set(name, again);
    return (value) => again.get(value) ?? value;
  };

  for (const node of [...forward].reverse()) {
    if (!wanted.has(node)) continue;
    const incoming = node.outputs.map((output) => arrived.get(output) ?? null);
    if (incoming.every((gradient) => gradient === null)) continue;
    if (!node.op.vjp) {
      throw new StudioError(
        'no_gradient',
        `The op "${node.op.name}" in ${node.scope || 'the graph'} has no gradient.`,
      );
    }
    const read = readingsOf(node, incoming.find((gradient) => gradient !== null)!);
    const again = {
      ...node,
      inputs: node.inputs.map(read),
      outputs: node.outputs.map((value) => read(value)),
    };
    const outgoing = node.op.vjp(graph, again, incoming);
    for (const [i, input] of node.inputs.entries()) {
      const gradient = outgoing[i];
      if (!gradient || !(input.node ? wanted.has(input.node) : parameters.includes(input))) continue;
      const before = arrived.get(input);
      arrived.set(input, before ? graph.apply(add, [before, gradient], {}, node.scope)[0]! : gradient);
    }
  }

  return parameters.map((parameter) => {
    const gradient = arrived.get(parameter);
    if (gradient) return gradient;
    const name = inputName(graph, parameter);
    throw new StudioError('no_gradient', `The parameter "${name}" does not influence the loss.`);
  });
}

/**
 * Appends the nodes once more, from the same inputs. Those that were computed wait for the gradient that reaches the nodes
 * first, or ONNX Runtime would merge the two computations, or do the second right after the first.
 *
 * @returns by every value of the nodes, and every input that waits, its twin.
 */
function computeAgain(graph: Graph, nodes: readonly Node[], gradient: Value): Map<Value, Value> {
  const own = new Set(nodes);
  const twins = new Map<Value, Value>();
  const twinOf = (value: Value): Value => {
    const known = twins.get(value);
    if (known || !value.node || own.has(value.node)) return known ?? value;
    const waiting = graph.apply(afterGradient, [value, gradient])[0]!;
    twins.set(value, waiting);
    return waiting;
  };
  for (const node of nodes) {
    const outputs = graph.apply(node.op, node.inputs.map(twinOf), node.attributes, node.scope);
    for (const [i, output] of node.outputs.entries()) twins.set(output, outputs[i]!);
  }
  return twins;
}

/** The nodes that some of the `sources` feed, directly or not. */
function dependents(nodes: readonly Node[], sources: readonly Value[]): Set<Node> {
  const found = new Set<Node>();
  const start = new Set(sources);
  for (const node of nodes) {
    if (node.inputs.some((input) => start.has(input) || (input.node && found.has(input.node))))
      found.add(node);
  }
  return found;
}
