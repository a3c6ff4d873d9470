import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node';
import { StudioError } from '../../app/errors.ts';

export type OnnxSession = InferenceSession;
export type OnnxTensor = Tensor;

interface OnnxRuntime {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: {
    create(bytes: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
}

/**
 * Said in the environment of whatever loads ONNX Runtime: elsewhere than on Windows its library reports its use to its maker
 * over the network, from a file in the person's cache.
 */
export const NO_TELEMETRY = { ORT_DISABLE_TELEMETRY: '1' } as const;

let loaded: Promise<OnnxRuntime> | null = null;

/**
 * ONNX Runtime, loaded on first use: its native library is large, and some platforms have none.
 *
 * @throws StudioError `onnxruntime_unavailable` naming the platform.
 */
export function onnxRuntime(): Promise<OnnxRuntime> {
  Object.assign(process.env, NO_TELEMETRY);
  loaded ??= import('onnxruntime-node').catch((cause: unknown) => {
    throw new StudioError(
      'onnxruntime_unavailable',
      `ONNX Runtime has no library for ${process.platform}-${process.arch}, so models cannot run on this computer. ` +
        'It supports linux-x64, linux-arm64, win32-x64, win32-arm64 and darwin-arm64.',
      { cause },
    );
  });
  return loaded;
}

export type OnnxProvider = 'cpu' | 'webgpu' | 'cuda';

interface SessionOptions {
  readonly provider: OnnxProvider;
  /** For the CPU. */
  readonly threads: number;
  /** Outputs that stay in the GPU's memory, with WebGPU; the others come back to the computer's. */
  readonly onDevice?: readonly string[];
}

/**
 * A session on one provider. Memory patterns are off: they keep memory for each batch shape and save no time. With
 * WebGPU every node must run there: what a GPU lacks a kernel for would cross the bus unseen.
 */
export async function createSession(
  bytes: Uint8Array,
  { provider, threads, onDevice = [] }: SessionOptions,
): Promise<OnnxSession> {
  const { InferenceSession } = await onnxRuntime();
  return InferenceSession.create(bytes, {
    executionProviders: provider === 'cuda' ? ['cuda', 'cpu'] : [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(provider === 'webgpu'
      ? {
          preferredOutputLocation: Object.fromEntries(onDevice.map((name) => [name, 'gpu-buffer' as const])),
          extra: { session: { disable_cpu_ep_fallback: '1' } },
        }
      : // DequantizeLinear stands for products with masks here (app/onnx): nothing of a quantized model to rearrange.
        { extra: { session: { disable_quant_qdq: '1' } } }),
  });
}
