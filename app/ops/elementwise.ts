import { StudioError } from '../errors.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { map, zip } from '../graph/ndarray.ts';
import type { OpDef } from '../graph/op.ts';
import { broadcast, checkShapes, float, formatShape, sameShape } from '../graph/shape.ts';
import { sumTo } from './shaping.ts';

function inferBroadcast(op: string, [a, b]: readonly Value[]) {
  const shape = broadcast(a!.shape, b!.shape);
  if (!shape) {
    throw new StudioError(
      'shape_mismatch',
      `${op}: shapes ${formatShape(a!.shape)} and ${formatShape(b!.shape)} do not broadcast.`,
    );
  }
  return [float(shape)];
}

/** Undoes broadcasting: the gradient of an operand has the operand's shape. */
function unbroadcast(graph: Graph, gradient: Value, operand: Value): Value {
  return sameShape(gradient.shape, operand.shape)
    ? gradient
    : graph.apply(sumTo, [gradient, operand], {}, gradient.node!.scope)[0]!;
}

export const add: OpDef = {
  name: 'add',
  infer: (inputs) => inferBroadcast('add', inputs),
  // da = dy, db = dy
  vjp: (graph, { inputs: [a, b] }, [dy]) => [unbroadcast(graph, dy!, a!), unbroadcast(graph, dy!, b!)],
  evaluate: ([a, b]) => [zip(a!, b!, (x, y) => x + y)],
  lower: (emit, inputs) => emit.node('Add', inputs),
};

export const multiply: OpDef = {
  name: 'multiply',
  infer: (inputs) => inferBroadcast('multiply', inputs),
  // da = dy * b, db = dy * a
  vjp: (graph, { inputs: [a, b], scope }, [dy]) => [
    unbroadcast(graph, graph.apply(multiply, [dy!, b!], {}, scope)[0]!, a!),
    unbroadcast(graph, graph.apply(multiply, [dy!, a!], {}, scope)[0]!, b!),
  ],
  evaluate: ([a, b]) => [zip(a!, b!, (x, y) => x * y)],
  lower: (emit, inputs) => emit.node('Mul', inputs),
};

/** x times a mask of its shape from `Graph.dropoutMask` (Srivastava et al. 2014). */
export const dropout: OpDef = {
  name: 'dropout',
  infer: (inputs) => {
    checkShapes(sameShape(inputs[0]!.shape, inputs[1]!.shape), 'dropout', inputs, 'both must be the same');
    return [float(inputs[0]!.shape)];
  },
  // dx = dy * mask
  vjp: (graph, { inputs: [, mask], scope }, [dy]) => [
    graph.apply(dropout, [dy!, mask!], {}, scope)[0]!,
    null,
  ],
  evaluate: ([x, mask]) => [zip(x!, mask!, (a, b) => a * b)],
  lower: (emit, [x, mask]) => {
    const { kept, factor } = emit.drop(x!, mask!);
    return factor === 1 ? [kept] : emit.node('Mul', [kept, emit.constant('float32', [factor])]);
  },
};

/** y = scale * x + shift, with constant scale and shift. */
export const affine: OpDef = {
  name: 'affine',
  infer: ([x]) => [float(x!.shape)],
  // dx = scale * dy
  vjp: (graph, { attributes, scope }, [dy]) =>
    graph.apply(affine, [dy!], { scale: attributes.scale!, shift: 0 }, scope).slice(),
  evaluate: ([x], { scale, shift }) => [map(x!, (value) => (scale as number) * value + (shift as number))],
  lower: (emit, [x], { attributes: { scale, shift } }) => {
    const scaled = scale === 1 ? x! : emit.node('Mul', [x!, emit.constant('float32', [scale as number])])[0]!;
    return shift === 0 ? [scaled] : emit.node('Add', [scaled, emit.constant('float32', [shift as number])]);
  },
};

export const tanh: OpDef = {
  name: 'tanh',
  infer: ([x]) => [float(x!.shape)],
  // dx = dy * (1 - y^2)
  vjp: (graph, { outputs: [y], scope }, [dy]) => {
    const squared = graph.apply(multiply, [y!, y!], {}, scope)[0]!;
    const slope = graph.apply(affine, [squared], { scale: -1, shift: 1 }, scope)[0]!;
    return graph.apply(multiply, [dy!, slope], {}, scope).slice();
  },
  evaluate: ([x]) => [map(x!, Math.tanh)],
  lower: (emit, inputs) => emit.node('Tanh', inputs),
};

export const sigmoid: OpDef = {
  name: 'sigmoid',
  infer: ([x]) => [float(x!.shape)],
  // dx = dy * y * (1 - y)
  vjp: (graph, { outputs: [y], scope }, [dy]) => {
    const rest = graph.apply(affine, [y!], { scale: -1, shift: 1 }, scope)[0]!;
    const slope = graph.apply(multiply, [y!, rest], {}, scope)[0]!;
    return graph.apply(multiply, [dy!, slope], {}, scope).slice();
  },
  evaluate: ([x]) => [map(x!, (value) => 1 / (1 + Math.exp(-value)))],
  lower: (emit, inputs) => emit.node('Sigmoid', inputs),
};

/** 1 where x > 0, else 0. */
export const isPositive: OpDef = {
  name: 'isPositive',
  infer: ([x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([x]) => [map(x!, (value) => (value > 0 ? 1 : 0))],
  lower: (emit, [x]) => {
    const [positive] = emit.node('Greater', [x!, emit.constant('float32', [0])]);
    return [emit.cast(positive!, 'float32')];
  },
};

export const relu: OpDef = {
  name: 'relu',
  infer: ([x]) => [float(x!.shape)],
  // dx = dy where y > 0
  vjp: (graph, { outputs: [y], scope }, [dy]) => {
    const slope = graph.apply(isPositive, [y!], {}, scope)[0]!;
    return graph.apply(multiply, [dy!, slope], {}, scope).slice();
  },
  evaluate: ([x]) => [map(x!, (value) => Math.max(0, value))],
  lower: (emit, inputs) => emit.node('Relu', inputs),
};

/** a / b, element by element. Only used where no gradient is asked for. */
export const divide: OpDef = {
  name: 'divide',
  infer: (inputs) => inferBroadcast('divide', inputs),
  vjp: null,
  evaluate: ([a, b]) => [zip(a!, b!, (x, y) => x / y)],
  lower: (emit, inputs) => emit.node('Div', inputs),
};

/** The square root, element by element. Only used where no gradient is asked for. */
export const squareRoot: OpDef = {
  name: 'squareRoot',
  infer: ([x]) => [float(x!.shape)],
  vjp: null,
  evaluate: ([x]) => [map(x!, Math.sqrt)],
  lower: (emit, inputs) => emit.node('Sqrt', inputs),
};
