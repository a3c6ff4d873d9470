import * as nd from '../graph/ndarray.ts';
import type { OpDef } from '../graph/op.ts';
import { float } from '../graph/shape.ts';

/** Token rows [B*S, H] to heads [B, A, S, D], B and S read from the shape of the second input [B, S]. */
export const splitHeads: OpDef = {
  name: 'splitHeads',
  infer: ([x, grid], { heads }) => {
    const [batch, length] = grid!.shape;
    return [float([batch!, heads as number, length!, Number(x!.shape[1]) / (heads as number)])];
  },
  vjp: (graph, { scope }, [dy]) => [graph.apply(mergeHeads, [dy!], {}, scope)[0]!, null],
  evaluate: ([x, grid], { heads }) => {
    const width = x!.shape[1]! / (heads as number);
    return [nd.transpose(nd.reshape(x!, [...grid!.shape, heads as number, width]), [0, 2, 1, 3])];
  },
  lower: (emit, [x, grid], { attributes, outputs }) => {
    const tail = emit.constant('int64', [attributes.heads as number, outputs[0]!.shape[3] as number], [2]);
    const [shape] = emit.node('Concat', [emit.node('Shape', [grid!])[0]!, tail], { attributes: { axis: 0 } });
    const [split] = emit.node('Reshape', [x!, shape!]);
    return emit.node('Transpose', [split!], { attributes: { perm: [0, 2, 1, 3] } });
  },
};

/** Heads [B, A, S, D] back to token rows [B*S, H]. */
export const mergeHeads: OpDef = {
  name: 'mergeHeads',
  infer: ([y]) => {
    const [batch, heads, length, width] = y!.shape;
    return [float([`${batch}*${length}`, Number(heads) * Number(width)])];
  },
  vjp: null,
  evaluate: ([y]) => [nd.reshape(nd.transpose(y!, [0, 2, 1, 3]), [-1, y!.shape[1]! * y!.shape[3]!])],
  lower: (emit, [y], { outputs }) => {
    const [transposed] = emit.node('Transpose', [y!], { attributes: { perm: [0, 2, 1, 3] } });
    return emit.node('Reshape', [
      transposed!,
      emit.constant('int64', [-1, outputs[0]!.shape[1] as number], [2]),
    ]);
  },
};
