import type * as tfjs from '@tensorflow/tfjs-core';
import type { Node } from '../../../app/graph/graph.ts';
import type { OpName } from '../../../app/ops/registry.ts';

export type Tf = typeof tfjs;
export type TfTensor = tfjs.Tensor;

/** An op's outputs from its inputs, with TensorFlow.js's operations. Shapes are known when it runs. */
export type Operation = (tf: Tf, inputs: readonly TfTensor[], node: Node) => TfTensor[];

const SQRT_HALF = Math.SQRT1_2;
const TANH_SCALE = Math.sqrt(2 / Math.PI);
const TANH_CUBIC = 0.044715;
const MASKED_OUT = -60_000;

/** Every op there is: one that is missing does not compile. What each computes is said where it is defined (app/ops). */
export const operations = {
  add: (tf, [a, b]) => [tf.add(a!, b!)],
  affine: (tf, [x], { attributes: { scale, shift } }) => [tf.add(tf.mul(x!, Number(scale)), Number(shift))],
  // The nodes of a graph run in its order, where these stand after the gradient.
  afterGradient: (_, [x]) => [x!],
  attention: (tf, [q, k, v, bias, mask]) => {
    const probabilities = attended(tf, q!, k!, bias!);
    return [tf.matMul(masked(tf, probabilities, mask), v!), probabilities];
  },
  attentionGrad: (tf, [q, k, v, probabilities, dcontext, mask]) => {
    const scale = 1 / Math.sqrt(last(q!));
    const kept = masked(tf, probabilities!, mask);
    const weighted = tf.mul(kept, tf.matMul(dcontext!, v!, false, true));
    const own = tf.mul(probabilities!, tf.sum(weighted, -1, true));
    const ds = tf.mul(tf.sub(weighted, own), scale);
    return [tf.matMul(ds, k!), tf.matMul(ds, q!, true), tf.matMul(kept, dcontext!, true)];
  },
  attentionBiasOf: (tf, [mask]) => {
    const bias = tf.mul(tf.sub(1, tf.cast(mask!, 'float32')), MASKED_OUT);
    return [tf.reshape(bias, [mask!.shape[0]!, 1, 1, mask!.shape[1]!])];
  },
  binaryCrossEntropy: (tf, [logits, targets]) => {
    const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits!))));
    return [tf.add(tf.sub(tf.relu(logits!), tf.mul(logits!, targets!)), tail)];
  },
  crossEntropy: (tf, [logits, targets], { attributes: { smoothing = 0 } }) => {
    const logp = tf.logSoftmax(logits!);
    const nll = tf.neg(tf.gather(tf.reshape(logp, [-1]), placesOf(tf, targets!, last(logits!))));
    if (smoothing === 0) return [nll, logp];
    const even = tf.mul(tf.mean(logp, -1), -Number(smoothing));
    return [tf.add(tf.mul(nll, 1 - Number(smoothing)), even), logp];
  },
  crossEntropyGrad: (tf, [logp, targets, dloss], { attributes: { smoothing = 0 } }) => {
    const places = tf.reshape(placesOf(tf, targets!, last(logp!)), [-1, 1]);
    const aimed = tf.fill([targets!.size], 1 - Number(smoothing));
    const target = tf.reshape(tf.scatterND(places as tfjs.Tensor2D, aimed, [logp!.size]), logp!.shape);
    const even = Number(smoothing) / last(logp!);
    return [tf.mul(tf.sub(tf.sub(tf.exp(logp!), even), target), tf.expandDims(dloss!, -1))];
  },
  divide: (tf, [a, b]) => [tf.div(a!, b!)],
  dropout: (tf, [x, mask]) => [tf.mul(x!, mask!)],
  expandTo: (tf, [x, like]) => [tf.broadcastTo(x!, like!.shape as [number])],
  firstRowsOf: (tf, [ids]) => [
    tf.mul(tf.range(0, ids!.shape[0]!, 1, 'int32'), tf.scalar(ids!.shape[1]!, 'int32')),
  ],
  gelu: (tf, [x]) => [tf.mul(x!, normalCdf(tf, x!))],
  geluAgain: (tf, [x]) => [tf.mul(x!, normalCdf(tf, x!))],
  geluGrad: (tf, [dy, x]) => {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x!), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return [tf.mul(dy!, tf.add(normalCdf(tf, x!), tf.mul(x!, density)))];
  },
  geluTanh: (tf, [x]) => [tf.mul(tf.mul(x!, 0.5), tf.add(tf.tanh(innerTanh(tf, x!)), 1))],
  geluTanhGrad: (tf, [dy, x]) => {
    const t = tf.tanh(innerTanh(tf, x!));
    const inner = tf.mul(tf.add(tf.mul(tf.square(x!), 3 * TANH_CUBIC), 1), TANH_SCALE);
    const bend = tf.mul(tf.mul(tf.mul(x!, 0.5), tf.sub(1, tf.square(t))), inner);
    return [tf.mul(dy!, tf.add(tf.mul(tf.add(t, 1), 0.5), bend))];
  },
  gridRows: (tf, [x, grid]) => [tf.reshape(x!, [...grid!.shape, x!.shape[1]!])],
  isPositive: (tf, [x]) => [tf.cast(tf.greater(x!, 0), 'float32')],
  layerNorm: (tf, [x, gamma, beta], { attributes: { epsilon } }) => {
    const mean = tf.mean(x!, -1, true);
    const centred = tf.sub(x!, mean);
    const inverse = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), Number(epsilon)));
    return [tf.add(tf.mul(tf.mul(centred, inverse), gamma!), beta!), mean, inverse];
  },
  layerNormAgain: (tf, [x, gamma, beta, mean, inverse]) => [
    tf.add(tf.mul(tf.mul(tf.sub(x!, mean!), inverse!), gamma!), beta!),
  ],
  layerNormGrad: (tf, [dy, x, gamma, mean, inverse]) => {
    const normalized = tf.mul(tf.sub(x!, mean!), inverse!);
    const g = tf.mul(dy!, gamma!);
    const along = tf.mul(normalized, tf.mean(tf.mul(g, normalized), -1, true));
    const dx = tf.mul(tf.sub(tf.sub(g, tf.mean(g, -1, true)), along), inverse!);
    return [dx, tf.sum(tf.mul(dy!, normalized), 0), tf.sum(dy!, 0)];
  },
  linear: (tf, [x, weight, bias]) => [tf.add(tf.matMul(x!, weight!, false, true), bias!)],
  matmul: (tf, [a, b], { attributes: { transA = false, transB = false } }) => [
    tf.matMul(a!, b!, Boolean(transA), Boolean(transB)),
  ],
  mergeHeads: (tf, [y]) => [tf.reshape(tf.transpose(y!, [0, 2, 1, 3]), [-1, y!.shape[1]! * y!.shape[3]!])],
  multiply: (tf, [a, b]) => [tf.mul(a!, b!)],
  padHeads: (tf, [x, slots, , mask], { attributes: { keepPadding = false } }) => {
    const width = x!.shape[1]! / slots!.shape[1]!;
    const padded = tf.reshape(rowsAt(tf, tf.reshape(x!, [-1, width]), slots!), [...slots!.shape, width]);
    return [keepPadding ? padded : tf.mul(padded, mask!)];
  },
  positionsOf: (tf, [ids]) => [tf.tile(tf.range(0, ids!.shape[1]!, 1, 'int32'), [ids!.shape[0]!])],
  relu: (tf, [x]) => [tf.relu(x!)],
  reshape: (tf, [x], { attributes: { shape } }) => [tf.reshape(x!, [...(shape as readonly number[])])],
  scaleBy: (tf, [x, factor]) => [tf.mul(x!, factor!)],
  // scatterND adds where an index repeats.
  scatterRows: (tf, [x, indices, like], { attributes: { paddingIndex } }) => {
    const column = tf.reshape(indices!, [-1, 1]);
    const rows =
      paddingIndex === undefined
        ? x!
        : tf.mul(x!, tf.cast(tf.notEqual(column, tf.scalar(Number(paddingIndex), 'int32')), 'float32'));
    return [tf.scatterND(column as tfjs.Tensor2D, rows, like!.shape as [number])];
  },
  sigmoid: (tf, [x]) => [tf.sigmoid(x!)],
  splitHeads: (tf, [x, grid], { attributes: { heads } }) => {
    const split = tf.reshape(x!, [...grid!.shape, Number(heads), x!.shape[1]! / Number(heads)]);
    return [tf.transpose(split, [0, 2, 1, 3])];
  },
  squaredError: (tf, [prediction, targets]) => [tf.square(tf.sub(prediction!, targets!))],
  squareRoot: (tf, [x]) => [tf.sqrt(x!)],
  sumRows: (tf, [x]) => [tf.sum(x!, 0)],
  sumTo: (tf, [x, like]) => {
    const leading = x!.rank - like!.rank;
    const axes = x!.shape.flatMap((dim, axis) =>
      axis < leading || (like!.shape[axis - leading] === 1 && dim !== 1) ? [axis] : [],
    );
    return [tf.reshape(tf.sum(x!, axes), like!.shape)];
  },
  takeRows: (tf, [x, indices]) => [tf.reshape(rowsAt(tf, x!, indices!), [...indices!.shape, last(x!)])],
  tanh: (tf, [x]) => [tf.tanh(x!)],
  unpadHeads: (tf, [y, , rows]) => [headsToRows(tf, y!, rows!)],
  weightedSum: (tf, [values, weights]) => [tf.sum(tf.mul(values!, weights!))],
} satisfies Record<OpName, Operation>;

