import type { OpDef } from '../graph/op.ts';
import { gelu, geluAgain, geluGrad, geluTanh, geluTanhGrad } from './activations.ts';
import { attention, attentionGrad, padHeads, unpadHeads } from './attention.ts';
import {
  add,
  affine,
  divide,
  dropout,
  isPositive,
  multiply,
  relu,
  sigmoid,
  squareRoot,
  tanh,
} from './elementwise.ts';
import { mergeHeads, splitHeads } from './heads.ts';
import { layerNorm, layerNormAgain, layerNormGrad } from './layer-norm.ts';
import { linear, matmul, sumRows } from './linear.ts';
import { binaryCrossEntropy, crossEntropy, crossEntropyGrad, squaredError } from './losses.ts';
import { attentionBiasOf, firstRowsOf, gridRows, positionsOf } from './padded.ts';
import { scatterRows, takeRows } from './rows.ts';
import { afterGradient, expandTo, reshape, scaleBy, sumTo, weightedSum } from './shaping.ts';

/** Every op there is. The tests walk it: an op without sample inputs fails them. */
export const registry = {
  add,
  affine,
  afterGradient,
  attention,
  attentionBiasOf,
  attentionGrad,
  binaryCrossEntropy,
  crossEntropy,
  crossEntropyGrad,
  divide,
  dropout,
  expandTo,
  firstRowsOf,
  gelu,
  geluAgain,
  geluGrad,
  geluTanh,
  geluTanhGrad,
  gridRows,
  isPositive,
  layerNorm,
  layerNormAgain,
  layerNormGrad,
  linear,
  matmul,
  mergeHeads,
  multiply,
  padHeads,
  positionsOf,
  relu,
  reshape,
  scaleBy,
  scatterRows,
  sigmoid,
  splitHeads,
  squareRoot,
  squaredError,
  sumRows,
  sumTo,
  takeRows,
  tanh,
  unpadHeads,
  weightedSum,
} satisfies Record<string, OpDef>;

export type OpName = keyof typeof registry;
