import { mapRows, ndarray, sumTo, zip } from '../graph/ndarray.ts';
import type { OpDef } from '../graph/op.ts';
import { checkShapes, float } from '../graph/shape.ts';
import { sum } from '../math/sum.ts';

/**
 * y = (x - mean) / sqrt(var + epsilon) * gamma + beta over the last axis (Ba, Kiros and Hinton 2016), for
 * x [N, F]. Outputs y and, for the gradient, mean and 1/sqrt(var + epsilon), both [N, 1].
 */
export const layerNorm: OpDef = {
  name: 'layerNorm',
  infer: (inputs) => {
    const [x, gamma, beta] = inputs;
    checkShapes(
      x!.shape.length === 2 && gamma!.shape[0] === x!.shape[1] && beta!.shape[0] === x!.shape[1],
      'layerNorm',
      inputs,
      'x must be [N, F], gamma and beta [F]',
    );
    return [float(x!.shape), float([x!.shape[0]!, 1]), float([x!.shape[0]!, 1])];
  },
  vjp: (graph, { inputs: [x, gamma], outputs: [, mean, inverse], scope }, [dy]) =>
    graph.apply(layerNormGrad, [dy!, x!, gamma!, mean!, inverse!], {}, scope).slice(),
  recompute: (graph, { inputs: [x, gamma, beta], outputs: [, mean, inverse], scope }) =>
    graph.apply(layerNormAgain, [x!, gamma!, beta!, mean!, inverse!], {}, scope)[0]!,
  evaluate: ([x, gamma, beta], { epsilon }) => {
    const [rows, width] = x!.shape as [number, number];
    const mean = ndarray([rows, 1]);
    const inverse = ndarray([rows, 1]);
    let row = 0;
    const normalized = mapRows(x!, (values) => {
      const average = sum(values) / width;
      const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / width;
      mean.data[row] = average;
      inverse.data[row] = 1 / Math.sqrt(variance + (epsilon as number));
      for (let i = 0; i < width; i++) values[i] = (values[i]! - average) * inverse.data[row]!;
      row++;
    });
    const scaled = zip(normalized, gamma!, (a, b) => a * b);
    return [zip(scaled, beta!, (a, b) => a + b), mean, inverse];
  },
  lower: (emit, inputs, { attributes }) =>
    emit.node('LayerNormalization', inputs, {
      attributes: { axis: -1 },
      floats: { epsilon: attributes.epsilon as number },
      outputs: 3,
    }),
};

/** y once more, for the backward pass, from what layerNormGrad needs anyway: ORT shares (x - mean) * inverse. */
export const layerNormAgain: OpDef = {
  name: 'layerNormAgain',
  infer: ([x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([x, gamma, beta, mean, inverse]) => {
    const normalized = zip(
      zip(x!, mean!, (a, b) => a - b),
      inverse!,
      (a, b) => a * b,
    );
    const scaled = zip(normalized, gamma!, (a, b) => a * b);
    return [zip(scaled, beta!, (a, b) => a + b)];
  },
  lower: (emit, [x, gamma, beta, mean, inverse]) => {
    const [normalized] = emit.node('Mul', [emit.node('Sub', [x!, mean!])[0]!, inverse!]);
    return emit.node('Add', [emit.node('Mul', [normalized!, gamma!])[0]!, beta!]);
  },
};

/**
 * With xh = (x - mean) * inverse and g = dy * gamma:
 * dx = inverse * (g - mean(g) - xh * mean(g * xh)), dgamma = sum over rows of dy * xh, dbeta = of dy.
 */
export const layerNormGrad: OpDef = {
  name: 'layerNormGrad',
  infer: ([, x, gamma]) => [float(x!.shape), float(gamma!.shape), float(gamma!.shape)],
  vjp: null,
  evaluate: ([dy, x, gamma, mean, inverse]) => {
    const rowMean = (a: typeof dy) => {
      const sums = sumTo(a!, mean!.shape);
      return zip(sums, ndarray([1], [1 / a!.shape[1]!]), (sum, factor) => sum * factor);
    };
    const times = (a: typeof dy, b: typeof dy) => zip(a!, b!, (p, q) => p * q);
    const minus = (a: typeof dy, b: typeof dy) => zip(a!, b!, (p, q) => p - q);
    const normalized = times(minus(x, mean), inverse);
    const g = times(dy, gamma);
    const projected = minus(minus(g, rowMean(g)), times(normalized, rowMean(times(g, normalized))));
    return [times(projected, inverse), sumTo(times(dy, normalized), gamma!.shape), sumTo(dy!, gamma!.shape)];
  },
  // The row means are products with gamma / F, which read their operand once and write only [N, 1].
  lower: (emit, [dy, x, gamma, mean, inverse], { inputs }) => {
    const width = inputs[1]!.shape[1] as number;
    const columns = (value: string) =>
      emit.node('ReduceSum', [value, emit.constant('int64', [0], [1])], { attributes: { keepdims: 0 } })[0]!;
    const [share] = emit.node('Mul', [gamma!, emit.constant('float32', [1 / width])]);
    const [column] = emit.node('Reshape', [share!, emit.constant('int64', [width, 1], [2])]);
    const [centred] = emit.node('Sub', [x!, mean!]);
    const [normalized] = emit.node('Mul', [centred!, inverse!]);
    const [product] = emit.node('Mul', [dy!, normalized!]);
    const [meanG] = emit.node('MatMul', [dy!, column!]);
    const [meanGx] = emit.node('MatMul', [product!, column!]);
    const [g] = emit.node('Mul', [dy!, gamma!]);
    const [part] = emit.node('Sub', [g!, emit.node('Mul', [normalized!, meanGx!])[0]!]);
    const [projected] = emit.node('Sub', [part!, meanG!]);
    return [emit.node('Mul', [projected!, inverse!])[0]!, columns(product!), columns(dy!)];
  },
};
