/**
 * What a graph can run on: the processor; any vendor's GPU through ONNX Runtime's WebGPU provider; an NVIDIA GPU through
 * its CUDA provider, for inference; TensorFlow.js, where a person has installed it.
 */
export const DEVICE_KINDS = ['cpu', 'webgpu', 'cuda', 'tfjs'] as const;
export type DeviceKind = (typeof DEVICE_KINDS)[number];

/** `auto` takes the fastest measured on this computer, the processor while nothing is measured. */
export const DEVICE_CHOICES = ['auto', ...DEVICE_KINDS] as const;
export type DeviceChoice = (typeof DEVICE_CHOICES)[number];

/** Those a model can be trained on: ONNX Runtime's CUDA provider would send every weight over the bus at each step. */
export const TRAINING_DEVICE_CHOICES = ['auto', 'cpu', 'webgpu', 'tfjs'] as const;
export type TrainingDeviceChoice = (typeof TRAINING_DEVICE_CHOICES)[number];

/** How a model that does not change computes. With `int8` the encoder's linear layers multiply integers, on the processor. */
export const INFERENCE_PRECISIONS = ['float32', 'int8'] as const;
export type InferencePrecision = (typeof INFERENCE_PRECISIONS)[number];

/** Why something cannot be used, and what would change that. */
export interface Absence {
  readonly reason: string;
  readonly remedy: string;
}
