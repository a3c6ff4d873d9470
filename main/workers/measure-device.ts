import type { EncodedExample } from '../../app/data/example.ts';
import type { DeviceMeasurement } from '../../app/device-measurements.ts';
import type { DeviceKind } from '../../app/devices.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { BertModel } from '../runtime/bert-model.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { openTrainingEngine, openWeights } from './engines.ts';
import { openInferenceDevice } from './open-device.ts';

/** The short fixed job: the small embedded model on sequences of equal length, so that nothing but the device matters. */
export const MEASURED_MODEL = 'all-MiniLM-L6-v2';
const SEQUENCES = 16;
const TOKENS = 64;
/** Rounds that count, after one that does not; fewer where one takes long. */
const ROUNDS = 5;
const SECONDS = 10;

const HEAD: HeadSpec = {
  task: 'text-classification',
  problemType: 'single_label_classification',
  labels: ['0', '1'],
};

/** Times whole training steps, dropout on, and encodings, with real weights and made-up tokens. */
export async function measureDevice(kind: DeviceKind): Promise<DeviceMeasurement> {
  const model = await openModel(MEASURED_MODEL);
  const examples = madeUpExamples(model.config.vocab_size);
  const infer = await measureInference(kind, model, examples);
  const train = kind === 'cuda' ? null : await measureTraining(kind, model, examples);
  return {
    kind,
    device: infer.device,
    at: new Date().toISOString(),
    trainTokensPerSecond: train,
    inferTokensPerSecond: infer.speed,
  };
}

async function measureInference(kind: DeviceKind, model: ModelFolder, examples: readonly EncodedExample[]) {
  const { weights } = await openWeights(model, HEAD);
  const bert = new BertModel(model.config, weights, await openInferenceDevice(kind, null));
  try {
    const speed = await tokensPerSecond(() => bert.sequenceLogits(HEAD, examples));
    return { device: bert.device, speed };
  } finally {
    await bert.dispose();
  }
}

async function measureTraining(
  device: Exclude<DeviceKind, 'cuda'>,
  model: ModelFolder,
  examples: readonly EncodedExample[],
): Promise<number> {
  const { engine } = await openTrainingEngine(model, {
    head: HEAD,
    freezing: { embeddings: false, layers: 0, encoder: false },
    loss: { classWeights: null, labelSmoothing: 0 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    seed: 0,
    device,
    threads: null,
  });
  try {
    return await tokensPerSecond(async (step) => {
      await engine.forwardBackward(examples, { step, microStep: 0, microSteps: 1 });
      const gradientScale = 1 / Math.max(1, await engine.gradientNorm());
      await engine.update({ step, learningRate: 1e-5, headLearningRate: 1e-5, gradientScale });
    });
  } finally {
    await engine.dispose();
  }
}

/** By the fastest round: what slows a round down is other programs, or shaders being compiled. */
async function tokensPerSecond(round: (step: number) => Promise<unknown>): Promise<number> {
  await round(0);
  const start = performance.now();
  let fastest = Number.POSITIVE_INFINITY;
  for (let step = 1; step <= ROUNDS && performance.now() - start < SECONDS * 1000; step++) {
    const before = performance.now();
    await round(step);
    fastest = Math.min(fastest, performance.now() - before);
  }
  return (SEQUENCES * TOKENS * 1000) / fastest;
}

function madeUpExamples(vocabulary: number): EncodedExample[] {
  return Array.from({ length: SEQUENCES }, (_, row) => ({
    row,
    inputIds: Int32Array.from(
      { length: TOKENS },
      (_, i) => 1000 + ((row * 7919 + i * 104_729) % (vocabulary - 1000)),
    ),
    tokenTypeIds: new Uint8Array(TOKENS),
    label: row % 2,
  }));
}
