import type { EncodedExample } from '../data/example.ts';

/** Which optimizer group a parameter belongs to. */
export interface ParameterInfo {
  /** Hugging Face's name, e.g. `bert.encoder.layer.0.output.dense.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly trainable: boolean;
  /** False for biases and LayerNorm weights, as in Hugging Face's Trainer. */
  readonly decays: boolean;
  /** True for parameters outside the encoder and pooler (`head_learning_rate` applies to them). */
  readonly head: boolean;
}

export interface LossOptions {
  /** Weight of each class, [labels]; none means 1. */
  readonly classWeights: readonly number[] | null;
  readonly labelSmoothing: number;
}

export interface MicroBatchOptions {
  /** Optimizer step, 0-based: with the seed it fixes the dropout masks. */
  readonly step: number;
  /** Micro-batch within the step, 0-based. The first one overwrites the gradients, later ones add. */
  readonly microStep: number;
  /** Micro-batches in this step; the step's loss is the mean over them. */
  readonly microSteps: number;
}

export interface UpdateOptions {
  /** Optimizer step, 0-based; bias correction uses step + 1. */
  readonly step: number;
  readonly learningRate: number;
  readonly headLearningRate: number;
  /** Factor on every gradient: min(1, max_grad_norm / (norm + 1e-6)). */
  readonly gradientScale: number;
}

export interface Evaluation {
  /** Mean loss of the batch, normalised as in training. */
  readonly loss: number;
  /** How many items the mean runs over (sequences or labelled tokens), to combine batches. */
  readonly count: number;
  /** [rows, labels] for sequences; [labelled tokens, labels] for tokens. Absent for masked LM. */
  readonly logits: Float32Array | null;
}

/** Where a NaN or an infinity first appeared. */
export interface NonFinite {
  readonly where: 'loss' | 'gradient';
  /** Parameter or layer name, in forward order the first. */
  readonly name: string;
}

/** Every tensor of a training state. Views stay valid until the next engine call. */
export interface TensorState {
  readonly name: string;
  readonly shape: readonly number[];
  readonly value: Float32Array;
  /** AdamW's first and second moment; null for frozen parameters. */
  readonly m: Float32Array | null;
  readonly v: Float32Array | null;
}

/**
 * A model with its optimizer on one device. The Trainer drives it and knows nothing of ONNX or memory.
 * Calls must not overlap.
 */
export interface TrainingEngine {
  /** `cpu`, `webgpu:0`, `cuda:0`, `tfjs`. */
  readonly device: string;
  readonly threads: number;
  readonly parameters: readonly ParameterInfo[];
  /** Forward and backward of one micro-batch with dropout; returns its mean loss. */
  forwardBackward(examples: readonly EncodedExample[], options: MicroBatchOptions): Promise<{ loss: number }>;
  /** L2 norm over all trainable gradients of the step. */
  gradientNorm(): Promise<number>;
  /** The gradient of one trainable parameter, summed over the step's micro-batches; valid until the next engine call. */
  gradient(name: string): Promise<Float32Array>;
  /** Called when loss or norm is not finite, before any update: the first culprit in forward order. */
  locateNonFinite(): Promise<NonFinite>;
  /** Clip and AdamW. */
  update(options: UpdateOptions): Promise<void>;
  /** Forward without dropout. */
  evaluate(examples: readonly EncodedExample[]): Promise<Evaluation>;
  /** The whole state, to save. */
  state(): Promise<readonly TensorState[]>;
  /** Puts a saved state back; names and shapes must match. */
  restore(state: readonly TensorState[]): Promise<void>;
  dispose(): Promise<void>;
}
