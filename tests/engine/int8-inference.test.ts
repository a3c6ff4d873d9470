import { describe, expect, it } from 'vitest';
import { Graph } from '../../app/graph/graph.ts';
import { interpret } from '../../app/graph/interpreter.ts';
import { ndarray } from '../../app/graph/ndarray.ts';
import { linear } from '../../app/ops/linear.ts';
import { RandomStream } from '../../app/random.ts';
import { cpuInference } from '../../main/runtime/inference-device.ts';

const [rows, width, out] = [5, 48, 12];
const random = new RandomStream(7, 0);
const values = (count: number) => Float32Array.from({ length: count }, () => random.next() * 2 - 1);

/** One linear layer whose weight has the name of one that is `encoder` part of a BERT or not, by int8 inference. */
async function computed(name: string, x: Float32Array, weight: Float32Array, bias: Float32Array) {
  const graph = new Graph();
  const [y] = graph.apply(linear, [
    graph.data('x', 'float32', ['T', width]),
    graph.parameter(`${name}.weight`, [out, width]),
    graph.parameter(`${name}.bias`, [out]),
  ]);
  graph.output('y', y!);
  const compiled = await cpuInference(1, 'int8').compile(graph, graph.outputs, [
    { name: `${name}.weight`, shape: [out, width], data: weight },
    { name: `${name}.bias`, shape: [out], data: bias },
  ]);
  const results = await compiled.run(new Map([['x', { dtype: 'float32', shape: [rows, width], data: x }]]));
  await compiled.release();
  const feeds = {
    x: ndarray([rows, width], [...x]),
    [`${name}.weight`]: ndarray([out, width], [...weight]),
    [`${name}.bias`]: ndarray([out], [...bias]),
  };
  const [exact] = interpret(graph, feeds, [y!]);
  const found = results.get('y')!.data;
  return Math.max(...exact!.data.map((value, i) => Math.abs(value - found[i]!)));
}

describe('int8 inference', () => {
  it("rounds an encoder's linear layer by no more than its 7-bit weights and 8-bit inputs allow", async () => {
    const [x, weight, bias] = [values(rows * width), values(out * width), values(out)];
    const difference = await computed('bert.encoder.layer.0.output.dense', x, weight, bias);
    expect(difference).toBeGreaterThan(0);
    // Half a step of the weights and half a step of the inputs, at each of `width` products of values below 1.
    expect(difference).toBeLessThan(width * (0.5 / 63 + 1 / 255));
  });

  it('does not overflow where all values are at the end of their range', async () => {
    const ones = (count: number) => new Float32Array(count).fill(1);
    const difference = await computed(
      'bert.encoder.layer.0.output.dense',
      ones(rows * width),
      ones(out * width),
      ones(out),
    );
    expect(difference).toBeLessThan(1e-4);
  });

  it('leaves the head as it is', async () => {
    const difference = await computed('classifier', values(rows * width), values(out * width), values(out));
    expect(difference).toBeLessThan(1e-5);
  });
});
