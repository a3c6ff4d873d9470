import { describe, expect, it } from 'vitest';
import { gradients } from '../../app/autodiff/gradients.ts';
import { Graph, type Value } from '../../app/graph/graph.ts';
import { interpret } from '../../app/graph/interpreter.ts';
import { type NdArray, ndarray, sizeOf } from '../../app/graph/ndarray.ts';
import type { OpDef } from '../../app/graph/op.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import { add, multiply } from '../../app/ops/elementwise.ts';
import { type OpName, registry } from '../../app/ops/registry.ts';
import { sumTo } from '../../app/ops/shaping.ts';
import { createCpuSession, onnxRuntime } from '../../main/runtime/onnx-runtime.ts';
import { type Sample, type SampleInput, samples } from './op-samples.ts';

const STEP = 1e-5;

/** Well spread values in [-1.5, 1.5], none near a kink at zero; the same ones every time. */
function valuesFor(input: SampleInput, salt: number): NdArray {
  const given = input.values ?? input.floats;
  if (given) return ndarray(input.shape, given);
  const values = Array.from({ length: sizeOf(input.shape) }, (_, i) => {
    const wave = Math.sin((i + 1) * 12.9898 + salt * 78.233) * 43_758.5453;
    const share = wave - Math.floor(wave);
    return share < 0.5 ? -0.1 - 2.8 * share : 0.1 + 2.8 * (share - 0.5);
  });
  return ndarray(input.shape, values);
}

interface Case {
  readonly graph: Graph;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly feeds: Record<string, NdArray>;
}

function build(op: OpDef, sample: Sample): Case {
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

/** A scalar that depends on every element of `value` differently. */
function scalarOf(testCase: Case, value: Value): Value {
  const { graph, feeds } = testCase;
  const weights = graph.data('weights', 'float32', value.shape);
  feeds.weights = valuesFor({ shape: value.shape as number[] }, 99);
  const scalar = graph.data('scalar', 'float32', []);
  feeds.scalar = ndarray([], [0]);
  const weighted = graph.apply(multiply, [value, weights])[0]!;
  return graph.apply(sumTo, [weighted, scalar])[0]!;
}

const names = Object.keys(registry) as OpName[];
const cases = names.flatMap((name) =>
  (samples[name] as readonly Sample[]).map((sample, i) => ({ name, op: registry[name] as OpDef, sample, i })),
);

describe('every op', () => {
  it.each(names)('%s has a sample', (name) => {
    expect(samples[name].length).toBeGreaterThan(0);
  });

  const differentiable = cases.filter(
    ({ op, sample }) => op.vjp && sample.inputs.some((x) => x.differentiable !== false),
  );
  it('with a gradient has a sample that a gradient flows through', () => {
    const covered = new Set(differentiable.map(({ name }) => name));
    expect(names.filter((name) => (registry[name] as OpDef).vjp && !covered.has(name))).toEqual([]);
  });

  it.each(differentiable)('$name ($i) has the gradient that finite differences give', ({ op, sample }) => {
    const testCase = build(op, sample);
    const { graph, feeds, inputs } = testCase;
    const loss = scalarOf(testCase, testCase.outputs[0]!);
    const seed = graph.data('seed', 'float32', []);
    feeds.seed = ndarray([], [1]);
    const wanted = inputs.filter((_, i) => sample.inputs[i]!.differentiable !== false);
    const analytic = interpret(graph, feeds, gradients(graph, loss, wanted, seed));
    for (const [k, input] of wanted.entries()) {
      const feed = feeds[`input.${inputs.indexOf(input)}`]!;
      const numeric = feed.data.map((value, i) => {
        const at = (moved: number) => {
          feed.data[i] = moved;
          return interpret(graph, feeds, [loss])[0]!.data[0]!;
        };
        const slope = (at(value + STEP) - at(value - STEP)) / (2 * STEP);
        feed.data[i] = value;
        return slope;
      });
      expect(largestDifference(analytic[k]!.data, numeric)).toBeLessThan(1e-7);
    }
  });

  it.each(
    cases.flatMap((testCase) =>
      (['cpu', 'webgpu', 'standard'] as const).map((provider) => ({ ...testCase, provider })),
    ),
  )('$name ($i) lowered for $provider computes what it is defined to', async ({ op, sample, provider }) => {
    const { graph, outputs, feeds } = build(op, sample);
    const named = new Map(outputs.map((value, i) => [`output.${i}`, value]));
    const { bytes, inputs } = lowerGraph(graph, { provider, outputs: named });
    const { Tensor } = await onnxRuntime();
    const session = await createCpuSession(bytes, { threads: 1 });
    const tensors = inputs.map((name) => {
      const { shape, data } = feeds[name]!;
      const { dtype } = graph.inputs.find((input) => input.name === name)!.value;
      return [
        name,
        new Tensor(dtype, dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape),
      ];
    });
    const results = await session.run(Object.fromEntries(tensors));
    for (const [i, expected] of interpret(graph, feeds, outputs).entries()) {
      const actual = results[`output.${i}`]!;
      expect(actual.dims).toEqual(expected.shape);
      expect(largestDifference(Array.from(actual.data as Float32Array, Number), expected.data)).toBeLessThan(
        2e-5,
      );
    }
    await session.release();
  });
});

describe('autodiff', () => {
  it('sums the gradients of a value that is used twice', () => {
    const graph = new Graph();
    const x = graph.parameter('x', [2]);
    const sum = graph.apply(add, [graph.apply(multiply, [x, x])[0]!, x])[0]!;
    const scalar = graph.data('scalar', 'float32', []);
    const loss = graph.apply(sumTo, [sum, scalar])[0]!;
    const [dx] = gradients(graph, loss, [x], graph.data('seed', 'float32', []));
    const feeds = { x: ndarray([2], [3, -1]), scalar: ndarray([], [0]), seed: ndarray([], [1]) };
    expect([...interpret(graph, feeds, [dx!])[0]!.data]).toEqual([7, -1]);
  });

  it('names a parameter that does not reach the loss', () => {
    const graph = new Graph();
    const x = graph.parameter('x', []);
    const unused = graph.parameter('bert.pooler.dense.bias', []);
    const loss = graph.apply(multiply, [x, x])[0]!;
    const seed = graph.data('seed', 'float32', []);
    expect(() => gradients(graph, loss, [unused], seed)).toThrow(
      /"bert.pooler.dense.bias" does not influence the loss/,
    );
  });
});

function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let largest = actual.length === expected.length ? 0 : Number.POSITIVE_INFINITY;
  for (let i = 0; i < actual.length; i++) {
    const difference = Math.abs(actual[i]! - expected[i]!) / Math.max(1, Math.abs(expected[i]!));
    if (!(difference <= largest)) largest = difference;
  }
  return largest;
}
