import type { Shape, Value } from '../graph/graph.ts';
import * as nd from '../graph/ndarray.ts';
import type { OpDef } from '../graph/op.ts';
import { checkShapes, factorsOf, float, productOf, sameShape } from '../graph/shape.ts';

/** Sums x down to the shape of `like`, the adjoint of broadcasting. The first input is reduced. */
export const sumTo: OpDef = {
  name: 'sumTo',
  infer: ([, like]) => [float(like!.shape)],
  vjp: (graph, { inputs: [x], scope }, [dy]) => [graph.apply(expandTo, [dy!, x!], {}, scope)[0]!, null],
  evaluate: ([x, like]) => [nd.sumTo(x!, like!.shape)],
  lower: (emit, [x], { inputs: [source, like] }) => {
    const leading = source!.shape.length - like!.shape.length;
    const axes = source!.shape.flatMap((dim, axis) =>
      axis < leading || (like!.shape[axis - leading] === 1 && dim !== 1) ? [axis] : [],
    );
    // Leading axes vanish, inner ones stay as 1: two reductions only where both kinds occur.
    const inner = axes.filter((axis) => axis >= leading);
    const outer = axes.filter((axis) => axis < leading);
    const reduce = (value: string, over: number[], keepdims: number) =>
      over.length === 0
        ? value
        : emit.node('ReduceSum', [value, emit.constant('int64', over, [over.length])], {
            attributes: { keepdims },
          })[0]!;
    return [reduce(reduce(x!, inner, 1), outer, 0)];
  },
};

/** Repeats x along the axes where `like` is larger. */
export const expandTo: OpDef = {
  name: 'expandTo',
  infer: ([, like]) => [float(like!.shape)],
  vjp: (graph, { inputs: [x], scope }, [dy]) => [graph.apply(sumTo, [dy!, x!], {}, scope)[0]!, null],
  evaluate: ([x, like]) => [nd.zip(x!, nd.ndarray(like!.shape), (value) => value)],
  lower: (emit, [x, like]) => emit.node('Expand', [x!, emit.node('Shape', [like!])[0]!]),
};

/**
 * The same elements under another shape. `shape` may hold one -1 for the size that follows from the rest;
 * what that size is called is worked out from the input's.
 */
export const reshape: OpDef = {
  name: 'reshape',
  infer: ([x], { shape }) => [{ dtype: x!.dtype, shape: resolve(x!, shape as readonly number[]) }],
  vjp: (graph, { inputs: [x], scope }, [dy]) => {
    const back = x!.shape.map((dim) => (typeof dim === 'number' ? dim : -1));
    return graph.apply(reshape, [dy!], { shape: back }, scope).slice();
  },
  evaluate: ([x], { shape }) => [nd.reshape(x!, shape as readonly number[])],
  lower: (emit, [x], { attributes }) => {
    const shape = attributes.shape as readonly number[];
    return emit.node('Reshape', [x!, emit.constant('int64', shape, [shape.length])]);
  },
};

function resolve(x: Value, shape: readonly number[]): Shape {
  const { known, names } = factorsOf(x.shape);
  const ratio = known / nd.sizeOf(shape.filter((dim) => dim >= 0));
  checkShapes(shape.filter((dim) => dim < 0).length <= 1, 'reshape', [x], 'at most one size may be -1');
  checkShapes(
    Number.isInteger(ratio) && (shape.includes(-1) || (ratio === 1 && names.length === 0)),
    'reshape',
    [x],
    `the number of elements must stay the same for [${shape.join(', ')}]`,
  );
  return shape.map((dim) => (dim < 0 ? productOf([ratio, ...names]) : dim));
}

/** Sum of values [N] times weights [N], a scalar: how a loss is put together from its rows. */
export const weightedSum: OpDef = {
  name: 'weightedSum',
  infer: (inputs) => {
    const [values, weights] = inputs;
    checkShapes(
      values!.shape.length === 1 && values!.shape[0] === weights!.shape[0],
      'weightedSum',
      inputs,
      'both must be [N]',
    );
    return [float([])];
  },
  // dvalues = dy * weights; the weights are data
  vjp: (graph, { inputs: [, weights], scope }, [dy]) => [
    graph.apply(scaleBy, [weights!, dy!], {}, scope)[0]!,
    null,
  ],
  evaluate: ([values, weights]) => [
    nd.sumTo(
      nd.zip(values!, weights!, (x, w) => x * w),
      [],
    ),
  ],
  lower: (emit, inputs) => emit.node('ReduceSum', emit.node('Mul', inputs), { attributes: { keepdims: 0 } }),
};

/** x times a scalar that is itself computed. Only used in gradients. */
export const scaleBy: OpDef = {
  name: 'scaleBy',
  infer: ([x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([x, factor]) => [nd.zip(x!, factor!, (a, b) => a * b)],
  lower: (emit, inputs) => emit.node('Mul', inputs),
};

/** x as it is, but not before the gradient [.., F] of something with rows as long, x's last axis, is there. */
export const afterGradient: OpDef = {
  name: 'afterGradient',
  infer: (inputs) => {
    const [x, gradient] = inputs;
    checkShapes(
      x!.shape.length === 2 && x!.shape[1] === gradient!.shape.at(-1),
      'afterGradient',
      inputs,
      'x must be [N, F] and the gradient [.., F]',
    );
    return [float(x!.shape)];
  },
  vjp: null,
  evaluate: ([x]) => [x!],
  lower: (emit, [x, gradient], { inputs }) => {
    const [shape] = emit.node('Shape', [gradient!]);
    if (emit.provider === 'webgpu') {
      // Anything done with a shape would be the CPU's work. Where the rows differ x does not wait: it is kept.
      return sameShape(inputs[0]!.shape, inputs[1]!.shape) ? emit.node('Reshape', [x!, shape!]) : [x!];
    }
    const [width] = emit.node('Gather', [shape!, emit.constant('int64', [-1], [1])], {
      attributes: { axis: 0 },
    });
    const [target] = emit.node('Concat', [emit.constant('int64', [-1], [1]), width!], {
      attributes: { axis: 0 },
    });
    return emit.node('Reshape', [x!, target!]);
  },
};
