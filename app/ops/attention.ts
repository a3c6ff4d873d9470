import type { NdArray } from '../graph/ndarray.ts';
import * as nd from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { checkShapes, float } from '../graph/shape.ts';

/**
 * Packed rows to padded heads: x [T, H] with slots [B, A, S] gives [B, A, S, D], D = H / A. A slot names a
 * row of x seen as [T*A, D], so padding, splitting into heads and transposing are one gather.
 *
 * Inputs: x, slots, rows [T, A] (the inverse: rows of [B*A*S, D]), mask [B, 1, S, 1] (1 for real tokens).
 * Padded slots become zero, unless `keepPadding` says that nothing reads them: then they hold whatever row
 * their slot names, which saves a pass over the tensor.
 */
export const padHeads: OpDef = {
  name: 'padHeads',
  infer: (inputs) => {
    const [x, slots] = inputs;
    const heads = slots!.shape[1] as number;
    checkShapes(
      Number(x!.shape[1]) % heads === 0,
      'padHeads',
      inputs,
      'the hidden size must be a multiple of the heads',
    );
    return [float([...slots!.shape, Number(x!.shape[1]) / heads])];
  },
  vjp: (graph, { inputs: [, slots, rows, mask], scope }, [dy]) => [
    graph.apply(unpadHeads, [dy!, slots!, rows!, mask!], {}, scope)[0]!,
    null,
    null,
    null,
  ],
  evaluate: ([x, slots, , mask], { keepPadding = false }) => {
    const heads = nd.reshape(x!, [-1, x!.shape[1]! / slots!.shape[1]!]);
    const padded = nd.takeRows(heads, slots!);
    return [keepPadding ? padded : nd.zip(padded, mask!, (a, b) => a * b)];
  },
  lower: (emit, [x, slots, , mask], { attributes, outputs }) => {
    const width = outputs[0]!.shape[3] as number;
    const [flat] = emit.node('Reshape', [x!, emit.constant('int64', [-1, width], [2])]);
    const padded = emit.node('Gather', [flat!, slots!], { attributes: { axis: 0 } });
    return attributes.keepPadding ? padded : emit.node('Mul', [padded[0]!, mask!]);
  },
};

/** The way back: y [B, A, S, D] to the packed rows [T, A*D]; padded slots are left behind. */
export const unpadHeads: OpDef = {
  name: 'unpadHeads',
  infer: (inputs) => {
    const [y, , rows] = inputs;
    checkShapes(y!.shape.length === 4, 'unpadHeads', inputs, 'y must be [B, A, S, D]');
    return [float([rows!.shape[0]!, Number(y!.shape[1]) * Number(y!.shape[3])])];
  },
  vjp: (graph, { inputs: [, slots, rows, mask], scope }, [dy]) => [
    graph.apply(padHeads, [dy!, slots!, rows!, mask!], {}, scope)[0]!,
    null,
    null,
    null,
  ],
  evaluate: ([y, , rows]) => {
    const taken = nd.takeRows(nd.reshape(y!, [-1, y!.shape[3]!]), rows!);
    return [nd.reshape(taken, [rows!.shape[0]!, y!.shape[1]! * y!.shape[3]!])];
  },
  lower: (emit, [y, , rows], { inputs, outputs }) => {
    const [flat] = emit.node('Reshape', [
      y!,
      emit.constant('int64', [-1, inputs[0]!.shape[3] as number], [2]),
    ]);
    const [taken] = emit.node('Gather', [flat!, rows!], { attributes: { axis: 0 } });
    return emit.node('Reshape', [taken!, emit.constant('int64', [-1, outputs[0]!.shape[1] as number], [2])]);
  },
};

/**
 * Scaled dot-product attention (Vaswani et al. 2017) on heads: q [B, A, Q, D], k and v [B, A, S, D], bias
 * [B, 1, 1, S] (0, or a large negative number for padding), and optionally a dropout mask [B, A, Q, S].
 * Outputs context [B, A, Q, D] and probabilities before dropout [B, A, Q, S].
 */
export const attention: OpDef = {
  name: 'attention',
  infer: (inputs) => {
    const [q, k, v] = inputs;
    checkShapes(
      q!.shape.length === 4 &&
        k!.shape.length === 4 &&
        q!.shape[3] === k!.shape[3] &&
        k!.shape[2] === v!.shape[2],
      'attention',
      inputs,
      'q must be [B, A, Q, D], k and v [B, A, S, D]',
    );
    const [batch, heads, queries, width] = q!.shape;
    return [float([batch!, heads!, queries!, width!]), float([batch!, heads!, queries!, k!.shape[2]!])];
  },
  vjp: (graph, { inputs: [q, k, v, , mask], outputs: [, probabilities], scope }, [dcontext]) => {
    const operands = [q!, k!, v!, probabilities!, dcontext!];
    const gradients = graph.apply(attentionGrad, mask ? [...operands, mask] : operands, {}, scope);
    return [...gradients, null, ...(mask ? [null] : [])];
  },
  evaluate: ([q, k, v, bias, mask]) => {
    const probabilities = evaluateProbabilities(q!, k!, bias!);
    return [nd.matmul(masked(probabilities, mask), v!), probabilities];
  },
  lower: (emit, [q, k, v, bias, mask], { inputs }) => {
    const probabilities = lowerProbabilities(emit, q!, k!, bias!, inputs[0]!.shape[3] as number);
    const { kept, factor } = dropped(emit, probabilities, mask);
    return [matmul(emit, kept, v!, { alpha: factor }), probabilities];
  },
};

