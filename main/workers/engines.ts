import type { DeviceChoice, TrainingDeviceChoice } from '../../app/devices.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import type { LoadReport } from '../../app/models/bert/match-weights.ts';
import {
  type BertParameter,
  bertParameters,
  encoderParameters,
  type Freezing,
  isTrainable,
  poolerParameters,
} from '../../app/models/bert/parameters.ts';
import { type HeadSpec, MASKED_LM } from '../../app/models/task.ts';
import type { AdamWSettings } from '../../app/training/adamw.ts';
import type { LossOptions, TrainingEngine } from '../../app/training/engine.ts';
import { BertModel } from '../runtime/bert-model.ts';
import { CpuTrainingEngine } from '../runtime/cpu-training-engine.ts';
import { DeviceTrainingEngine } from '../runtime/device-training-engine.ts';
import type { EngineOptions } from '../runtime/engine-graphs.ts';
import type { Weight } from '../runtime/inference-device.ts';
import { CheckpointWeights } from '../storage/checkpoint-weights.ts';
import { loadWeights, missingFromEncoder } from '../storage/load-weights.ts';
import type { ModelFolder } from '../storage/models.ts';
import { defaultThreads, firstThatOpens, openInferenceDevice, openTensorDevice } from './open-device.ts';

export interface TrainingSetup {
  readonly head: HeadSpec;
  readonly freezing: Freezing;
  readonly loss: LossOptions;
  readonly adamw: AdamWSettings;
  readonly seed: number;
  readonly checkpointing?: boolean;
  readonly device: TrainingDeviceChoice;
  /** Null takes what the computer has. */
  readonly threads: number | null;
}

/**
 * Builds the training engine for a model and fills it with the model's weights and a head.
 *
 * @param openDevice opens what the state of an engine stays on, where that is not the CPU.
 * @throws StudioError `device_failed`, and whatever is wrong with the model's files.
 */
export async function openTrainingEngine(
  model: ModelFolder,
  { head, freezing, loss, adamw, seed, checkpointing = false, device, threads }: TrainingSetup,
  openDevice: typeof openTensorDevice = openTensorDevice,
): Promise<{ engine: TrainingEngine; report: LoadReport }> {
  const parameters = bertParameters(model.config, head);
  const options: EngineOptions = {
    config: model.config,
    head,
    parameters: parameters.map((parameter) => ({
      ...parameter,
      trainable: isTrainable(parameter, freezing),
    })),
    loss,
    adamw,
    seed,
    checkpointing,
  };
  return firstThatOpens(device, 'train', async (kind) => {
    if (kind === 'webgpu' || kind === 'tfjs') {
      const engine = new DeviceTrainingEngine(await openDevice(kind), options);
      try {
        const { weights, report } = await openWeights(model, head, seed);
        await engine.restore(
          weights.map(({ name, shape, data }) => ({ name, shape, value: data, m: null, v: null })),
        );
        return { engine, report };
      } catch (error) {
        // What went wrong is told, also where the device does not take its leave either.
        await engine.dispose().catch(() => {});
        throw error;
      }
    }
    const engine = new CpuTrainingEngine({ ...options, threads: threads ?? defaultThreads() });
    const report = await fill(model, parameters, head, seed, (name) => engine.store.value(name));
    return { engine, report };
  });
}

/**
 * Opens a model to ask.
 *
 * @param head what it predicts; null for the bare encoder, with its pooler where the checkpoint has one.
 * @throws StudioError `missing_weights` where the encoder would be random in part. A head may be: the report tells.
 */
export async function openInferenceModel(
  model: ModelFolder,
  head: HeadSpec | null,
  device: DeviceChoice = 'cpu',
): Promise<{ bert: BertModel; report: LoadReport }> {
  const { weights, report } = await openWeights(model, head);
  const encoder = new Set(encoderParameters(model.config).map(({ name }) => name));
  const missing = report.missing.filter((name) => encoder.has(name));
  if (missing.length > 0) throw missingFromEncoder(model.folder, missing);
  const on = await openInferenceDevice(device, null);
  return { bert: new BertModel(model.config, weights, on), report };
}

/**
 * A model's weights as float32, by Hugging Face's names.
 *
 * @param seed of what the checkpoint lacks: with a run's seed, its head is the one the run began with.
 */
export async function openWeights(
  model: ModelFolder,
  head: HeadSpec | null,
  seed = 0,
): Promise<{ weights: readonly Weight[]; report: LoadReport }> {
  const parameters = head ? bertParameters(model.config, head) : await bareParameters(model);
  const weights = new Map<string, Weight>(
    parameters.map(({ name, shape }) => [name, { name, shape, data: new Float32Array(sizeOf(shape)) }]),
  );
  const report = await fill(model, parameters, head, seed, (name) => weights.get(name)!.data);
  return { weights: [...weights.values()], report };
}

async function bareParameters(model: ModelFolder): Promise<BertParameter[]> {
  const weights = await CheckpointWeights.open(model.folder);
  const hasPooler = [...weights.shapes.keys()].some((name) => name.endsWith('pooler.dense.weight'));
  await weights.close();
  return [...encoderParameters(model.config), ...(hasPooler ? poolerParameters(model.config) : [])];
}

async function fill(
  model: ModelFolder,
  parameters: readonly BertParameter[],
  head: HeadSpec | null,
  seed: number,
  target: (name: string) => Float32Array,
): Promise<LoadReport> {
  const weights = await CheckpointWeights.open(model.folder);
  try {
    return await loadWeights(weights, parameters, {
      head: head ?? MASKED_LM,
      checkpointLabels: model.checkpointHead.labels,
      initializerRange: model.config.initializer_range,
      seed,
      target,
    });
  } finally {
    await weights.close();
  }
}
