import { map, mapRows, ndarray, zip } from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { checkShapes, float } from '../graph/shape.ts';
import { sum } from '../math/sum.ts';
import { add, affine, multiply, sigmoid } from './elementwise.ts';

/**
 * Cross-entropy of logits [N, C] with class ids [N], one loss a row. With smoothing e the target gives
 * 1 - e to the class and spreads e evenly over all: (1 - e) * -logp[target] + e * mean(-logp)
 * (Szegedy et al. 2016, as Hugging Face's LabelSmoother). Also outputs the log-probabilities [N, C].
 */
export const crossEntropy: OpDef = {
  name: 'crossEntropy',
  infer: (inputs) => {
    const [logits, targets] = inputs;
    checkShapes(
      logits!.shape.length === 2 && targets!.dtype === 'int32' && targets!.shape[0] === logits!.shape[0],
      'crossEntropy',
      inputs,
      'logits must be [N, C], targets int32 [N]',
    );
    return [float([logits!.shape[0]!]), float(logits!.shape)];
  },
  vjp: (graph, { inputs: [, targets], outputs: [, logProbabilities], attributes, scope }, [dloss]) => [
    graph.apply(crossEntropyGrad, [logProbabilities!, targets!, dloss!], attributes, scope)[0]!,
    null,
  ],
  evaluate: ([logits, targets], { smoothing = 0 }) => {
    const logProbabilities = mapRows(logits!, (row) => {
      const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
      const log = top + Math.log(row.reduce((sum, value) => sum + Math.exp(value - top), 0));
      for (let i = 0; i < row.length; i++) row[i]! -= log;
    });
    const classes = logits!.shape[1]!;
    const losses = ndarray([logits!.shape[0]!]);
    for (let row = 0; row < losses.data.length; row++) {
      const logp = logProbabilities.data.subarray(row * classes, (row + 1) * classes);
      const even = -sum(logp) / classes;
      losses.data[row] = (1 - Number(smoothing)) * -logp[targets!.data[row]!]! + Number(smoothing) * even;
    }
    return [losses, logProbabilities];
  },
  lower: (emit, [logits, targets], { attributes }) => {
    const smoothing = Number(attributes.smoothing ?? 0);
    const logp = lowerLogSoftmax(emit, logits!);
    const [column] = emit.node('Unsqueeze', [targets!, emit.constant('int64', [-1], [1])]);
    const [picked] = emit.node('GatherElements', [logp, column!], { attributes: { axis: 1 } });
    const [flat] = emit.node('Squeeze', [picked!, emit.constant('int64', [-1], [1])]);
    const [nll] = emit.node('Mul', [flat!, emit.constant('float32', [smoothing - 1])]);
    if (smoothing === 0) return [nll!, logp];
    const [mean] = emit.node('ReduceMean', [logp, emit.constant('int64', [-1], [1])], {
      attributes: { keepdims: 0 },
    });
    const [even] = emit.node('Mul', [mean!, emit.constant('float32', [-smoothing])]);
    return [emit.node('Add', [nll!, even!])[0]!, logp];
  },
};

/** The WebGPU provider has no LogSoftmax of its own. */
function lowerLogSoftmax(emit: Emitter, logits: string): string {
  if (emit.provider !== 'webgpu') return emit.node('LogSoftmax', [logits], { attributes: { axis: -1 } })[0]!;
  const reduce = (type: string, value: string) =>
    emit.node(type, [value, emit.constant('int64', [-1], [1])], { attributes: { keepdims: 1 } })[0]!;
  const [shifted] = emit.node('Sub', [logits, reduce('ReduceMax', logits)]);
  const [log] = emit.node('Log', [reduce('ReduceSum', emit.node('Exp', [shifted!])[0]!)]);
  return emit.node('Sub', [shifted!, log!])[0]!;
}

