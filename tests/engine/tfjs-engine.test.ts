import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { interpret } from '../../app/graph/interpreter.ts';
import type { Feed } from '../../app/models/bert/batch.ts';
import { TfjsDevice } from '../../main/runtime/tfjs/tfjs-device.ts';
import { itTrainsAsTheCpuDoes } from './device-suite.ts';
import { build, cases, largestDifference } from './op-cases.ts';

let before = 0;
beforeAll(async () => {
  await tf.setBackend('cpu');
  before = tf.memory().numTensors;
});

describe('every op with TensorFlow.js', () => {
  it.each(cases)('$name ($i) computes what it is defined to', async ({ op, sample }) => {
    const { graph, outputs, feeds } = build(op, sample);
    const device = new TfjsDevice(tf, 'tfjs-cpu');
    const named = new Map(outputs.map((value, i) => [`output.${i}`, value]));
    const compiled = await device.compile(graph, named);
    const inputs = new Map<string, Feed>(
      graph.inputs.map(({ name, value }) => {
        const { shape, data } = feeds[name]!;
        return value.dtype === 'int32'
          ? [name, { dtype: 'int32', shape, data: Int32Array.from(data) }]
          : [name, { dtype: 'float32', shape, data: Float32Array.from(data) }];
      }),
    );
    const results = await compiled.run(inputs);
    for (const [i, expected] of interpret(graph, feeds, outputs).entries()) {
      const result = results.get(`output.${i}`)!;
      expect(result.shape).toEqual(expected.shape);
      const values = Array.from(await device.download(result), Number);
      expect(largestDifference(values, expected.data)).toBeLessThan(2e-5);
      result.dispose();
    }
  });
});

describe('an engine on TensorFlow.js', () => {
  itTrainsAsTheCpuDoes(async () => new TfjsDevice(tf, 'tfjs-cpu'));
});

afterAll(() => {
  expect(tf.memory().numTensors, 'tensors that were not given back').toBe(before);
});