/**
 * With P the probabilities, M the dropout mask, O the context, R = P*M and W = R * (dO V^T):
 * dV = R^T dO, dS = W - P * rowsum(W), dQ = dS K / sqrt D, dK = dS^T Q / sqrt D.
 * rowsum(dO*O) would be the same sums (Dao et al. 2022, appendix B), but then O had to be kept.
 */
export const attentionGrad: OpDef = {
  name: 'attentionGrad',
  infer: ([q, k, v]) => [float(q!.shape), float(k!.shape), float(v!.shape)],
  vjp: null,
  evaluate: ([q, k, v, probabilities, dcontext, mask]) => {
    const kept = masked(probabilities!, mask);
    const weighted = nd.zip(kept, nd.matmul(dcontext!, nd.swapLast(v!)), (a, b) => a * b);
    const rows = nd.sumTo(weighted, [...weighted.shape.slice(0, 3), 1]);
    const own = nd.zip(probabilities!, rows, (a, b) => a * b);
    const ds = nd.zip(weighted, own, (a, b) => (a - b) * scaleOf(q!.shape[3]!));
    return [nd.matmul(ds, k!), nd.matmul(nd.swapLast(ds), q!), nd.matmul(nd.swapLast(kept), dcontext!)];
  },
  lower: (emit, [q, k, v, probabilities, dcontext, mask], { inputs }) => {
    const alpha = scaleOf(inputs[0]!.shape[3] as number);
    const { kept, factor } = dropped(emit, probabilities!, mask);
    const dv = matmul(emit, kept, dcontext!, { transA: true, alpha: factor });
    const products = matmul(emit, dcontext!, v!, { transB: true, alpha: factor });
    const [weighted] = emit.node('Mul', [products, kept]);
    const [rows] = emit.node('ReduceSum', [weighted!, emit.constant('int64', [-1], [1])], {
      attributes: { keepdims: 1 },
    });
    const [ds] = emit.node('Sub', [weighted!, emit.node('Mul', [probabilities!, rows!])[0]!]);
    return [matmul(emit, ds!, k!, { alpha }), matmul(emit, ds!, q!, { transA: true, alpha }), dv];
  },
};

/** softmax(q k^T / sqrt D + bias). */
function evaluateProbabilities(q: NdArray, k: NdArray, bias: NdArray): NdArray {
  const scores = nd.map(nd.matmul(q, nd.swapLast(k)), (score) => score * scaleOf(q.shape[3]!));
  return nd.mapRows(
    nd.zip(scores, bias, (a, b) => a + b),
    softmaxRow,
  );
}

function lowerProbabilities(emit: Emitter, q: string, k: string, bias: string, width: number): string {
  const scores = matmul(emit, q, k, { transB: true, alpha: scaleOf(width) });
  return emit.node('Softmax', emit.node('Add', [scores, bias]), { attributes: { axis: -1 } })[0]!;
}

function scaleOf(width: number): number {
  return 1 / Math.sqrt(width);
}

function masked(x: NdArray, mask: NdArray | undefined): NdArray {
  return mask ? nd.zip(x, mask, (a, b) => a * b) : x;
}

function dropped(emit: Emitter, x: string, mask: string | undefined): { kept: string; factor: number } {
  return mask ? emit.drop(x, mask) : { kept: x, factor: 1 };
}

function softmaxRow(row: Float64Array): void {
  const top = row.reduce((a, b) => Math.max(a, b), -Infinity);
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i] = Math.exp(row[i]! - top);
  for (let i = 0; i < row.length; i++) row[i]! /= sum;
}

interface MatmulOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  readonly alpha?: number;
}

/** Batched product of [B, A, ., .] tensors. The CPU provider has one kernel for all of it. */
function matmul(
  emit: Emitter,
  a: string,
  b: string,
  { transA, transB, alpha = 1 }: MatmulOptions = {},
): string {
  if (emit.provider === 'cpu') {
    if (!transA && !transB && alpha === 1) return emit.node('MatMul', [a, b])[0]!;
    return emit.node('FusedMatMul', [a, b], {
      domain: 'com.microsoft',
      attributes: { transA: transA ? 1 : 0, transB: transB ? 1 : 0 },
      floats: { alpha },
    })[0]!;
  }
  const flip = (value: string) => emit.node('Transpose', [value], { attributes: { perm: [0, 1, 3, 2] } })[0]!;
  const [product] = emit.node('MatMul', [transA ? flip(a) : a, transB ? flip(b) : b]);
  return alpha === 1 ? product! : emit.node('Mul', [product!, emit.constant('float32', [alpha])])[0]!;
}
