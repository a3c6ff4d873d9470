import { Graph, type Value } from '../graph/graph.ts';
import { add, affine, divide, multiply, squareRoot } from '../ops/elementwise.ts';
import { sumRows } from '../ops/linear.ts';
import { scaleBy, sumTo, weightedSum } from '../ops/shaping.ts';
import type { AdamWSettings } from './adamw.ts';
import type { ParameterInfo, UpdateOptions } from './engine.ts';

/** The tensors a parameter has on a device, and what inputs and outputs of these graphs are named after. */
export type Part = 'value' | 'gradient' | 'm' | 'v';

export function partName(part: Part, parameter: string): string {
  return `${part}:${parameter}`;
}

/**
 * Clip and AdamW (see adamw.ts) as a graph, for devices where the state stays: takes `value`, `gradient`, `m` and `v` of
 * every parameter and the numbers of `updateScalars`; gives the new `value`, `m` and `v`.
 */
export function updateGraph(
  parameters: readonly ParameterInfo[],
  { beta1, beta2, epsilon }: AdamWSettings,
): Graph {
  const graph = new Graph();
  const scalars = new Map<string, Value>();
  const scalar = (name: string): Value => {
    const known = scalars.get(name) ?? graph.data(name, 'float32', []);
    scalars.set(name, known);
    return known;
  };
  const one = (...args: Parameters<Graph['apply']>): Value => graph.apply(...args)[0]!;
  const times = (x: Value, factor: number): Value => one(affine, [x], { scale: factor, shift: 0 });

  for (const { name, shape, decays, head } of parameters) {
    const input = (part: Part): Value => graph.data(partName(part, name), 'float32', shape);
    const group = head ? 'head' : 'encoder';
    const g = one(scaleBy, [input('gradient'), scalar('gradient_scale')]);
    const m = one(add, [times(input('m'), beta1), times(g, 1 - beta1)]);
    const v = one(add, [times(input('v'), beta2), times(one(multiply, [g, g]), 1 - beta2)]);
    const root = one(scaleBy, [one(squareRoot, [v]), scalar('root_scale')]);
    const denominator = one(affine, [root], { scale: 1, shift: epsilon });
    const step = one(scaleBy, [one(divide, [m, denominator]), scalar(`${group}.step`)]);
    const value = input('value');
    const kept = decays ? one(scaleBy, [value, scalar(`${group}.keep`)]) : value;
    graph.output(partName('value', name), one(add, [kept, step]));
    graph.output(partName('m', name), m);
    graph.output(partName('v', name), v);
  }
  return graph;
}

/** The numbers of one update, by the names `updateGraph` gives its inputs. */
export function updateScalars(
  { beta1, beta2, weightDecay }: AdamWSettings,
  { step, learningRate, headLearningRate, gradientScale }: UpdateOptions,
): Readonly<Record<string, number>> {
  const t = step + 1;
  const correction = 1 - beta1 ** t;
  return {
    gradient_scale: gradientScale,
    root_scale: 1 / Math.sqrt(1 - beta2 ** t),
    'encoder.step': -learningRate / correction,
    'encoder.keep': 1 - learningRate * weightDecay,
    'head.step': -headLearningRate / correction,
    'head.keep': 1 - headLearningRate * weightDecay,
  };
}

/** Sum of the squares of all gradients, as the output `squares`: column by column first, so that no long sum loses digits. */
export function squaresGraph(parameters: readonly ParameterInfo[]): Graph {
  const graph = new Graph();
  const scalar = graph.data('scalar', 'float32', []);
  let total: Value | null = null;
  for (const { name, shape } of parameters) {
    const g = graph.data(partName('gradient', name), 'float32', shape);
    const squares =
      shape.length === 1
        ? graph.apply(weightedSum, [g, g])[0]!
        : graph.apply(sumTo, [graph.apply(sumRows, graph.apply(multiply, [g, g]))[0]!, scalar])[0]!;
    total = total ? graph.apply(add, [total, squares])[0]! : squares;
  }
  if (total) graph.output('squares', total);
  return graph;
}

/** The gradients of two micro-batches, `gradient` and `added`, summed into `gradient`. */
export function accumulationGraph(parameters: readonly ParameterInfo[]): Graph {
  const graph = new Graph();
  for (const { name, shape } of parameters) {
    const sum = [partName('gradient', name), `added:${name}`].map((input) =>
      graph.data(input, 'float32', shape),
    );
    graph.output(partName('gradient', name), graph.apply(add, sum)[0]!);
  }
  return graph;
}
