import type { EncodedExample } from '../../app/data/example.ts';
import { type Graph, reachableNodes, type Value } from '../../app/graph/graph.ts';
import { type PackedBatch, packBatch } from '../../app/models/bert/batch.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { lossGraph } from '../../app/models/bert/graphs.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { AdamWSettings } from '../../app/training/adamw.ts';
import type { LossOptions, ParameterInfo } from '../../app/training/engine.ts';

/** What every training engine is made from. */
export interface EngineOptions {
  readonly config: BertConfig;
  readonly head: HeadSpec;
  readonly parameters: readonly ParameterInfo[];
  readonly loss: LossOptions;
  readonly adamw: AdamWSettings;
  /** Seed of the dropout masks. */
  readonly seed: number;
  /** Computes each layer again in the backward pass instead of keeping it: less memory, about a third more time. */
  readonly checkpointing?: boolean;
}

/** A graph and what is asked of it, by name. */
interface AskedGraph {
  readonly graph: Graph;
  readonly outputs: ReadonlyMap<string, Value>;
}

export function packFor(
  { config, head, loss }: EngineOptions,
  examples: readonly EncodedExample[],
): PackedBatch {
  return packBatch(examples, config.num_attention_heads, head, loss.classWeights);
}

/** `loss`, and `logits` where the head's are few enough to look at. */
export function evaluationGraph({
  config,
  head,
  loss,
}: Pick<EngineOptions, 'config' | 'head' | 'loss'>): AskedGraph {
  const evaluation = lossGraph(config, head, false, loss.labelSmoothing);
  const outputs = new Map([['loss', evaluation.loss]]);
  if (head.task !== 'fill-mask') outputs.set('logits', evaluation.logits);
  return { graph: evaluation.graph, outputs };
}

/** The result of every layer on the way to the loss, in forward order: where to look for the first NaN. */
export function layerResults(graph: Graph, loss: Value): Map<string, Value> {
  const layers = new Map<string, Value>();
  for (const node of reachableNodes(graph, [loss])) {
    if (node.scope) layers.set(node.scope, node.outputs[0]!);
  }
  return layers;
}

export function trainableNames({ parameters }: EngineOptions): Set<string> {
  return new Set(parameters.filter((parameter) => parameter.trainable).map(({ name }) => name));
}
