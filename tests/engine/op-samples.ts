import type { Attributes } from '../../app/graph/op.ts';
import type { OpName } from '../../app/ops/registry.ts';

/** Inputs are random numbers of the given shape, or int32 where `values` lists indices. */
export interface SampleInput {
  readonly shape: readonly number[];
  readonly values?: readonly number[];
  /** Fixed float values, for masks and other data whose range matters. */
  readonly floats?: readonly number[];
  /** False for data no gradient flows to. */
  readonly differentiable?: boolean;
}

export interface Sample {
  readonly inputs: readonly SampleInput[];
  readonly attributes?: Attributes;
}

const x = (...shape: number[]): SampleInput => ({ shape });
const fixed = (...shape: number[]): SampleInput => ({ shape, differentiable: false });
const indices = (shape: readonly number[], values: readonly number[]): SampleInput => ({
  shape,
  values,
  differentiable: false,
});
const floats = (shape: readonly number[], values: readonly number[]): SampleInput => ({
  shape,
  floats: values,
  differentiable: false,
});

/** Two sequences of 3 and 1 tokens, two heads, padded to 3 positions; see `packTokens`. */
const slots = indices([2, 2, 3], [0, 2, 4, 1, 3, 5, 6, 6, 6, 7, 7, 7]);
const rows = indices([4, 2], [0, 3, 1, 4, 2, 5, 6, 9]);
const queryMask = floats([2, 1, 3, 1], [1, 1, 1, 1, 0, 0]);
const keyBias = floats([2, 1, 1, 3], [0, 0, 0, 0, -3e38, -3e38]);
const dropped = floats(
  [2, 1, 3, 3],
  Array.from({ length: 18 }, (_, i) => (i % 5 === 2 ? 0 : 1.25)),
);

