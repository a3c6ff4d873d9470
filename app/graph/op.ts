import type { DType, Graph, Node, TensorType, Value } from './graph.ts';
import type { NdArray } from './ndarray.ts';

type AttributeValue = number | string | boolean | readonly number[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** ONNX Runtime's CPU or WebGPU provider, or any runtime that knows ONNX's own operators. */
export type Provider = 'cpu' | 'webgpu' | 'standard';

/** What a lowering may do: append ONNX nodes and hold constants. `app/onnx` implements it. */
export interface Emitter {
  /** Whom the model is meant for; an op may lower differently for each. */
  readonly provider: Provider;
  /** Whether a weight [out, in] is stored as what `storeInt8Product` made of it, and has no float32 tensor. */
  isInt8Product(weight: string): boolean;
  /**
   * x where a dropout mask of its shape keeps it, else 0, and the factor that the kept values still lack: 1, unless the mask
   * holds no factors. A product that follows can take the factor on without a pass over the tensor.
   */
  drop(x: string, mask: string): { kept: string; factor: number };
  /** Appends an ONNX node and returns the names of its outputs. */
  node(type: string, inputs: readonly string[], options?: EmitOptions): string[];
  /** x as numbers of another type. */
  cast(x: string, dtype: DType): string;
  /** A scalar or small vector constant. */
  constant(dtype: DType, data: readonly number[], shape?: readonly number[]): string;
}

export interface EmitOptions {
  readonly attributes?: Readonly<Record<string, number | string | readonly number[]>>;
  /** Attributes that ONNX declares as floats, e.g. Gemm's alpha. */
  readonly floats?: Readonly<Record<string, number>>;
  /** Empty for ONNX itself, `com.microsoft` for ONNX Runtime's own. */
  readonly domain?: string;
  readonly outputs?: number;
}

/**
 * Everything there is to know about an op, side by side.
 *
 * `vjp` is null where no gradient exists; it returns one gradient per input (null where none flows), given
 * the gradients of the outputs (null where none arrived).
 */
export interface OpDef {
  readonly name: string;
  /** The shape rule: types of the outputs, or a StudioError naming op and shapes. */
  infer(inputs: readonly Value[], attributes: Attributes): readonly TensorType[];
  readonly vjp: ((graph: Graph, node: Node, gradients: readonly (Value | null)[]) => (Value | null)[]) | null;
  /**
   * Computes the first output once more for the backward pass, where that is cheaper than keeping it: appends
   * nodes and returns the value. It must lower to other nodes than the op itself, or ONNX Runtime merges the two.
   */
  readonly recompute?: (graph: Graph, node: Node) => Value;
  /** The definition, in float64: the oracle that every engine is held to. */
  evaluate(inputs: readonly NdArray[], attributes: Attributes): NdArray[];
  /** The op as ONNX nodes; returns the names of the outputs. */
  lower(emit: Emitter, inputs: readonly string[], node: Node): string[];
}
