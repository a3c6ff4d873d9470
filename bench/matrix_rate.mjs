// What a step cannot be faster than: its matrix products at the rate that one large product reaches.
import { encodeModel } from '../dist/app/onnx/model-proto.js';
import { createSession, onnxRuntime } from '../dist/main/runtime/onnx-runtime.js';
import { quantile } from './statistics.mjs';

const ROUNDS = 30;

/** Floating-point operations a second of x [rows, hidden] times W^T [wide, hidden], as ONNX Runtime's CPU provider does it. */
export async function matrixRate({ rows, hidden, wide, threads }) {
  const { Tensor } = await onnxRuntime();
  const model = encodeModel({
    opset: 18,
    nodes: [
      {
        type: 'Gemm',
        domain: '',
        name: '',
        inputs: ['x', 'w'],
        outputs: ['y'],
        integers: { transB: 1 },
        floats: {},
      },
      // One number comes back, so that copying y is not measured.
      {
        type: 'ReduceMax',
        domain: '',
        name: '',
        inputs: ['y'],
        outputs: ['most'],
        integers: { keepdims: 0 },
        floats: {},
      },
    ],
    initializers: [],
    inputs: [
      { name: 'x', type: 'float32', shape: [rows, hidden] },
      { name: 'w', type: 'float32', shape: [wide, hidden] },
    ],
    outputs: [{ name: 'most', type: 'float32', shape: [] }],
  });
  const session = await createSession(model, { provider: 'cpu', threads });
  const filled = (...shape) =>
    new Tensor(
      'float32',
      Float32Array.from({ length: shape[0] * shape[1] }, (_, i) => (i % 13) / 13),
      shape,
    );
  const feeds = { x: filled(rows, hidden), w: filled(wide, hidden) };
  const seconds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    await session.run(feeds);
    seconds.push((performance.now() - started) / 1000);
  }
  await session.release();
  return (2 * rows * hidden * wide) / quantile(seconds, 0.5);
}

/**
 * Operations of the matrix products of a training step, forward and twice that backward, for rows of these many tokens:
 * linear layers on real tokens, attention padded to the longest row, of the last layer only what a classifier reads.
 */
export function productsOfStep(config, lengths) {
  const { hidden_size: hidden, intermediate_size: wide, num_hidden_layers: layers } = config;
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const longest = Math.max(...lengths);
  const linear = 4 * hidden * hidden + 2 * hidden * wide;
  const attention = 2 * lengths.length * longest * longest * hidden;
  const whole = tokens * linear + attention;
  const last =
    2 * tokens * hidden * hidden + lengths.length * (linear - 2 * hidden * hidden) + attention / longest;
  return 3 * 2 * ((layers - 1) * whole + last);
}
