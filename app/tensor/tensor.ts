import { StudioError } from '../errors.ts';
import { printTensor } from './print.ts';

interface DataOf {
  float32: Float32Array;
  float64: Float64Array;
  int64: BigInt64Array;
  int32: Int32Array;
  uint8: Uint8Array;
  /** 0 or 1. */
  bool: Uint8Array;
}

/** PyTorch's names, without `torch.`. */
export type DType = keyof DataOf;

/**
 * A dense row-major array to look at: a model's output, an attention map, a gradient. It never changes after creation,
 * and `toString()` writes what PyTorch's `print` would.
 */
export class Tensor<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
  /** All elements, the last axis fastest. Not copied: whoever makes the tensor gives the array up. */
  readonly data: DataOf[D];
  /** `cpu`, or where it was computed: `cuda:0`, `webgpu:0`. Shown when it is not `cpu`. */
  readonly device: string;

  /** @throws StudioError `shape_mismatch` when the shape does not hold `data.length` elements. */
  constructor(dtype: D, shape: readonly number[], data: DataOf[D], device = 'cpu') {
    const size = shape.reduce((product, dim) => product * dim, 1);
    if (size !== data.length) {
      throw new StudioError(
        'shape_mismatch',
        `A tensor of shape [${shape.join(', ')}] has ${size} elements, but ${data.length} were given.`,
        { details: { shape, length: data.length } },
      );
    }
    this.dtype = dtype;
    this.shape = Object.freeze([...shape]);
    this.data = data;
    this.device = device;
  }

  /** Row `index` of the first axis, [shape[1], ...], sharing the data; negative counts from the end, as in PyTorch. */
  at(index: number): Tensor<D> {
    const [length, ...rest] = this.shape;
    const row = index < 0 ? index + (length ?? 0) : index;
    if (length === undefined || !Number.isInteger(row) || row < 0 || row >= length) {
      throw new StudioError(
        'index_out_of_range',
        `Index ${index} is out of range: the first axis of shape [${this.shape.join(', ')}] has ${length ?? 'no'} rows.`,
      );
    }
    const step = this.data.length / length;
    return new Tensor(
      this.dtype,
      rest,
      this.data.subarray(row * step, (row + 1) * step) as DataOf[D],
      this.device,
    );
  }

  /** Exactly PyTorch's text: `tensor([[ 0.1416, ...]])`. */
  toString(): string {
    return printTensor(this);
  }
}
