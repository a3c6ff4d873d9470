import * as nd from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { float, productOf } from '../graph/shape.ts';

// What an exported model works out for itself from its [B, S] inputs; the packed graphs are fed these.

/** Small enough to silence a position, large enough for float16. */
const MASKED_OUT = -60_000;

/** attention_mask [B, S] of 0 and 1 to the bias [B, 1, 1, S] that attention adds to its scores. */
export const attentionBiasOf: OpDef = {
  name: 'attentionBiasOf',
  infer: ([mask]) => [float([mask!.shape[0]!, 1, 1, mask!.shape[1]!])],
  vjp: null,
  evaluate: ([mask]) => [
    nd.reshape(
      nd.map(mask!, (value) => (1 - value) * MASKED_OUT),
      [mask!.shape[0]!, 1, 1, mask!.shape[1]!],
    ),
  ],
  lower: (emit, [mask]) => {
    const present = emit.cast(mask!, 'float32');
    const [absent] = emit.node('Sub', [emit.constant('float32', [1]), present]);
    const [bias] = emit.node('Mul', [absent!, emit.constant('float32', [MASKED_OUT])]);
    return emit.node('Unsqueeze', [bias!, emit.constant('int64', [1, 2], [2])]);
  },
};

/** Position of every token of [B, S], flattened: 0 to S - 1, B times. */
export const positionsOf: OpDef = {
  name: 'positionsOf',
  infer: ([ids]) => [{ dtype: 'int64', shape: [productOf(ids!.shape)] }],
  vjp: null,
  evaluate: ([ids]) => [
    nd.ndarray(
      [ids!.data.length],
      Array.from(ids!.data, (_, i) => i % ids!.shape[1]!),
    ),
  ],
  lower: (emit, [ids]) => {
    const { batch, length } = sizes(emit, ids!);
    const scalar = (value: number) => emit.constant('int64', [value]);
    const [row] = emit.node('Range', [scalar(0), emit.node('Squeeze', [length])[0]!, scalar(1)]);
    return emit.node('Tile', [row!, batch]);
  },
};

/** Row of each sequence's first token among the B*S rows: 0, S, 2S, ... */
export const firstRowsOf: OpDef = {
  name: 'firstRowsOf',
  infer: ([ids]) => [{ dtype: 'int64', shape: [ids!.shape[0]!] }],
  vjp: null,
  evaluate: ([ids]) => [
    nd.ndarray(
      [ids!.shape[0]!],
      Array.from({ length: ids!.shape[0]! }, (_, b) => b * ids!.shape[1]!),
    ),
  ],
  lower: (emit, [ids]) => {
    const { batch, length } = sizes(emit, ids!);
    const scalar = (value: number) => emit.constant('int64', [value]);
    const [index] = emit.node('Range', [scalar(0), emit.node('Squeeze', [batch])[0]!, scalar(1)]);
    return emit.node('Mul', [index!, length]);
  },
};

/** Rows [B*S, F] to [B, S, F], with B and S read from the shape of the second input. */
export const gridRows: OpDef = {
  name: 'gridRows',
  infer: ([x, grid]) => [float([...grid!.shape, x!.shape[1]!])],
  vjp: null,
  evaluate: ([x, grid]) => [nd.reshape(x!, [...grid!.shape, x!.shape[1]!])],
  lower: (emit, [x, grid], { inputs }) => {
    const width = emit.constant('int64', [inputs[0]!.shape[1] as number], [1]);
    const [shape] = emit.node('Concat', [emit.node('Shape', [grid!])[0]!, width], {
      attributes: { axis: 0 },
    });
    return emit.node('Reshape', [x!, shape!]);
  },
};

/** B and S as int64 vectors of one element. */
function sizes(emit: Emitter, ids: string): { batch: string; length: string } {
  const [shape] = emit.node('Shape', [ids]);
  const at = (axis: number) =>
    emit.node('Gather', [shape!, emit.constant('int64', [axis], [1])], { attributes: { axis: 0 } })[0]!;
  return { batch: at(0), length: at(1) };
}
