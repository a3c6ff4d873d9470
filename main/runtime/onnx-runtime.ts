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

let loaded: Promise<OnnxRuntime> | null = null;

/**
 * ONNX Runtime, loaded on first use: its native library is large, and some platforms have none.
 *
 * @throws StudioError `onnxruntime_unavailable` naming the platform.
 */
export function onnxRuntime(): Promise<OnnxRuntime> {
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

export interface SessionOptions {
  readonly threads: number;
}

/** A session on the CPU. Memory patterns are off: they keep memory for each batch shape and save no time. */
export async function createCpuSession(bytes: Uint8Array, { threads }: SessionOptions): Promise<OnnxSession> {
  const { InferenceSession } = await onnxRuntime();
  return InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
}
