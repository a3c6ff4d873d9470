import type { EncodedExample } from '../../app/data/example.ts';
import { StudioError } from '../../app/errors.ts';
import type { Graph, Value } from '../../app/graph/graph.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import type { Feed, PackedBatch } from '../../app/models/bert/batch.ts';
import { addGradients, lossGraph } from '../../app/models/bert/graphs.ts';
import type {
  Evaluation,
  MicroBatchOptions,
  NonFinite,
  ParameterInfo,
  TensorState,
  TrainingEngine,
  UpdateOptions,
} from '../../app/training/engine.ts';
import {
  accumulationGraph,
  type Part,
  partName,
  squaresGraph,
  updateGraph,
  updateScalars,
} from '../../app/training/update-graph.ts';
import {
  type EngineOptions,
  evaluationGraph,
  layerResults,
  packFor,
  trainableNames,
} from './engine-graphs.ts';
import { MaskMemory } from './mask-memory.ts';
import type { DeviceGraph, DeviceTensor, TensorDevice } from './tensor-device.ts';

/** Weights updated by one graph: while it runs, the old and the new state of its parameters exist side by side. */
const UPDATED_AT_ONCE = 2 ** 24;

type Inputs = Map<string, DeviceTensor | Feed>;

/**
 * Training where the state stays on a device: parameters, gradients and moments go from graph to graph without leaving
 * it. Batches and dropout masks go in; losses and the gradients' norm come out.
 */
export class DeviceTrainingEngine implements TrainingEngine {
  readonly device: string;
  readonly threads = 1;
  readonly parameters: readonly ParameterInfo[];
  readonly #options: EngineOptions;
  readonly #on: TensorDevice;
  readonly #trainable: readonly ParameterInfo[];
  readonly #graph: Graph;
  readonly #loss: Value;
  readonly #masks: MaskMemory;
  /** By `partName`. Gradients are there between a step's first micro-batch and the next step's. */
  readonly #tensors = new Map<string, DeviceTensor>();
  readonly #compiled = new Map<string, Promise<DeviceGraph>>();
  readonly #gradientOutputs: ReadonlyMap<string, Value>;
  #lastStep: { batch: PackedBatch; options: MicroBatchOptions } | null = null;

  /** Has no weights until `restore` brings them. */
  constructor(device: TensorDevice, options: EngineOptions) {
    this.#on = device;
    this.device = device.name;
    this.#options = options;
    this.parameters = options.parameters;
    this.#trainable = options.parameters.filter((parameter) => parameter.trainable);
    const forward = lossGraph(options.config, options.head, true, options.loss.labelSmoothing);
    const gradients = addGradients(forward, trainableNames(options), options.checkpointing);
    this.#graph = forward.graph;
    this.#loss = forward.loss;
    this.#gradientOutputs = new Map(gradients.map(({ name, whole }) => [partName('gradient', name), whole]));
    this.#masks = new MaskMemory(this.#graph.dropoutSites, 'factors');
  }

