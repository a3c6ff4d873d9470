import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../app/training/arguments.ts';
import { resolveClassWeights } from '../../app/training/class-weights.ts';
import type { LossOptions } from '../../app/training/engine.ts';
import { type EvaluationResult, evaluate } from '../../app/training/evaluation.ts';
import { metricsFor } from '../../app/training/metrics/for-head.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { encodeRows } from '../storage/encode-rows.ts';
import type { Skipped } from '../storage/load-rows.ts';
import { openModel } from '../storage/models.ts';
import { openInferenceDevice } from '../workers/open-device.ts';
import { maskingFor } from '../workers/open-job.ts';
import { trainedHead, trainedWeights } from '../workers/trained-head.ts';
import { resolveCheckpoint } from './checkpoints.ts';
import { type EvaluationRows, type EvaluationSplit, evaluationRows } from './evaluation-data.ts';
import { Evaluator } from './evaluator.ts';
import { runOf } from './recorded-run.ts';

interface EvaluateOptions {
  /** Name or path; null is the run's own dataset. */
  readonly data: string | null;
  readonly split: EvaluationSplit | null;
  readonly columns: ColumnOverrides;
  /** `per_device_eval_batch_size` and `max_seq_length` where they are not to be the run's, as given. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly device: DeviceChoice;
  readonly precision?: InferencePrecision;
  readonly onBatch?: (done: number, total: number) => void;
}

export interface EvaluatedModel extends EvaluationResult {
  /** Folder of the checkpoint, or the model's name. */
  readonly model: string;
  readonly head: HeadSpec;
  /** `cpu`, `webgpu:0`, `cuda:0`. */
  readonly device: string;
  readonly dataset: string;
  readonly split: EvaluationSplit | null;
  readonly made: boolean;
  readonly examples: number;
  readonly skipped: Skipped;
  readonly truncated: number;
  readonly lostWords: number;
  readonly seconds: number;
  readonly notes: readonly string[];
}

/** Keeps two cores busy where no run tells another; the results do not depend on it. */
const BATCH_SIZE = 64;

/**
 * Evaluates a checkpoint as training would: on the run's own dataset the loss is the run's too (its class weights and
 * label smoothing), elsewhere it is plain cross-entropy.
 *
 * @param source a run's folder, a checkpoint or a model.
 * @throws StudioError `invalid_arguments`, `no_head`, `unknown_label` naming file and line, and what `evaluationRows`
 * throws.
 */
export async function evaluateModel(source: string, options: EvaluateOptions): Promise<EvaluatedModel> {
  const started = performance.now();
  const record = (await runOf(source))?.record ?? null;
  const checkpoint = await resolveCheckpoint(source);
  const model = await openModel(checkpoint);
  const maxPositions = model.config.max_position_embeddings;
  const args = parseTrainingArguments(options.args, {
    defaults: record?.args ?? {
      per_device_eval_batch_size: BATCH_SIZE,
      max_seq_length: Math.min(DEFAULT_TRAINING_ARGUMENTS.max_seq_length, maxPositions),
    },
    context: { maxPositions },
  });
  const head = trainedHead(model);
  const rows = await evaluationRows(options, head, record);
  const encoded = await encodeRows(rows.rows, {
    tokenizer: model.tokenizer,
    head,
    maxLength: args.max_seq_length,
    file: rows.file,
  });
  const masking = head.task === 'fill-mask' ? maskingFor(args, model) : null;
  const evaluator = await Evaluator.open({
    config: model.config,
    head,
    weights: await trainedWeights(model, head),
    loss: lossOf(rows, record),
    device: await openInferenceDevice(options.device, args.threads, options.precision),
  });
  try {
    const result = await evaluate(evaluator, encoded.source, {
      batchSize: args.per_device_eval_batch_size,
      metrics: metricsFor(head, (row) => encoded.lostWords.get(row) ?? []),
      ...(masking ? { prepare: (examples) => masking(examples, null) } : {}),
      onBatch: async (done, total) => {
        options.onBatch?.(done, total);
        return true;
      },
    });
    const { dataset, split, made, skipped, notes } = rows;
    return {
      ...result!,
      model: model.card ? model.name : model.folder,
      head,
      device: evaluator.device,
      dataset,
      split,
      made,
      examples: rows.rows.length,
      skipped,
      truncated: encoded.truncated,
      lostWords: [...encoded.lostWords.values()].reduce((sum, words) => sum + words.length, 0),
      seconds: (performance.now() - started) / 1000,
      notes,
    };
  } finally {
    await evaluator.dispose();
  }
}

function lossOf({ trainCounts }: EvaluationRows, record: RunRecord | null): LossOptions {
  if (record === null || trainCounts === null) return { classWeights: null, labelSmoothing: 0 };
  const { class_weights, label_smoothing_factor } = record.args;
  return {
    classWeights: resolveClassWeights(class_weights, trainCounts),
    labelSmoothing: label_smoothing_factor,
  };
}
