import type { NdArray } from '../../app/graph/ndarray.ts';
import type { Provider } from '../../app/graph/op.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import { createSession, type OnnxProvider, onnxRuntime } from '../../main/runtime/onnx-runtime.ts';
import type { Case } from './op-cases.ts';

/** The outputs of a case as ONNX Runtime computes them from the lowering for `lowered`, on the device of `provider`. */
export async function runOnOnnx(
  { graph, outputs, feeds }: Case,
  lowered: Provider,
  provider: OnnxProvider,
): Promise<NdArray[]> {
  const named = new Map(outputs.map((value, i) => [`output.${i}`, value]));
  const { bytes, inputs } = lowerGraph(graph, { provider: lowered, outputs: named });
  const { Tensor } = await onnxRuntime();
  const session = await createSession(bytes, { provider, threads: 1 });
  const tensors = inputs.map((name) => {
    const { shape, data } = feeds[name]!;
    const { dtype } = graph.inputs.find((input) => input.name === name)!.value;
    return [
      name,
      new Tensor(dtype, dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape),
    ];
  });
  const results = await session.run(Object.fromEntries(tensors));
  const arrays = outputs.map((_, i) => {
    const { dims, data } = results[`output.${i}`]!;
    return { shape: dims, data: Float64Array.from(data as Float32Array, Number) };
  });
  await session.release();
  return arrays;
}
