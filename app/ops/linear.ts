import type { Dim } from '../graph/graph.ts';
import * as nd from '../graph/ndarray.ts';
import type { Emitter, OpDef } from '../graph/op.ts';
import { checkShapes, float } from '../graph/shape.ts';

/** y = x W^T + b with x [N, in], W [out, in] as PyTorch stores it, b [out]; y [N, out]. */
export const linear: OpDef = {
  name: 'linear',
  infer: (inputs) => {
    const [x, weight, bias] = inputs;
    checkShapes(
      x!.shape.length === 2 && x!.shape[1] === weight!.shape[1] && bias!.shape[0] === weight!.shape[0],
      'linear',
      inputs,
      'x must be [N, in], weight [out, in], bias [out]',
    );
    return [float([x!.shape[0]!, weight!.shape[0]!])];
  },
  // dx = dy W, dW = dy^T x, db = sum over rows of dy
  vjp: (graph, { inputs: [x, weight], scope }, [dy]) => [
    graph.apply(matmul, [dy!, weight!], {}, scope)[0]!,
    graph.apply(matmul, [dy!, x!], { transA: true }, scope)[0]!,
    graph.apply(sumRows, [dy!], {}, scope)[0]!,
  ],
  evaluate: ([x, weight, bias]) => [nd.zip(nd.matmul(x!, nd.swapLast(weight!)), bias!, (a, b) => a + b)],
  lower: (emit, inputs) =>
    emit.isInt8Product(inputs[1]!)
      ? lowerInt8(emit, inputs)
      : emit.node('Gemm', inputs, { attributes: { transB: 1 } }),
};

/** x is rounded to 8 bits by its own range. ONNX Runtime does that once for all layers that read the same x. */
function lowerInt8(emit: Emitter, [x, weight, bias]: readonly string[]): string[] {
  const [values, scale, zero] = emit.node('DynamicQuantizeLinear', [x!], { outputs: 3 });
  const product = [values!, `${weight}.int8`, scale!, `${weight}.scale`, zero!, '', bias!];
  return emit.node('MatMulIntegerToFloat', product, { domain: 'com.microsoft' });
}

/** Product of two matrices, each optionally transposed. */
export const matmul: OpDef = {
  name: 'matmul',
  infer: (inputs, { transA, transB }) => {
    const [a, b] = inputs.map((input) => input.shape) as [readonly Dim[], readonly Dim[]];
    checkShapes(a.length === 2 && b.length === 2, 'matmul', inputs, 'both must be matrices');
    const [rows, left] = transA ? [a[1]!, a[0]!] : [a[0]!, a[1]!];
    const [right, columns] = transB ? [b[1]!, b[0]!] : [b[0]!, b[1]!];
    checkShapes(left === right, 'matmul', inputs, 'inner sizes must be equal');
    return [float([rows, columns])];
  },
  // C = AB: dA = dC B^T, dB = A^T dC, with each operand's own transposition undone
  vjp: (graph, { inputs: [a, b], attributes: { transA = false, transB = false }, scope }, [dy]) => [
    transA
      ? graph.apply(matmul, [b!, dy!], { transA: transB, transB: true }, scope)[0]!
      : graph.apply(matmul, [dy!, b!], { transA: false, transB: !transB }, scope)[0]!,
    transB
      ? graph.apply(matmul, [dy!, a!], { transA: true, transB: transA }, scope)[0]!
      : graph.apply(matmul, [a!, dy!], { transA: !transA, transB: false }, scope)[0]!,
  ],
  evaluate: ([a, b], { transA, transB }) => [
    nd.matmul(transA ? nd.swapLast(a!) : a!, transB ? nd.swapLast(b!) : b!),
  ],
  lower: (emit, inputs, { attributes: { transA, transB } }) =>
    emit.node('Gemm', inputs, { attributes: { transA: transA ? 1 : 0, transB: transB ? 1 : 0 } }),
};

/** Column sums: [N, F] to [F]. */
export const sumRows: OpDef = {
  name: 'sumRows',
  infer: (inputs) => {
    checkShapes(inputs[0]!.shape.length === 2, 'sumRows', inputs, 'x must be a matrix');
    return [float([inputs[0]!.shape[1]!])];
  },
  vjp: null,
  evaluate: ([x]) => [nd.sumTo(x!, [x!.shape[1]!])],
  lower: (emit, [x]) =>
    emit.node('ReduceSum', [x!, emit.constant('int64', [0], [1])], { attributes: { keepdims: 0 } }),
};