  async forwardBackward(
    examples: readonly EncodedExample[],
    options: MicroBatchOptions,
  ): Promise<{ loss: number }> {
    const batch = packFor(this.#options, examples);
    const training = await this.#compile('training', () => ({
      graph: this.#graph,
      outputs: new Map([['loss', this.#loss], ...this.#gradientOutputs]),
      fetched: ['loss'],
    }));
    const results = await training.run(this.#inputs(batch, options));
    const loss = (await this.#take(results, 'loss'))[0]!;
    if (options.microStep === 0) this.#put(results);
    else await this.#accumulate(results);
    this.#lastStep = { batch, options };
    return { loss };
  }

  async gradientNorm(): Promise<number> {
    const norm = await this.#compile('norm', () => ({
      ...asked(squaresGraph(this.#trainable)),
      fetched: ['squares'],
    }));
    const results = await norm.run(
      new Map<string, DeviceTensor | Feed>([...this.#tensors, ['scalar', scalar(0)]]),
    );
    return Math.sqrt((await this.#take(results, 'squares'))[0]!);
  }

  async gradient(name: string): Promise<Float32Array> {
    return this.#on.download(this.#tensor('gradient', name));
  }

  async locateNonFinite(): Promise<NonFinite> {
    if (!this.#lastStep) throw new StudioError('no_step', 'There is no training step to look at yet.');
    const { batch, options } = this.#lastStep;
    const layers = layerResults(this.#graph, this.#loss);
    const looking = await this.#on.compile(this.#graph, layers, new Set(layers.keys()));
    const finite = new Map<string, boolean>();
    try {
      const results = await looking.run(this.#inputs(batch, options));
      for (const name of layers.keys())
        finite.set(name, (await this.#take(results, name)).every(Number.isFinite));
    } finally {
      await looking.release();
    }
    const broken = [...layers.keys()].find((name) => !finite.get(name));
    if (broken !== undefined) return { where: 'loss', name: broken };
    // The backward pass reaches the last layers first, so that is where a bad gradient began.
    for (const { name } of [...this.#trainable].reverse()) {
      if (!(await this.gradient(name)).every(Number.isFinite)) return { where: 'gradient', name };
    }
    return { where: 'gradient', name: 'loss' };
  }

  async update(options: UpdateOptions): Promise<void> {
    const { adamw } = this.#options;
    const scalars = Object.entries(updateScalars(adamw, options)).map(
      ([name, value]) => [name, scalar(value)] as const,
    );
    for (const [i, parameters] of groups(this.#trainable).entries()) {
      const update = await this.#compile(`update.${i}`, () => asked(updateGraph(parameters, adamw)));
      this.#put(await update.run(new Map<string, DeviceTensor | Feed>([...this.#tensors, ...scalars])));
    }
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const batch = packFor(this.#options, examples);
    const evaluation = await this.#compile('evaluation', () => {
      const built = evaluationGraph(this.#options);
      return { ...built, fetched: [...built.outputs.keys()] };
    });
    const results = await evaluation.run(this.#inputs(batch, null));
    const logits = results.has('logits') ? await this.#take(results, 'logits') : null;
    return { loss: (await this.#take(results, 'loss'))[0]!, count: batch.lossWeight, logits };
  }

  async state(): Promise<readonly TensorState[]> {
    const state: TensorState[] = [];
    for (const { name, shape, trainable } of this.parameters) {
      const read = (part: Part) => this.#on.download(this.#tensor(part, name));
      state.push({
        name,
        shape,
        value: await read('value'),
        m: trainable ? await read('m') : null,
        v: trainable ? await read('v') : null,
      });
    }
    return state;
  }

  async restore(state: readonly TensorState[]): Promise<void> {
    const trainable = trainableNames(this.#options);
    for (const { name, shape, value, m, v } of state) {
      const write = async (part: Part, data: Float32Array) =>
        this.#put(new Map([[partName(part, name), await this.#on.upload(shape, data)]]));
      await write('value', value);
      if (!trainable.has(name)) continue;
      const known = this.#tensors.has(partName('m', name));
      if (m && v) {
        await write('m', m);
        await write('v', v);
      } else if (!known) {
        const zeros = new Float32Array(sizeOf(shape));
        await write('m', zeros);
        await write('v', zeros);
      }
    }
  }

  async dispose(): Promise<void> {
    for (const tensor of this.#tensors.values()) tensor.dispose();
    this.#tensors.clear();
    for (const graph of this.#compiled.values()) await (await graph).release();
    await this.#on.dispose();
  }

  /** The batch, the parameters, and the masks of a training step. */
  #inputs(batch: PackedBatch, step: MicroBatchOptions | null): Inputs {
    const inputs: Inputs = new Map(Object.entries(batch.feeds));
    for (const { name } of this.parameters) inputs.set(name, this.#tensor('value', name));
    if (!step) return inputs;
    inputs.set('loss_scale', scalar(1 / step.microSteps));
    const key = { seed: this.#options.seed, step: step.step, microStep: step.microStep };
    for (const { input, shape, data } of this.#masks.generate(batch.sizes, key))
      inputs.set(input, { dtype: 'float32', shape, data });
    return inputs;
  }

  async #accumulate(results: ReadonlyMap<string, DeviceTensor>): Promise<void> {
    const accumulation = await this.#compile('accumulation', () => asked(accumulationGraph(this.#trainable)));
    const added = this.#trainable.map(
      ({ name }) => [`added:${name}`, results.get(partName('gradient', name))!] as const,
    );
    this.#put(await accumulation.run(new Map([...this.#tensors, ...added])));
    for (const [, tensor] of added) tensor.dispose();
  }

  async #compile(
    name: string,
    build: () => { graph: Graph; outputs: ReadonlyMap<string, Value>; fetched?: readonly string[] },
  ): Promise<DeviceGraph> {
    let graph = this.#compiled.get(name);
    if (!graph) {
      const built = build();
      graph = this.#on.compile(built.graph, built.outputs, new Set(built.fetched));
      this.#compiled.set(name, graph);
      graph.catch(() => this.#compiled.delete(name));
    }
    return graph;
  }

  /** Reads an output that is not to be kept. */
  async #take(results: Map<string, DeviceTensor>, name: string): Promise<Float32Array> {
    const tensor = results.get(name)!;
    results.delete(name);
    const data = await this.#on.download(tensor);
    tensor.dispose();
    return data;
  }

  /** Takes tensors in the place of those of the same names, which are given back. */
  #put(tensors: ReadonlyMap<string, DeviceTensor>): void {
    for (const [name, tensor] of tensors) {
      this.#tensors.get(name)?.dispose();
      this.#tensors.set(name, tensor);
    }
  }

  #tensor(part: Part, name: string): DeviceTensor {
    const tensor = this.#tensors.get(partName(part, name));
    if (tensor) return tensor;
    throw new StudioError('unknown_parameter', `The device holds no ${part} of "${name}".`);
  }
}

function asked(graph: Graph) {
  return { graph, outputs: graph.outputs };
}

function scalar(value: number): Feed {
  return { dtype: 'float32', shape: [], data: Float32Array.of(value) };
}

function groups(parameters: readonly ParameterInfo[]): ParameterInfo[][] {
  const all: ParameterInfo[][] = [];
  let weights = 0;
  for (const parameter of parameters) {
    const own = sizeOf(parameter.shape);
    if (all.length === 0 || weights + own > UPDATED_AT_ONCE) {
      all.push([]);
      weights = 0;
    }
    all.at(-1)!.push(parameter);
    weights += own;
  }
  return all;
}
