import { StudioError } from '../../app/errors.ts';
import type { EncodedExample } from '../../app/data/example.ts';
import { reachableNodes, type Graph, type Value } from '../../app/graph/graph.ts';
import { packBatch, type Feed, type PackedBatch } from '../../app/models/bert/batch.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { addGradients, lossGraph, type ParameterGradient } from '../../app/models/bert/graphs.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { lowerGraph, type LoweredModel } from '../../app/onnx/lower-graph.ts';
import type {
  Evaluation,
  LossOptions,
  MicroBatchOptions,
  NonFinite,
  ParameterInfo,
  TensorState,
  TrainingEngine,
  UpdateOptions,
} from '../../app/training/engine.ts';
import { MaskMemory } from './mask-memory.ts';
import { createCpuSession, onnxRuntime, type OnnxSession, type OnnxTensor } from './onnx-runtime.ts';
import { ParameterStore, type AdamWSettings } from './parameter-store.ts';

export interface CpuEngineOptions {
  readonly config: BertConfig;
  readonly head: HeadSpec;
  readonly parameters: readonly ParameterInfo[];
  readonly loss: LossOptions;
  readonly adamw: AdamWSettings;
  /** Seed of the dropout masks. */
  readonly seed: number;
  readonly threads: number;
}

/** A graph compiled for the CPU, with what it takes and gives. */
interface Compiled {
  readonly session: OnnxSession;
  readonly inputs: LoweredModel['inputs'];
}

type Feeds = Record<string, OnnxTensor>;

/**
 * Training on the CPU: one ONNX graph computes loss and gradients, ONNX Runtime writes the gradients where
 * the optimizer kernel reads them, and one session serves every batch size and length.
 */
export class CpuTrainingEngine implements TrainingEngine {
  readonly device = 'cpu';
  readonly threads: number;
  readonly parameters: readonly ParameterInfo[];
  readonly store: ParameterStore;
  private readonly options: CpuEngineOptions;
  private readonly training: { graph: Graph; loss: Value; gradients: readonly ParameterGradient[]; outputs: Map<string, Value> };
  private readonly masks: MaskMemory;
  private readonly trainingSession: Promise<Compiled>;
  private evaluationSession: Promise<Compiled> | null = null;
  private lastStep: { batch: PackedBatch; options: MicroBatchOptions; loss: number } | null = null;

  constructor(options: CpuEngineOptions) {
    this.options = options;
    this.threads = options.threads;
    this.parameters = options.parameters;
    this.store = new ParameterStore(options.parameters);
    this.training = trainingGraph(options);
    this.masks = new MaskMemory(this.training.graph.dropoutSites);
    this.trainingSession = this.compile(this.training.graph, this.training.outputs);
    // The caller fills the parameters meanwhile; a failure surfaces at the first step.
    this.trainingSession.catch(() => {});
  }

  async forwardBackward(examples: readonly EncodedExample[], options: MicroBatchOptions): Promise<{ loss: number }> {
    const batch = this.pack(examples);
    const { Tensor } = await onnxRuntime();
    const { session, inputs } = await this.trainingSession;
    const feeds = await this.feeds(inputs, batch, options);
    const first = options.microStep === 0;

    const fetches: Record<string, OnnxTensor | null> = {};
    for (const name of this.training.outputs.keys()) fetches[name] = null;
    if (first) {
      for (const { name, dense } of this.training.gradients) {
        const view = this.store.gradient(name);
        if (dense) fetches[gradientOutput(name)] = new Tensor('float32', view, shapeOf(dense));
        else view.fill(0);
      }
    }
    const results = await session.run(feeds, fetches);
    for (const { name, dense, scatters } of this.training.gradients) {
      if (dense && !first) this.store.accumulate(name, results[gradientOutput(name)]!.data as Float32Array);
      for (const { rows, indices, paddingIndex } of scatters) {
        const values = results[rowsOutput(rows)]!.data as Float32Array;
        const input = this.training.graph.inputs.find((candidate) => candidate.value === indices)!.name;
        this.store.scatterRows(name, values, batch.feeds[input]!.data as Int32Array, paddingIndex);
      }
    }
    const loss = (results.loss!.data as Float32Array)[0]!;
    this.lastStep = { batch, options, loss };
    return { loss };
  }

  async gradientNorm(): Promise<number> {
    return this.store.gradientNorm();
  }

  async locateNonFinite(): Promise<NonFinite> {
    if (!this.lastStep) throw new StudioError('no_step', 'There is no training step to look at yet.');
    const layer = await this.firstNonFiniteLayer(this.lastStep.batch, this.lastStep.options);
    if (layer !== null) return { where: 'loss', name: layer };
    // The backward pass reaches the last layers first, so that is where a bad gradient began.
    const broken = this.training.gradients.findLast(({ name }) => !this.store.gradientIsFinite(name));
    return { where: 'gradient', name: broken?.name ?? 'loss' };
  }

