import { describe, expect, it } from 'vitest';
import { gradients } from '../../app/autodiff/gradients.ts';
import { Graph, type Value } from '../../app/graph/graph.ts';
import { interpret } from '../../app/graph/interpreter.ts';
import { type NdArray, ndarray, sizeOf } from '../../app/graph/ndarray.ts';
import type { OpDef } from '../../app/graph/op.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { attention } from '../../app/ops/attention.ts';
import { keptValue } from '../../app/ops/dropout-mask.ts';
import { add, dropout, multiply } from '../../app/ops/elementwise.ts';
import { registry } from '../../app/ops/registry.ts';
import { reshape, sumTo } from '../../app/ops/shaping.ts';
import { CompiledGraph } from '../../main/runtime/compiled-graph.ts';
import { build, type Case, cases, largestDifference, names, valuesFor } from './op-cases.ts';
import { samples } from './op-samples.ts';
import { runOnOnnx } from './run-onnx.ts';

const STEP = 1e-5;

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
    const testCase = build(op, sample);
    const { graph, outputs, feeds } = testCase;
    const results = await runOnOnnx(testCase, provider, 'cpu');
    for (const [i, expected] of interpret(graph, feeds, outputs).entries()) {
      expect(results[i]!.shape).toEqual(expected.shape);
      expect(largestDifference(results[i]!.data, expected.data)).toBeLessThan(2e-5);
    }
  });
});

describe('dropout masks as bytes', () => {
  it('give what the factors they stand for give, forwards and backwards', async () => {
    const graph = new Graph();
    const heads = [2, 1, 3, 2];
    const [q, k, v] = ['q', 'k', 'v'].map((name) => graph.parameter(name, heads)) as [Value, Value, Value];
    const bias = graph.data('bias', 'float32', [2, 1, 1, 3]);
    const masks = [graph.dropoutMask(0.25, [2, 1, 3, 3]), graph.dropoutMask(0.5, [6, 2])] as const;
    const [context] = graph.apply(attention, [q, k, v, bias, masks[0]]);
    const [rows] = graph.apply(reshape, [context!], { shape: [6, 2] });
    const [kept] = graph.apply(dropout, [rows!, masks[1]]);
    const scalar = graph.data('scalar', 'float32', []);
    const [loss] = graph.apply(sumTo, [graph.apply(multiply, [kept!, rows!])[0]!, scalar]);
    const seed = graph.data('seed', 'float32', []);
    const outputs = [loss!, ...gradients(graph, loss!, [q, k, v], seed)];

    const bytes = masks.map(({ shape }, site) =>
      Uint8Array.from({ length: sizeOf(shape as number[]) }, (_, i) => Number((i + site) % 3 > 0)),
    );
    const feeds: Record<string, NdArray> = {
      ...Object.fromEntries(['q', 'k', 'v'].map((name, i) => [name, valuesFor({ shape: heads }, i)])),
      bias: ndarray([2, 1, 1, 3], [0, 0, 0, 0, 0, -3e38]),
      scalar: ndarray([], [0]),
      seed: ndarray([], [1]),
    };
    const fed = new Map<string, Feed>(
      Object.entries(feeds).map(([name, { shape, data }]) => [
        name,
        { dtype: 'float32', shape, data: Float32Array.from(data) },
      ]),
    );
    for (const { site, input, shape, probability } of graph.dropoutSites) {
      const sizes = shape as number[];
      feeds[input] = ndarray(
        sizes,
        Array.from(bytes[site]!, (byte) => byte * keptValue(probability)),
      );
      fed.set(input, { dtype: 'uint8', shape: sizes, data: bytes[site]! });
    }
    const named = new Map(outputs.map((value, i) => [`output.${i}`, value]));
    const compiled = await CompiledGraph.compile(graph, named, { provider: 'cpu', threads: 1 });
    const results = await compiled.run(fed);
    await compiled.release();
    for (const [i, expected] of interpret(graph, feeds, outputs).entries()) {
      expect(largestDifference(results.get(`output.${i}`)!.data, expected.data)).toBeLessThan(2e-5);
    }
  });
});

describe('outputs', () => {
  it('are all there when two of them are one value', async () => {
    const graph = new Graph();
    const x = graph.data('x', 'float32', [2]);
    const [sum] = graph.apply(add, [x, x]);
    const feeds = { x: ndarray([2], [3, -1]) };
    const results = await runOnOnnx({ graph, inputs: [x], feeds, outputs: [sum!, sum!] }, 'cpu', 'cpu');
    expect(results.map(({ data }) => [...data])).toEqual([
      [6, -2],
      [6, -2],
    ]);
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
