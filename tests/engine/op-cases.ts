import { Graph, type Value } from '../../app/graph/graph.ts';
import { type NdArray, ndarray, sizeOf } from '../../app/graph/ndarray.ts';
import type { OpDef } from '../../app/graph/op.ts';
import { type OpName, registry } from '../../app/ops/registry.ts';
import { type Sample, type SampleInput, samples } from './op-samples.ts';

/** Well spread values in [-1.5, 1.5], none near a kink at zero; the same ones every time. */
export function valuesFor(input: SampleInput, salt: number): NdArray {
  const given = input.values ?? input.floats;
  if (given) return ndarray(input.shape, given);
  const values = Array.from({ length: sizeOf(input.shape) }, (_, i) => {
    const wave = Math.sin((i + 1) * 12.9898 + salt * 78.233) * 43_758.5453;
    const share = wave - Math.floor(wave);
    return share < 0.5 ? -0.1 - 2.8 * share : 0.1 + 2.8 * (share - 0.5);
  });
  return ndarray(input.shape, values);
}

export interface Case {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly feeds: Record<string, NdArray>;
}

/** The op alone in a graph, with the sample's inputs. */
export function build(op: OpDef, sample: Sample): Case {
  const graph = new Graph();
  const feeds: Record<string, NdArray> = {};
  const inputs = sample.inputs.map((input, i) => {
    const name = `input.${i}`;
    feeds[name] = valuesFor(input, i);
    if (input.values) return graph.data(name, 'int32', input.shape);
    return input.differentiable === false
      ? graph.data(name, 'float32', input.shape)
      : graph.parameter(name, input.shape);
  });
  return { graph, inputs, outputs: graph.apply(op, inputs, sample.attributes ?? {}), feeds };
}

export const names = Object.keys(registry) as OpName[];
/** Every op with every sample it has. */
export const cases = names.flatMap((name) =>
  (samples[name] as readonly Sample[]).map((sample, i) => ({ name, op: registry[name] as OpDef, sample, i })),
);

/** Relative where values are large, absolute where they are small. */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
