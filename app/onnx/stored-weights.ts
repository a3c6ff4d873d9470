import { encodeFloat16 } from '../math/float16.ts';
import { ONNX_TYPE, type OnnxNode, type OnnxTensor } from './model-proto.ts';

export type Precision = 'float32' | 'float16' | 'int8';

/** A weight inside a model file: what is stored, and the nodes that turn it into the float32 tensor `name`. */
export interface StoredWeight {
  readonly tensors: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
  /** Only for products of integers (`storeInt8Product`): nothing turns it into a float32 tensor. */
  readonly int8Product?: true;
}

/**
 * Stores a weight at a precision; the model computes in float32 whatever it is.
 * int8 has one scale for each row (output channel), symmetric around zero; vectors (biases, LayerNorm) are
 * few and sensitive, so there they stay float32.
 */
export function storeWeight(
  name: string,
  shape: readonly number[],
  data: Float32Array,
  precision: Precision,
): StoredWeight {
  if (precision === 'float16') return storeFloat16(name, shape, data);
  if (precision === 'int8' && shape.length === 2) return storeInt8(name, shape as [number, number], data);
  return { tensors: [{ name, type: 'float32', shape, bytes: bytesOf(data) }], nodes: [] };
}

function storeFloat16(name: string, shape: readonly number[], data: Float32Array): StoredWeight {
  const stored = `${name}.float16`;
  return {
    tensors: [{ name: stored, type: 'float16', shape, bytes: bytesOf(encodeFloat16(data)) }],
    nodes: [{ ...node('Cast', [stored], name), integers: { to: ONNX_TYPE.float32 } }],
  };
}

function storeInt8(
  name: string,
  [rows, columns]: readonly [number, number],
  data: Float32Array,
): StoredWeight {
  const { values, scales } = quantizeRows(data, columns, 127);
  const [stored, scale] = [`${name}.int8`, `${name}.scale`];
  return {
    tensors: [
      { name: stored, type: 'int8', shape: [rows, columns], bytes: bytesOf(values) },
      { name: scale, type: 'float32', shape: [rows], bytes: bytesOf(scales) },
    ],
    nodes: [{ ...node('DequantizeLinear', [stored, scale], name), integers: { axis: 0 } }],
  };
}

/** Of a product's sums of 8-bit values times weights, AVX2 adds two in 16 bits: they fit if weights have 7 bits. */
const LARGEST_IN_PRODUCT = 63;

/**
 * Stores the weight [out, in] of a linear layer to multiply integers with: transposed, as ONNX Runtime wants it, with
 * one scale for each output.
 */
export function storeInt8Product(
  name: string,
  [rows, columns]: readonly [number, number],
  data: Float32Array,
): StoredWeight {
  const { values, scales } = quantizeRows(data, columns, LARGEST_IN_PRODUCT);
  const transposed = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) transposed[i * rows + row] = values[row * columns + i]!;
  }
  return {
    tensors: [
      { name: `${name}.int8`, type: 'int8', shape: [columns, rows], bytes: bytesOf(transposed) },
      { name: `${name}.scale`, type: 'float32', shape: [rows], bytes: bytesOf(scales) },
    ],
    nodes: [],
    int8Product: true,
  };
}

/** Each row divided by its scale and rounded, so that its largest value becomes `top`. */
function quantizeRows(data: Float32Array, columns: number, top: number) {
  const values = new Int8Array(data.length);
  const scales = new Float32Array(data.length / columns);
  for (const row of scales.keys()) {
    const start = row * columns;
    const largest = data
      .subarray(start, start + columns)
      .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    scales[row] = largest / top || 1;
    for (let i = start; i < start + columns; i++) values[i] = Math.round(data[i]! / scales[row]!);
  }
  return { values, scales };
}

function node(type: string, inputs: readonly string[], output: string): OnnxNode {
  return { type, domain: '', name: `weights/${output}`, inputs, outputs: [output], integers: {}, floats: {} };
}

function bytesOf(array: Float32Array | Uint16Array | Int8Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
