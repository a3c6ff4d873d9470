import { broadcast } from './shape.ts';

/** A dense row-major array in float64, for the interpreter. Integers are held exactly up to 2^53. */
export interface NdArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dim) => product * dim, 1);
}

export function ndarray(shape: readonly number[], data?: ArrayLike<number>): NdArray {
  return { shape, data: data ? Float64Array.from(data) : new Float64Array(sizeOf(shape)) };
}

/** Steps between neighbours along each axis, in elements. */
function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = strides[axis + 1]! * shape[axis + 1]!;
  return strides;
}

export function map(x: NdArray, f: (value: number) => number): NdArray {
  return { shape: x.shape, data: x.data.map(f) };
}

/** For each element of `shape`, the index of the element of `source` that broadcasts to it. */
function broadcastIndices(source: readonly number[], shape: readonly number[]): Int32Array {
  const offset = shape.length - source.length;
  const strides = stridesOf(source);
  const outer = stridesOf(shape);
  return Int32Array.from({ length: sizeOf(shape) }, (_, flat) => {
    let index = 0;
    for (let axis = 0; axis < source.length; axis++) {
      const coordinate = Math.floor(flat / outer[axis + offset]!) % shape[axis + offset]!;
      if (source[axis] !== 1) index += coordinate * strides[axis]!;
    }
    return index;
  });
}

export function zip(a: NdArray, b: NdArray, f: (x: number, y: number) => number): NdArray {
  const shape = broadcast(a.shape, b.shape) as readonly number[];
  const left = broadcastIndices(a.shape, shape);
  const right = broadcastIndices(b.shape, shape);
  const result = ndarray(shape);
  for (let i = 0; i < result.data.length; i++) result.data[i] = f(a.data[left[i]!]!, b.data[right[i]!]!);
  return result;
}

/** Sums `x` down to `shape`, the adjoint of broadcasting. */
export function sumTo(x: NdArray, shape: readonly number[]): NdArray {
  const target = broadcastIndices(shape, x.shape);
  const result = ndarray(shape);
  for (let i = 0; i < x.data.length; i++) result.data[target[i]!]! += x.data[i]!;
  return result;
}

export function transpose(x: NdArray, permutation: readonly number[]): NdArray {
  const shape = permutation.map((axis) => x.shape[axis]!);
  const strides = stridesOf(x.shape);
  const outer = stridesOf(shape);
  const result = ndarray(shape);
  for (let flat = 0; flat < result.data.length; flat++) {
    let source = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      source += (Math.floor(flat / outer[axis]!) % shape[axis]!) * strides[permutation[axis]!]!;
    }
    result.data[flat] = x.data[source]!;
  }
  return result;
}

/** Swaps the last two axes. */
export function swapLast(x: NdArray): NdArray {
  const axes = x.shape.map((_, axis) => axis);
  return transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

/** Batched matrix product over the last two axes; leading axes must be equal. */
export function matmul(a: NdArray, b: NdArray): NdArray {
  const [rows, inner] = a.shape.slice(-2) as [number, number];
  const columns = b.shape.at(-1)!;
  const batch = sizeOf(a.shape.slice(0, -2));
  const result = ndarray([...a.shape.slice(0, -2), rows, columns]);
  for (let n = 0; n < batch; n++) {
    for (let i = 0; i < rows; i++) {
      for (let k = 0; k < inner; k++) {
        const factor = a.data[(n * rows + i) * inner + k]!;
        for (let j = 0; j < columns; j++) {
          result.data[(n * rows + i) * columns + j]! += factor * b.data[(n * inner + k) * columns + j]!;
        }
      }
    }
  }
  return result;
}

/** Applies `f` to every row along the last axis; `f` writes its result in place. */
export function mapRows(x: NdArray, f: (row: Float64Array) => void): NdArray {
  const width = x.shape.at(-1)!;
  const data = x.data.slice();
  for (let start = 0; start < data.length; start += width) f(data.subarray(start, start + width));
  return { shape: x.shape, data };
}

/** Rows of `x` (axis 0) in the order of `indices`: shape [...indices.shape, ...x.shape[1..]]. */
export function takeRows(x: NdArray, indices: NdArray): NdArray {
  const width = sizeOf(x.shape.slice(1));
  const result = ndarray([...indices.shape, ...x.shape.slice(1)]);
  for (const [i, row] of indices.data.entries()) {
    result.data.set(x.data.subarray(row * width, (row + 1) * width), i * width);
  }
  return result;
}

export function reshape(x: NdArray, shape: readonly number[]): NdArray {
  const known = sizeOf(shape.filter((dim) => dim >= 0));
  return { shape: shape.map((dim) => (dim < 0 ? x.data.length / known : dim)), data: x.data };
}
