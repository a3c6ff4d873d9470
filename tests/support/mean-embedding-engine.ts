import type { EncodedExample } from '../../app/data/example.ts';
import { fillDropoutMask, maskKey } from '../../app/ops/dropout-mask.ts';
import { adamwStep, sumOfSquares } from '../../app/training/adamw.ts';
import type {
  Evaluation,
  MicroBatchOptions,
  NonFinite,
  ParameterInfo,
  TensorState,
  TrainingEngine,
  UpdateOptions,
} from '../../app/training/engine.ts';

interface MeanEmbeddingOptions {
  readonly vocabulary: number;
  readonly width: number;
  readonly classes: number;
  readonly seed: number;
  readonly dropout: number;
  readonly weightDecay: number;
}

interface Parameter extends ParameterInfo {
  readonly value: Float32Array;
  readonly gradient: Float32Array;
  readonly m: Float32Array;
  readonly v: Float32Array;
}

/**
 * A real, small engine for tests of the Trainer: logits = W · dropout(mean of the token embeddings) + b, with
 * cross-entropy, hand-written gradients and AdamW.
 */
export class MeanEmbeddingEngine implements TrainingEngine {
  readonly device = 'cpu';
  readonly threads = 1;
  readonly updates: UpdateOptions[] = [];
  readonly #options: MeanEmbeddingOptions;
  readonly #embedding: Parameter;
  readonly #weight: Parameter;
  readonly #bias: Parameter;
  #lossIsFinite = true;

  constructor(options: MeanEmbeddingOptions) {
    this.#options = options;
    const { vocabulary, width, classes } = options;
    this.#embedding = parameter('bert.embeddings.word_embeddings.weight', [vocabulary, width], true, false);
    this.#weight = parameter('classifier.weight', [classes, width], true, true);
    this.#bias = parameter('classifier.bias', [classes], false, true);
    [this.#embedding, this.#weight].forEach(({ value }, site) => {
      for (let i = 0; i < value.length; i++) value[i] = 0.1 * Math.sin(1 + i * 1.7 + site + options.seed);
    });
  }

  get parameters(): readonly Parameter[] {
    return [this.#embedding, this.#weight, this.#bias];
  }

  async forwardBackward(
    examples: readonly EncodedExample[],
    at: MicroBatchOptions,
  ): Promise<{ loss: number }> {
    const { width, classes, seed, dropout } = this.#options;
    if (at.microStep === 0) for (const { gradient } of this.parameters) gradient.fill(0);
    const mask = new Float32Array(examples.length * width);
    fillDropoutMask(mask, maskKey({ seed, step: at.step, microStep: at.microStep, site: 0 }), dropout);
    const share = 1 / (examples.length * at.microSteps);
    let loss = 0;
    examples.forEach((example, row) => {
      const masked = this.#mean(example).map((value, h) => value * mask[row * width + h]!);
      const probabilities = softmax(this.#logits(masked));
      loss -= Math.log(probabilities[example.label as number]!) / examples.length;
      const back = new Float64Array(width);
      for (let c = 0; c < classes; c++) {
        const slope = (probabilities[c]! - (c === example.label ? 1 : 0)) * share;
        this.#bias.gradient[c]! += slope;
        for (let h = 0; h < width; h++) {
          this.#weight.gradient[c * width + h]! += slope * masked[h]!;
          back[h]! += slope * this.#weight.value[c * width + h]! * mask[row * width + h]!;
        }
      }
      for (const id of example.inputIds) {
        for (let h = 0; h < width; h++) {
          this.#embedding.gradient[id * width + h]! += back[h]! / example.inputIds.length;
        }
      }
    });
    this.#lossIsFinite = Number.isFinite(loss);
    return { loss };
  }

  async gradient(wanted: string): Promise<Float32Array> {
    return this.parameters.find(({ name }) => name === wanted)!.gradient;
  }

  async gradientNorm(): Promise<number> {
    return Math.sqrt(this.parameters.reduce((sum, { gradient }) => sum + sumOfSquares(gradient), 0));
  }

  async locateNonFinite(): Promise<NonFinite> {
    const bad = (values: Float32Array): boolean => values.some((value) => !Number.isFinite(value));
    const where = this.#lossIsFinite ? 'gradient' : 'loss';
    const culprit = this.parameters.find(({ value, gradient }) => bad(where === 'loss' ? value : gradient));
    return { where, name: culprit?.name ?? 'loss' };
  }

  async update(options: UpdateOptions): Promise<void> {
    this.updates.push(options);
    for (const { value, gradient, m, v, decays, head } of this.parameters) {
      adamwStep(value, gradient, m, v, {
        step: options.step,
        learningRate: head ? options.headLearningRate : options.learningRate,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        weightDecay: decays ? this.#options.weightDecay : 0,
        gradientScale: options.gradientScale,
      });
    }
  }

  async evaluate(examples: readonly EncodedExample[]): Promise<Evaluation> {
    const { classes } = this.#options;
    const logits = new Float32Array(examples.length * classes);
    let loss = 0;
    examples.forEach((example, row) => {
      const own = this.#logits(this.#mean(example));
      logits.set(own, row * classes);
      loss -= Math.log(softmax(own)[example.label as number]!) / examples.length;
    });
    return { loss, count: examples.length, logits };
  }

  async state(): Promise<readonly TensorState[]> {
    return this.parameters.map(({ name, shape, value, m, v }) => ({ name, shape, value, m, v }));
  }

  async restore(state: readonly TensorState[]): Promise<void> {
    for (const { name, value, m, v } of state) {
      const own = this.parameters.find((candidate) => candidate.name === name)!;
      own.value.set(value);
      own.m.set(m!);
      own.v.set(v!);
    }
  }

  async dispose(): Promise<void> {}

  #mean({ inputIds }: EncodedExample): Float64Array {
    const { width } = this.#options;
    const mean = new Float64Array(width);
    for (const id of inputIds) {
      for (let h = 0; h < width; h++) mean[h]! += this.#embedding.value[id * width + h]! / inputIds.length;
    }
    return mean;
  }

  #logits(pooled: Float64Array): Float64Array {
    const { width, classes } = this.#options;
    return Float64Array.from({ length: classes }, (_, c) =>
      pooled.reduce(
        (sum, value, h) => sum + value * this.#weight.value[c * width + h]!,
        this.#bias.value[c]!,
      ),
    );
  }
}

function parameter(name: string, shape: number[], decays: boolean, head: boolean): Parameter {
  const size = shape.reduce((product, side) => product * side, 1);
  const make = (): Float32Array => new Float32Array(size);
  return {
    name,
    shape,
    trainable: true,
    decays,
    head,
    value: make(),
    gradient: make(),
    m: make(),
    v: make(),
  };
}

function softmax(logits: Float64Array): Float64Array {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
