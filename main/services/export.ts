import { StudioError } from '../../app/errors.ts';
import { pretrainedConfig } from '../../app/models/bert/pretrained-config.ts';
import { type ModelCardFacts, modelCard } from '../../app/models/model-card.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { Precision } from '../../app/onnx/stored-weights.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import type { LogEntry } from '../../app/training/state.ts';
import { readTrainerState } from '../storage/checkpoints.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import { exportOnnx } from '../storage/onnx-export.ts';
import { completeTokenizerFiles, writePretrained } from '../storage/pretrained-export.ts';
import { trainedHead, trainedWeights } from '../workers/trained-head.ts';
import { resolveCheckpoint } from './checkpoints.ts';
import { runOf } from './recorded-run.ts';

/** Arguments that say how a model came about. */
const TOLD_ARGUMENTS = [
  'learning_rate',
  'num_train_epochs',
  'max_steps',
  'per_device_train_batch_size',
  'gradient_accumulation_steps',
  'weight_decay',
  'lr_scheduler_type',
  'warmup_steps',
  'warmup_ratio',
  'label_smoothing_factor',
  'max_seq_length',
  'seed',
] as const;

/**
 * Writes a fine-tuned model, or one with a masked-LM head, for other programs.
 *
 * @param source a run's folder, a checkpoint or a model.
 * @throws StudioError `no_head` where there is nothing trained to export, `already_exists`, `unwritable`, `disk_full`;
 * nothing half-written stays.
 */
export async function exportModel(
  source: string,
  target: string,
  format: 'huggingface' | 'onnx',
  precision: Precision,
): Promise<void> {
  const model = await openModel(await resolveCheckpoint(source));
  const head = trainedHead(model);
  const weights = await trainedWeights(model, head);
  if (format === 'onnx') return exportOnnx(target, model.config, head, weights, precision);
  if (precision === 'int8') {
    throw new StudioError(
      'invalid_arguments',
      'A Hugging Face folder is written as float32 or float16; int8 is for --format onnx.',
    );
  }
  const folder = {
    config: pretrainedConfig(model.config, model.rawConfig, head, precision),
    tokenizerFiles: await completeTokenizerFiles(model.folder, model.config.max_position_embeddings),
    weights,
    card: modelCard(await cardFacts(source, model, head, precision)),
  };
  await writePretrained(target, folder, precision);
}

async function cardFacts(
  source: string,
  model: ModelFolder,
  head: HeadSpec,
  weights: ModelCardFacts['weights'],
): Promise<ModelCardFacts> {
  const untrained = { name: model.name, head, base: null, licence: model.card?.licence ?? null, weights };
  const run = await runOf(source);
  if (run === null) return { ...untrained, training: null };
  const { record } = run;
  const base = await openModel(record.model).catch(() => null);
  return {
    ...untrained,
    name: record.name,
    base: base?.name ?? record.model,
    licence: base?.card?.licence ?? null,
    training: {
      dataset: record.dataset.name,
      trainExamples: record.dataset.train_examples,
      evalExamples: record.dataset.eval_examples,
      args: toldArguments(record),
      metrics: await metricsOf(model.folder),
    },
  };
}

function toldArguments({ args }: RunRecord): Record<string, string | number> {
  return Object.fromEntries(TOLD_ARGUMENTS.map((name) => [name, args[name]]));
}

/** What the evaluation at the checkpoint's own step found. */
async function metricsOf(checkpoint: string): Promise<LogEntry> {
  const state = await readTrainerState(checkpoint);
  const own = state.log_history.findLast((entry) => entry.step === state.global_step && 'eval_loss' in entry);
  const isMetric = (name: string) => name.startsWith('eval_') && !/runtime|per_second|support/.test(name);
  return Object.fromEntries(Object.entries(own ?? {}).filter(([name]) => isMetric(name)));
}
