import { type Graph, reachableNodes, type Value } from './graph.ts';
import { formatShape } from './shape.ts';

/** The part of the graph its outputs need, as text: one line a node, for people and for golden tests. */
export function dumpGraph(graph: Graph): string {
  const names = new Map<Value, string>(graph.inputs.map(({ name, value }) => [value, name]));
  const nameOf = (value: Value): string => names.get(value) ?? `%${value.id}`;
  const lines = graph.inputs.map(
    ({ name, role, value }) => `${role} ${name}: ${value.dtype}${formatShape(value.shape)}`,
  );
  for (const node of reachableNodes(graph, graph.outputs.values())) {
    const results = node.outputs.map((value) => `${nameOf(value)}: ${formatShape(value.shape)}`).join(', ');
    const attributes = Object.entries(node.attributes).map(([key, value]) => `${key}=${value}`);
    const operands = [...node.inputs.map(nameOf), ...attributes].join(', ');
    lines.push(`${results} = ${node.op.name}(${operands})${node.scope ? `  # ${node.scope}` : ''}`);
  }
  for (const [name, value] of graph.outputs) lines.push(`output ${name} = ${nameOf(value)}`);
  return lines.join('\n');
}