  async update({ step, learningRate, headLearningRate, gradientScale }: UpdateOptions): Promise<void> {
    this.store.update(this.options.adamw, { count: step + 1, learningRate, headLearningRate, gradientScale });
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const batch = this.pack(examples);
    this.evaluationSession ??= this.compileEvaluation();
    const { session, inputs } = await this.evaluationSession;
    const results = await session.run(await this.feeds(inputs, batch, null));
    const loss = (results.loss!.data as Float32Array)[0]!;
    const wanted = this.options.head.task !== 'fill-mask';
    return { loss, count: batch.lossWeight, logits: wanted ? (results.logits!.data as Float32Array) : null };
  }

  async state(): Promise<readonly TensorState[]> {
    return this.parameters.map(({ name, shape }) => {
      const moments = this.store.moments(name);
      return { name, shape, value: this.store.value(name), m: moments?.m ?? null, v: moments?.v ?? null };
    });
  }

  async restore(state: readonly TensorState[]): Promise<void> {
    for (const { name, value, m, v } of state) {
      this.store.value(name).set(value);
      const moments = this.store.moments(name);
      if (moments && m && v) {
        moments.m.set(m);
        moments.v.set(v);
      }
    }
  }

  async dispose(): Promise<void> {
    for (const compiled of [this.trainingSession, this.evaluationSession]) {
      await (await compiled)?.session.release();
    }
  }

  private pack(examples: readonly EncodedExample[]): PackedBatch {
    const { config, head, loss } = this.options;
    return packBatch(examples, config.num_attention_heads, head, loss.classWeights);
  }

  private async compile(graph: Graph, outputs: ReadonlyMap<string, Value>): Promise<Compiled> {
    const { bytes, inputs } = lowerGraph(graph, { provider: 'cpu', outputs });
    return { session: await createCpuSession(bytes, { threads: this.threads }), inputs };
  }

  private compileEvaluation(): Promise<Compiled> {
    const { config, head, loss } = this.options;
    const evaluation = lossGraph(config, head, false, loss.labelSmoothing);
    const outputs = new Map([['loss', evaluation.loss]]);
    if (head.task !== 'fill-mask') outputs.set('logits', evaluation.logits);
    return this.compile(evaluation.graph, outputs);
  }

  /** What the session takes: parameters as views of their memory, the batch, and masks for a training step. */
  private async feeds(inputs: readonly string[], batch: PackedBatch, step: MicroBatchOptions | null): Promise<Feeds> {
    const { Tensor } = await onnxRuntime();
    const available = new Map<string, Feed>(Object.entries(batch.feeds));
    if (step) {
      available.set('loss_scale', { dtype: 'float32', shape: [], data: Float32Array.of(1 / step.microSteps) });
      const key = { seed: this.options.seed, step: step.step, microStep: step.microStep };
      for (const { input, shape, data } of this.masks.generate(batch.sizes, key)) {
        available.set(input, { dtype: 'float32', shape, data });
      }
    }
    for (const { name, shape } of this.parameters) {
      available.set(name, { dtype: 'float32', shape, data: this.store.value(name) });
    }
    return Object.fromEntries(
      inputs.map((name) => {
        const feed = available.get(name);
        if (!feed) throw new StudioError('missing_feed', `The training graph takes "${name}", which nothing provides.`);
        return [name, new Tensor(feed.dtype, feed.data, feed.shape)];
      }),
    );
  }

  /** Repeats the forward pass of a step, looking at every layer's result: the first that is not finite. */
  private async firstNonFiniteLayer(batch: PackedBatch, options: MicroBatchOptions): Promise<string | null> {
    const { graph, loss } = this.training;
    const layers = new Map<string, Value>();
    for (const node of reachableNodes(graph, [loss])) {
      if (node.scope) layers.set(node.scope, node.outputs[0]!);
    }
    const { session, inputs } = await this.compile(graph, layers);
    try {
      const results = await session.run(await this.feeds(inputs, batch, options));
      const isBroken = (name: string) => !(results[name]!.data as Float32Array).every(Number.isFinite);
      return [...layers.keys()].find(isBroken) ?? null;
    } finally {
      await session.release();
    }
  }
}

function trainingGraph({ config, head, parameters, loss }: CpuEngineOptions) {
  const forward = lossGraph(config, head, true, loss.labelSmoothing);
  const trainable = new Set(parameters.filter((parameter) => parameter.trainable).map(({ name }) => name));
  const gradients = addGradients(forward, trainable);
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

function shapeOf(value: Value): number[] {
  return value.shape.map(Number);
}
