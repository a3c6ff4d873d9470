import { type Graph, reachableNodes, type Value } from './graph.ts';
import { inputName, missingFeed } from './inputs.ts';
import type { NdArray } from './ndarray.ts';

/**
 * Runs the graph in plain float64, op by op: slow, and the truth that engines and gradients are held to.
 *
 * @param feeds one array per input the outputs need, by name; resolves every symbolic size.
 * @param outputs values to compute; the graph's named outputs by default.
 */
export function interpret(
  graph: Graph,
  feeds: Readonly<Record<string, NdArray>>,
  outputs: readonly Value[] = [...graph.outputs.values()],
): NdArray[] {
  const computed = new Map<Value, NdArray>();
  for (const { name, value } of graph.inputs) {
    const feed = feeds[name];
    if (feed) computed.set(value, feed);
  }
  const lookUp = (value: Value): NdArray => {
    const array = computed.get(value);
    if (array) return array;
    throw missingFeed(inputName(graph, value));
  };
  for (const node of reachableNodes(graph, outputs)) {
    const results = node.op.evaluate(node.inputs.map(lookUp), node.attributes);
    for (const [i, output] of node.outputs.entries()) computed.set(output, results[i]!);
  }
  return outputs.map(lookUp);
}