/** dlogits = (softmax - target) * dloss, the target by index and never one-hot over the vocabulary. */
export const crossEntropyGrad: OpDef = {
  name: 'crossEntropyGrad',
  infer: ([logProbabilities]) => [float(logProbabilities!.shape)],
  vjp: null,
  evaluate: ([logProbabilities, targets, dloss], { smoothing = 0 }) => {
    const [rows, classes] = logProbabilities!.shape as [number, number];
    const difference = map(logProbabilities!, (logp) => Math.exp(logp) - Number(smoothing) / classes);
    for (let row = 0; row < rows; row++) {
      difference.data[row * classes + targets!.data[row]!]! -= 1 - Number(smoothing);
    }
    return [zip(difference, { shape: [rows, 1], data: dloss!.data }, (a, b) => a * b)];
  },
  lower: (emit, [logProbabilities, targets, dloss], { attributes, inputs }) => {
    const smoothing = Number(attributes.smoothing ?? 0);
    const last = emit.constant('int64', [-1], [1]);
    const [softmax] = emit.node('Exp', [logProbabilities!]);
    const [column] = emit.node('Unsqueeze', [targets!, last]);
    const minus = emit.constant('float32', [smoothing - 1], [1, 1]);
    const [updates] = emit.node('Expand', [minus, emit.node('Shape', [column!])[0]!]);
    const wide = emit.cast(column!, 'int64');
    const [scattered] = emit.node('ScatterElements', [softmax!, wide, updates!], {
      attributes: { axis: 1, reduction: 'add' },
    });
    const even = smoothing / (inputs[0]!.shape[1] as number);
    const difference =
      smoothing === 0 ? scattered! : emit.node('Sub', [scattered!, emit.constant('float32', [even])])[0]!;
    return emit.node('Mul', [difference, emit.node('Unsqueeze', [dloss!, last])[0]!]);
  },
};

/** Binary cross-entropy with logits, element by element: softplus(x) - x * t; targets are data. */
export const binaryCrossEntropy: OpDef = {
  name: 'binaryCrossEntropy',
  infer: ([logits]) => [float(logits!.shape)],
  // dx = (sigmoid(x) - t) * dy
  vjp: (graph, { inputs: [logits, targets], scope }, [dy]) => {
    const probability = graph.apply(sigmoid, [logits!], {}, scope)[0]!;
    const negated = graph.apply(affine, [targets!], { scale: -1, shift: 0 }, scope)[0]!;
    const difference = graph.apply(add, [probability, negated], {}, scope)[0]!;
    return [graph.apply(multiply, [difference, dy!], {}, scope)[0]!, null];
  },
  evaluate: ([logits, targets]) => [
    zip(logits!, targets!, (x, t) => Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x)))),
  ],
  lower: (emit, [logits, targets]) => {
    const [positive] = emit.node('Relu', [logits!]);
    const [magnitude] = emit.node('Abs', [logits!]);
    const [tail] = emit.node('Exp', emit.node('Neg', [magnitude!]));
    const [log] = emit.node('Log', emit.node('Add', [tail!, emit.constant('float32', [1])]));
    const [product] = emit.node('Mul', [logits!, targets!]);
    return emit.node('Sub', [emit.node('Add', [positive!, log!])[0]!, product!]);
  },
};

/** (prediction - target)^2, element by element; targets are data. */
export const squaredError: OpDef = {
  name: 'squaredError',
  infer: ([prediction]) => [float(prediction!.shape)],
  // dprediction = 2 (prediction - target) dy
  vjp: (graph, { inputs: [prediction, targets], scope }, [dy]) => {
    const negated = graph.apply(affine, [targets!], { scale: -1, shift: 0 }, scope)[0]!;
    const difference = graph.apply(add, [prediction!, negated], {}, scope)[0]!;
    const doubled = graph.apply(affine, [difference], { scale: 2, shift: 0 }, scope)[0]!;
    return [graph.apply(multiply, [doubled, dy!], {}, scope)[0]!, null];
  },
  evaluate: ([prediction, targets]) => [zip(prediction!, targets!, (x, t) => (x - t) ** 2)],
  lower: (emit, inputs) => {
    const [difference] = emit.node('Sub', inputs);
    return emit.node('Mul', [difference!, difference!]);
  },
};
