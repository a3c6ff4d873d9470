import type { EncodedExample } from '../../app/data/example.ts';
import { packBatch } from '../../app/models/bert/batch.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Evaluation, LossOptions, TrainingEngine } from '../../app/training/engine.ts';
import { evaluationGraph } from '../runtime/engine-graphs.ts';
import type { InferenceDevice, InferenceGraph, Weight } from '../runtime/inference-device.ts';

interface EvaluatorOptions {
  readonly config: BertConfig;
  readonly head: HeadSpec;
  readonly weights: readonly Weight[];
  readonly loss: LossOptions;
  /** The evaluator's own, which goes with it. */
  readonly device: InferenceDevice;
}

/** Loss and logits without gradients, by the graph that training evaluates with: same threads, same numbers. */
export class Evaluator implements Pick<TrainingEngine, 'evaluate' | 'dispose' | 'device'> {
  readonly #options: EvaluatorOptions;
  readonly #compiled: InferenceGraph;

  private constructor(options: EvaluatorOptions, compiled: InferenceGraph) {
    this.#options = options;
    this.#compiled = compiled;
  }

  static async open(options: EvaluatorOptions): Promise<Evaluator> {
    const { graph, outputs } = evaluationGraph(options);
    return new Evaluator(options, await options.device.compile(graph, outputs, options.weights));
  }

  get device(): string {
    return this.#options.device.name;
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const { config, head, loss } = this.#options;
    const { feeds, lossWeight } = packBatch(examples, config.num_attention_heads, head, loss.classWeights);
    const results = await this.#compiled.run(new Map(Object.entries(feeds)));
    const floats = (name: string) => results.get(name)!.data as Float32Array;
    return {
      loss: floats('loss')[0]!,
      count: lossWeight,
      logits: head.task === 'fill-mask' ? null : floats('logits'),
    };
  }

  async dispose(): Promise<void> {
    await this.#compiled.release();
    await this.#options.device.dispose();
  }
}
