import type { EncodedExample } from '../../app/data/example.ts';
import { packBatch } from '../../app/models/bert/batch.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { lossGraph } from '../../app/models/bert/graphs.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Evaluation, LossOptions, TrainingEngine } from '../../app/training/engine.ts';
import type { Weight } from '../runtime/bert-model.ts';
import { CompiledGraph } from '../runtime/compiled-graph.ts';

export interface EvaluatorOptions {
  readonly config: BertConfig;
  readonly head: HeadSpec;
  readonly weights: readonly Weight[];
  readonly loss: LossOptions;
  readonly threads: number;
}

/** Loss and logits without gradients, by the graph that training evaluates with: same threads, same numbers. */
export class Evaluator implements Pick<TrainingEngine, 'evaluate' | 'dispose'> {
  readonly #options: EvaluatorOptions;
  readonly #compiled: CompiledGraph;

  private constructor(options: EvaluatorOptions, compiled: CompiledGraph) {
    this.#options = options;
    this.#compiled = compiled;
  }

  static async open(options: EvaluatorOptions): Promise<Evaluator> {
    const { config, head, loss, threads } = options;
    const built = lossGraph(config, head, false, loss.labelSmoothing);
    const outputs = new Map([['loss', built.loss]]);
    if (head.task !== 'fill-mask') outputs.set('logits', built.logits);
    return new Evaluator(options, await CompiledGraph.compile(built.graph, outputs, threads));
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const { config, head, weights, loss } = this.#options;
    const { feeds, lossWeight } = packBatch(examples, config.num_attention_heads, head, loss.classWeights);
    const all = new Map(Object.entries(feeds));
    for (const { name, shape, data } of weights) all.set(name, { dtype: 'float32', shape, data });
    const results = await this.#compiled.run(all);
    const floats = (name: string) => results.get(name)!.data as Float32Array;
    return {
      loss: floats('loss')[0]!,
      count: lossWeight,
      logits: head.task === 'fill-mask' ? null : floats('logits'),
    };
  }

  async dispose(): Promise<void> {
    await this.#compiled.release();
  }
}