function last(x: TfTensor): number {
  return x.shape.at(-1)!;
}

/** softmax(q k^T / sqrt D + bias). */
function attended(tf: Tf, q: TfTensor, k: TfTensor, bias: TfTensor): TfTensor {
  const scores = tf.mul(tf.matMul(q, k, false, true), 1 / Math.sqrt(last(q)));
  return tf.softmax(tf.add(scores, bias));
}

function masked(tf: Tf, x: TfTensor, mask: TfTensor | undefined): TfTensor {
  return mask ? tf.mul(x, mask) : x;
}

/** Rows of x by index, one below the other. */
function rowsAt(tf: Tf, x: TfTensor, indices: TfTensor): TfTensor {
  return tf.gather(x, tf.reshape(indices, [-1]) as tfjs.Tensor1D);
}

function headsToRows(tf: Tf, y: TfTensor, rows: TfTensor): TfTensor {
  const [, heads, , width] = y.shape as [number, number, number, number];
  return tf.reshape(rowsAt(tf, tf.reshape(y, [-1, width]), rows), [rows.shape[0]!, heads * width]);
}

/** Where each row's target lies among the flattened logits [rows * classes]. */
function placesOf(tf: Tf, targets: TfTensor, classes: number): tfjs.Tensor1D {
  const starts = tf.mul(tf.range(0, targets.size, 1, 'int32'), tf.scalar(classes, 'int32'));
  return tf.add(starts, targets);
}

function normalCdf(tf: Tf, x: TfTensor): TfTensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, SQRT_HALF)), 1), 0.5);
}

function innerTanh(tf: Tf, x: TfTensor): TfTensor {
  return tf.mul(x, tf.add(tf.mul(tf.square(x), TANH_SCALE * TANH_CUBIC), TANH_SCALE));
}
