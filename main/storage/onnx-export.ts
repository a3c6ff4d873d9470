import type { BertConfig } from '../../app/models/bert/config.ts';
import { exportGraph } from '../../app/models/bert/export-graph.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { lowerGraph } from '../../app/onnx/lower-graph.ts';
import { type Precision, storeWeight } from '../../app/onnx/stored-weights.ts';
import { writeFileAtomic } from './atomic.ts';

interface NamedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Writes the model as one ONNX file of standard operators, with its labels in the metadata. */
export async function exportOnnx(
  path: string,
  config: BertConfig,
  head: HeadSpec,
  weights: readonly NamedWeight[],
  precision: Precision,
): Promise<void> {
  const graph = exportGraph(config, head);
  const stored = new Map(
    weights.map(({ name, shape, data }) => [name, storeWeight(name, shape, data, precision)] as const),
  );
  const { bytes } = lowerGraph(graph, {
    provider: 'standard',
    outputs: graph.outputs,
    weights: stored,
    metadata: { task: head.task, id2label: JSON.stringify(head.labels), precision },
  });
  await writeFileAtomic(path, bytes);
}
