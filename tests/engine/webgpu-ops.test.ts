import { describe, expect, it } from 'vitest';
import { interpret } from '../../app/graph/interpreter.ts';
import { pointToSoftwareGpu } from '../support/software-gpu.ts';
import { build, cases, largestDifference } from './op-cases.ts';
import { runOnOnnx } from './run-onnx.ts';

const missing = pointToSoftwareGpu();

/** What turns an exported model's own inputs into what the graph takes; nothing that trains contains these. */
const EXPORT_ONLY = new Set(['attentionBiasOf', 'firstRowsOf', 'gridRows', 'positionsOf', 'splitHeads']);

describe.skipIf(missing)(
  `every op on a WebGPU device without the CPU's help${missing ? `: ${missing}` : ''}`,
  () => {
    it.each(cases.filter(({ name }) => !EXPORT_ONLY.has(name)))(
      '$name ($i) computes what it is defined to',
      async ({ op, sample }) => {
        const testCase = build(op, sample);
        const results = await runOnOnnx(testCase, 'webgpu', 'webgpu');
        for (const [i, expected] of interpret(testCase.graph, testCase.feeds, testCase.outputs).entries()) {
          expect(results[i]!.shape).toEqual(expected.shape);
          expect(largestDifference(results[i]!.data, expected.data)).toBeLessThan(2e-5);
        }
      },
    );
  },
);
