import type { Graph, Value } from '../graph/graph.ts';
import * as nd from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { checkShapes, float } from '../graph/shape.ts';
import { add } from './elementwise.ts';

/**
 * Rows of x [R, F] chosen by indices [N]: an embedding lookup, or the [CLS] rows of a batch.
 * `paddingIndex` (default -1, none) names a row whose gradient is zero, as PyTorch's `padding_idx`.
 * `unique` promises that no index occurs twice, which lets a provider scatter in parallel.
 */
export const takeRows: OpDef = {
  name: 'takeRows',
  infer: (inputs) => {
    const [x, indices] = inputs;
    checkShapes(
      x!.shape.length === 2 && indices!.dtype !== 'float32',
      'takeRows',
      inputs,
      'x must be [R, F], indices integers',
    );
    return [float([...indices!.shape, x!.shape[1]!])];
  },
  vjp: (graph, { inputs: [x, indices], attributes, scope }, [dy]) => [
    graph.apply(scatterRows, [dy!, indices!, x!], attributes, scope)[0]!,
    null,
  ],
  evaluate: ([x, indices]) => [nd.takeRows(x!, indices!)],
  lower: (emit, inputs) => emit.node('Gather', inputs, { attributes: { axis: 0 } }),
};

/**
 * Zeros shaped as `like` [R, F] to which row i of x [N, F] is added at row indices[i].
 *
 * Where this is the gradient of a parameter, an engine may take x and indices and add the rows itself
 * (see `splitScatters`): ONNX Runtime's CPU ScatterND loses updates when an index repeats and more than one
 * thread runs, so the lowering uses it only for unique indices.
 */
export const scatterRows: OpDef = {
  name: 'scatterRows',
  infer: (inputs) => {
    const [x, , like] = inputs;
    checkShapes(x!.shape.at(-1) === like!.shape[1], 'scatterRows', inputs, 'x and like must have equal rows');
    return [float(like!.shape)];
  },
  vjp: null,
  evaluate: ([x, indices, like], { paddingIndex = -1 }) => {
    const width = like!.shape[1]!;
    const result = nd.ndarray(like!.shape);
    for (const [i, row] of indices!.data.entries()) {
      if (row === paddingIndex) continue;
      for (let column = 0; column < width; column++) {
        result.data[row * width + column]! += x!.data[i * width + column]!;
      }
    }
    return [result];
  },
  lower: (emit, [x, indices, like], { attributes, inputs }) => {
    const [count, width] = inputs[2]!.shape;
    const paddingIndex = attributes.paddingIndex as number | undefined;
    if (emit.provider === 'webgpu' && typeof count === 'number' && count <= ONE_HOT_ROWS) {
      return addByProduct(emit, x!, indices!, count, paddingIndex);
    }
    const [zeros] = emit.node('Expand', [emit.constant('float32', [0]), emit.node('Shape', [like!])[0]!]);
    const [column] = emit.node('Unsqueeze', [indices!, emit.constant('int64', [-1], [1])]);
    const wide = emit.cast(column!, 'int64');
    if (attributes.unique) {
      return emit.node('ScatterND', [zeros!, wide, x!]);
    }
    const kept = paddingIndex === undefined ? x! : maskPadding(emit, x!, column!, paddingIndex);
    // WebGPU's ScatterND adds atomically, as its ScatterElements does, and needs no index for every number.
    if (emit.provider === 'webgpu') {
      return emit.node('ScatterND', [zeros!, wide, kept], { attributes: { reduction: 'add' } });
    }
    const [full] = emit.node('Expand', [wide, emit.constant('int64', [1, width as number], [2])]);
    return emit.node('ScatterElements', [zeros!, full!, kept], { attributes: { axis: 0, reduction: 'add' } });
  },
};

/**
 * Tables of so few rows get their gradient on a GPU as the product of the one-hot matrix of the indices with the
 * rows: all tokens add to the same few rows there, which would wait for each other, in another order every time.
 */
const ONE_HOT_ROWS = 512;

function addByProduct(
  emit: Emitter,
  x: string,
  indices: string,
  count: number,
  paddingIndex: number | undefined,
): string[] {
  const rows = Array.from({ length: count }, (_, row) => (row === paddingIndex ? -1 : row));
  const [column] = emit.node('Unsqueeze', [indices, emit.constant('int64', [-1], [1])]);
  const [same] = emit.node('Equal', [column!, emit.constant('int32', rows, [1, count])]);
  const oneHot = emit.cast(same!, 'float32');
  return emit.node('Gemm', [oneHot, x], { attributes: { transA: 1, transB: 0 } });
}

function maskPadding(emit: Emitter, x: string, column: string, paddingIndex: number): string {
  const [same] = emit.node('Equal', [column, emit.constant('int32', [paddingIndex])]);
  const [different] = emit.node('Not', [same!]);
  const keep = emit.cast(different!, 'float32');
  return emit.node('Mul', [x, keep])[0]!;
}

/** One `scatterRows` that ends in a parameter: rows [N, F] to add at indices [N]. */
export interface ScatterTerm {
  readonly rows: Value;
  readonly indices: Value;
  readonly paddingIndex: number;
}

/**
 * Takes a gradient apart into scattered rows and the dense rest, so that an engine can write the dense part
 * where the optimizer reads it and add the rows there itself.
 */
export function splitScatters(
  graph: Graph,
  gradient: Value,
): { dense: Value | null; scatters: ScatterTerm[] } {
  const { node } = gradient;
  if (node?.op === scatterRows) {
    const [rows, indices] = node.inputs;
    return {
      dense: null,
      scatters: [
        { rows: rows!, indices: indices!, paddingIndex: Number(node.attributes.paddingIndex ?? -1) },
      ],
    };
  }
  if (node?.op === add) {
    const [left, right] = node.inputs.map((input) => splitScatters(graph, input)) as [Split, Split];
    const scatters = [...left.scatters, ...right.scatters];
    if (scatters.length === 0) return { dense: gradient, scatters };
    const dense =
      left.dense && right.dense
        ? graph.apply(add, [left.dense, right.dense])[0]!
        : (left.dense ?? right.dense);
    return { dense, scatters };
  }
  return { dense: gradient, scatters: [] };
}

type Split = ReturnType<typeof splitScatters>;