/** At least one sample for every op; `satisfies` makes a missing one a compile error. */
export const samples = {
  add: [{ inputs: [x(3, 4), x(3, 4)] }, { inputs: [x(3, 4), x(4)] }, { inputs: [x(3, 1), x(1, 4)] }],
  affine: [
    { inputs: [x(5)], attributes: { scale: -1.5, shift: 0.25 } },
    { inputs: [x(5)], attributes: { scale: 1, shift: 0 } },
  ],
  afterGradient: [{ inputs: [fixed(3, 4), fixed(2, 4)] }, { inputs: [fixed(3, 4), fixed(3, 4)] }],
  attention: [
    { inputs: [x(2, 1, 3, 2), x(2, 1, 3, 2), x(2, 1, 3, 2), keyBias] },
    { inputs: [x(2, 1, 3, 2), x(2, 1, 3, 2), x(2, 1, 3, 2), keyBias, dropped] },
    { inputs: [x(2, 1, 1, 2), x(2, 1, 3, 2), x(2, 1, 3, 2), keyBias] },
  ],
  attentionGrad: [
    {
      inputs: [fixed(1, 2, 3, 2), fixed(1, 2, 4, 2), fixed(1, 2, 4, 2), fixed(1, 2, 3, 4), fixed(1, 2, 3, 2)],
    },
  ],
  attentionBiasOf: [{ inputs: [indices([2, 3], [1, 1, 1, 1, 0, 0])] }],
  binaryCrossEntropy: [{ inputs: [x(2, 3), floats([2, 3], [0, 1, 1, 0, 1, 0])] }],
  crossEntropy: [
    { inputs: [x(4, 3), indices([4], [2, 0, 1, 1])] },
    { inputs: [x(4, 3), indices([4], [2, 0, 1, 1])], attributes: { smoothing: 0.1 } },
  ],
  crossEntropyGrad: [
    { inputs: [fixed(3, 4), indices([3], [0, 3, 3]), fixed(3)], attributes: { smoothing: 0.2 } },
    { inputs: [fixed(3, 4), indices([3], [0, 3, 3]), fixed(3)] },
  ],
  divide: [{ inputs: [fixed(3, 4), floats([4], [0.5, -2, 1e-3, 40])] }],
  dropout: [{ inputs: [x(2, 1, 3, 3), dropped] }],
  expandTo: [{ inputs: [x(3, 1), fixed(2, 3, 4)] }],
  firstRowsOf: [{ inputs: [indices([3, 4], new Array(12).fill(1))] }],
  gelu: [{ inputs: [x(12)] }],
  geluAgain: [{ inputs: [fixed(8)] }],
  geluGrad: [{ inputs: [fixed(6), floats([6], [-30, -1, -0.1, 0.2, 2, 30])] }],
  geluTanh: [{ inputs: [x(12)] }],
  geluTanhGrad: [{ inputs: [fixed(6), floats([6], [-30, -1, -0.1, 0.2, 2, 30])] }],
  gridRows: [{ inputs: [fixed(6, 4), fixed(2, 3)] }],
  isPositive: [{ inputs: [fixed(8)] }],
  layerNorm: [{ inputs: [x(3, 5), x(5), x(5)], attributes: { epsilon: 1e-12 } }],
  layerNormAgain: [{ inputs: [fixed(3, 5), fixed(5), fixed(5), fixed(3, 1), fixed(3, 1)] }],
  layerNormGrad: [{ inputs: [fixed(3, 5), fixed(3, 5), fixed(5), fixed(3, 1), fixed(3, 1)] }],
  linear: [{ inputs: [x(4, 3), x(2, 3), x(2)] }],
  matmul: [
    { inputs: [x(3, 4), x(4, 2)] },
    { inputs: [x(4, 3), x(4, 2)], attributes: { transA: true } },
    { inputs: [x(3, 4), x(2, 4)], attributes: { transB: true } },
    { inputs: [x(4, 3), x(2, 4)], attributes: { transA: true, transB: true } },
  ],
  mergeHeads: [{ inputs: [fixed(2, 2, 3, 4)] }],
  multiply: [{ inputs: [x(3, 4), x(3, 4)] }, { inputs: [x(2, 3, 4), x(4)] }],
  padHeads: [{ inputs: [x(4, 6), slots, rows, queryMask] }],
  positionsOf: [{ inputs: [indices([3, 4], new Array(12).fill(1))] }],
  relu: [{ inputs: [x(9)] }],
  reshape: [
    { inputs: [x(2, 6)], attributes: { shape: [-1, 3, 1] } },
    { inputs: [x(2, 6)], attributes: { shape: [12] } },
  ],
  scaleBy: [{ inputs: [fixed(4), fixed()] }],
  scatterRows: [
    { inputs: [fixed(4, 3), indices([4], [1, 0, 1, 4]), fixed(5, 3)], attributes: { paddingIndex: 0 } },
    { inputs: [fixed(3, 3), indices([3], [3, 0, 4]), fixed(5, 3)], attributes: { unique: true } },
    // More rows than a GPU adds by a product, most tokens on one of them.
    {
      inputs: [
        fixed(300, 3),
        indices(
          [300],
          Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? i * 2 : 7 * (i % 2))),
        ),
        fixed(600, 3),
      ],
      attributes: { paddingIndex: 0 },
    },
  ],
  sigmoid: [{ inputs: [x(7)] }],
  splitHeads: [{ inputs: [x(6, 4), fixed(2, 3)], attributes: { heads: 2 } }],
  squareRoot: [{ inputs: [floats([4], [0, 1e-8, 2, 900])] }],
  squaredError: [{ inputs: [x(3, 2), fixed(3, 2)] }],
  sumRows: [{ inputs: [fixed(3, 4)] }],
  sumTo: [
    { inputs: [x(2, 3, 4), fixed(3, 1)] },
    { inputs: [x(2, 3), fixed(3)] },
    { inputs: [x(2, 3), fixed(2, 1)] },
  ],
  takeRows: [
    { inputs: [x(5, 3), indices([4], [4, 0, 4, 2])] },
    { inputs: [x(5, 3), indices([3], [4, 0, 2])], attributes: { unique: true } },
  ],
  tanh: [{ inputs: [x(7)] }],
  unpadHeads: [{ inputs: [x(2, 2, 3, 3), slots, rows, queryMask] }],
  weightedSum: [{ inputs: [x(5), fixed(5)] }],
} satisfies Record<OpName, readonly Sample[]>;
