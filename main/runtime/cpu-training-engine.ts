import type { EncodedExample } from '../../app/data/example.ts';
import { StudioError } from '../../app/errors.ts';
import type { Graph, Value } from '../../app/graph/graph.ts';
import type { Feed, PackedBatch } from '../../app/models/bert/batch.ts';
import { addGradients, lossGraph, type ParameterGradient } from '../../app/models/bert/graphs.ts';
import type {
  Evaluation,
  MicroBatchOptions,
  NonFinite,
  ParameterInfo,
  TensorState,
  TrainingEngine,
  UpdateOptions,
} from '../../app/training/engine.ts';
import { CompiledGraph } from './compiled-graph.ts';
import {
  type EngineOptions,
  evaluationGraph,
  layerResults,
  packFor,
  trainableNames,
} from './engine-graphs.ts';
import { freeArray } from './free-array.ts';
import { MaskMemory } from './mask-memory.ts';
import { ParameterStore } from './parameter-store.ts';

export interface CpuEngineOptions extends EngineOptions {
  readonly threads: number;
}

/**
 * Training on the CPU: one ONNX graph computes loss and gradients, from which a kernel makes the AdamW step, and one
 * session serves every batch size and length.
 */
export class CpuTrainingEngine implements TrainingEngine {
  readonly device = 'cpu';
  readonly threads: number;
  readonly parameters: readonly ParameterInfo[];
  readonly store: ParameterStore;
  readonly #options: CpuEngineOptions;
  readonly #training: {
    graph: Graph;
    loss: Value;
    gradients: readonly ParameterGradient[];
    outputs: Map<string, Value>;
  };
  /** Of gradients that arrive as rows. */
  readonly #rowOutputs: ReadonlySet<string>;
  readonly #masks: MaskMemory;
  readonly #trainingSession: Promise<CompiledGraph>;
  #evaluationSession: Promise<CompiledGraph> | null = null;
  #lastStep: { batch: PackedBatch; options: MicroBatchOptions; loss: number } | null = null;

  constructor(options: CpuEngineOptions) {
    this.#options = options;
    this.threads = options.threads;
    this.parameters = options.parameters;
    this.#training = trainingGraph(options);
    const scattered = this.#training.gradients.filter(({ dense }) => dense === null);
    this.store = new ParameterStore(options.parameters, new Set(scattered.map(({ name }) => name)));
    this.#rowOutputs = new Set(
      this.#training.gradients.flatMap(({ scatters }) => scatters.map(({ rows }) => rowsOutput(rows))),
    );
    this.#masks = new MaskMemory(this.#training.graph.dropoutSites, 'bytes');
    this.#trainingSession = CompiledGraph.compile(this.#training.graph, this.#training.outputs, {
      provider: 'cpu',
      threads: options.threads,
    });
    // The caller fills the parameters meanwhile; a failure surfaces at the first step.
    this.#trainingSession.catch(() => {});
  }

  async forwardBackward(
    examples: readonly EncodedExample[],
    options: MicroBatchOptions,
  ): Promise<{ loss: number }> {
    const batch = packFor(this.#options, examples);
    const loss = await this.#run(batch, options);
    this.#lastStep = { batch, options, loss };
    return { loss };
  }

  /** Adds this batch's gradients to those of the step. @returns the loss. */
  async #run(batch: PackedBatch, options: MicroBatchOptions): Promise<number> {
    if (options.microStep === 0) this.store.clearGradients();
    const results = await (await this.#trainingSession).run(this.#feeds(batch, options));
    for (const { name, dense, scatters } of this.#training.gradients) {
      if (dense) this.store.addGradient(name, floats(results, gradientOutput(name)));
      for (const { rows, indices, paddingIndex } of scatters) {
        const input = this.#training.graph.inputs.find((candidate) => candidate.value === indices)!.name;
        const added = floats(results, rowsOutput(rows));
        this.store.scatterRows(name, added, batch.feeds[input]!.data as Int32Array, paddingIndex);
      }
    }
    for (const rows of this.#rowOutputs) freeArray(floats(results, rows));
    return floats(results, 'loss')[0]!;
  }

  async gradientNorm(): Promise<number> {
    return this.store.gradientNorm();
  }

  async gradient(name: string): Promise<Float32Array> {
    return this.store.gradient(name);
  }

  async locateNonFinite(): Promise<NonFinite> {
    if (!this.#lastStep) throw new StudioError('no_step', 'There is no training step to look at yet.');
    const layer = await this.#firstNonFiniteLayer(this.#lastStep.batch, this.#lastStep.options);
    if (layer !== null) return { where: 'loss', name: layer };
    // The backward pass reaches the last layers first, so that is where a bad gradient began.
    const broken = this.#training.gradients.findLast(({ name }) => !this.store.gradientIsFinite(name));
    return { where: 'gradient', name: broken?.name ?? 'loss' };
  }

  async update({ step, learningRate, headLearningRate, gradientScale }: UpdateOptions): Promise<void> {
    this.store.update(this.#options.adamw, {
      count: step + 1,
      learningRate,
      headLearningRate,
      gradientScale,
    });
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const batch = packFor(this.#options, examples);
    this.#evaluationSession ??= this.#compileEvaluation();
    const results = await (await this.#evaluationSession).run(this.#feeds(batch, null));
    const logits = this.#options.head.task === 'fill-mask' ? null : floats(results, 'logits');
    return { loss: floats(results, 'loss')[0]!, count: batch.lossWeight, logits };
  }

  async state(): Promise<readonly TensorState[]> {
    return this.parameters.map(({ name, shape }) => {
      const moments = this.store.moments(name);
      return { name, shape, value: this.store.value(name), m: moments?.m ?? null, v: moments?.v ?? null };
    });
  }

  async restore(state: readonly TensorState[]): Promise<void> {
    for (const { name, value, m, v } of state) this.store.restore(name, value, m, v);
  }

  async dispose(): Promise<void> {
    for (const compiled of [this.#trainingSession, this.#evaluationSession]) {
      await (await compiled)?.release();
    }
  }

  #compileEvaluation(): Promise<CompiledGraph> {
    const { graph, outputs } = evaluationGraph(this.#options);
    return CompiledGraph.compile(graph, outputs, { provider: 'cpu', threads: this.threads });
  }

  /** Parameters as views of their memory, the batch, and the masks of a training step. */
  #feeds(batch: PackedBatch, step: MicroBatchOptions | null): Map<string, Feed> {
    const feeds = new Map<string, Feed>(Object.entries(batch.feeds));
    const float32 = (name: string, shape: readonly number[], data: Float32Array) =>
      feeds.set(name, { dtype: 'float32', shape, data });
    if (step) {
      float32('loss_scale', [], Float32Array.of(1 / step.microSteps));
      const key = { seed: this.#options.seed, step: step.step, microStep: step.microStep };
      for (const { input, shape, data } of this.#masks.generate(batch.sizes, key))
        feeds.set(input, { dtype: 'uint8', shape, data });
    }
    for (const { name, shape } of this.parameters) float32(name, shape, this.store.value(name));
    return feeds;
  }

  /** Repeats the forward pass of a step, looking at every layer's result: the first that is not finite. */
  async #firstNonFiniteLayer(batch: PackedBatch, options: MicroBatchOptions): Promise<string | null> {
    const { graph, loss } = this.#training;
    const layers = layerResults(graph, loss);
    const compiled = await CompiledGraph.compile(graph, layers, { provider: 'cpu', threads: this.threads });
    try {
      const results = await compiled.run(this.#feeds(batch, options));
      return [...layers.keys()].find((name) => !floats(results, name).every(Number.isFinite)) ?? null;
    } finally {
      await compiled.release();
    }
  }
}

function trainingGraph(options: EngineOptions) {
  const forward = lossGraph(options.config, options.head, true, options.loss.labelSmoothing);
  const gradients = addGradients(forward, trainableNames(options), options.checkpointing);
  const outputs = new Map<string, Value>([['loss', forward.loss]]);
  for (const { name, dense, scatters } of gradients) {
    if (dense) outputs.set(gradientOutput(name), dense);
    for (const { rows } of scatters) outputs.set(rowsOutput(rows), rows);
  }
  return { ...forward, gradients, outputs };
}

function gradientOutput(parameter: string): string {
  return `gradient:${parameter}`;
}

function rowsOutput(rows: Value): string {
  return `rows:${rows.id}`;
}

function floats(results: ReadonlyMap<string, Feed>, name: string): Float32Array<ArrayBuffer> {
  return results.get(name)!.data as Float32Array<ArrayBuffer>;
}
