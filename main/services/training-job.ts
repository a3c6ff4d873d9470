import { freemem } from 'node:os';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { BertConfig } from '../../app/models/bert/config.ts';
import { encoderParameters } from '../../app/models/bert/parameters.ts';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from '../../app/training/arguments.ts';
import { bestMetricOf, isBetterWhenGreater } from '../../app/training/best-model.ts';
import { memoryNote } from '../../app/training/memory.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { listDatasets } from '../storage/datasets.ts';
import { openModel } from '../storage/models.ts';
import type { TrainingJob } from '../workers/training-job.ts';

/** Instead of Hugging Face's: an evaluation and a checkpoint every epoch, and the lesson's batches. */
export const COMMON_DEFAULTS: Partial<TrainingArguments> = {
  per_device_train_batch_size: 16,
  per_device_eval_batch_size: 64,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
  save_total_limit: 2,
  logging_strategy: 'epoch',
};

/** Of the rows, where the data has no validation split of its own. */
export const DEFAULT_VALIDATION_SHARE = 0.2;

/** A person's wishes: what is not given takes the model card's recommendation, then Hugging Face's default. */
interface JobRequest {
  readonly name: string;
  readonly folder: string;
  /** Name or path. */
  readonly model: string;
  readonly dataset: string;
  readonly columns?: ColumnOverrides;
  readonly validationShare?: number;
  readonly args: Readonly<Record<string, unknown>>;
  /** Instead of the model card's recommendation. */
  readonly defaults?: Partial<TrainingArguments>;
}

interface PlannedJob {
  readonly job: TrainingJob;
  /** What to say of arguments that are allowed and probably not meant. */
  readonly notes: readonly string[];
}

/** @throws StudioError `unknown_model`, `invalid_arguments`. */
export async function planJob(request: JobRequest): Promise<PlannedJob> {
  const model = await openModel(request.model);
  const recommended = model.card?.recommended_learning_rate;
  const defaults = request.defaults ?? (recommended ? { learning_rate: recommended } : {});
  const { config } = model;
  const { max_position_embeddings: maxPositions, num_hidden_layers: layers } = config;
  const max_seq_length = Math.min(DEFAULT_TRAINING_ARGUMENTS.max_seq_length, maxPositions);
  const args = parseTrainingArguments(request.args, {
    defaults: { ...COMMON_DEFAULTS, max_seq_length, ...defaults },
    context: { maxPositions, layers },
  });
  const notes = [
    ...(model.card && recommended && args.learning_rate !== recommended
      ? [`${model.name} recommends learning_rate ${recommended}. ${model.card.recommendation}`]
      : []),
    ...noteOnBestMetric(args),
    ...noteOnMemory(args, config),
  ];
  const division = (await listDatasets()).find(({ name }) => name === request.dataset)?.division;
  const job: TrainingJob = {
    name: request.name,
    folder: request.folder,
    model: model.card ? model.name : model.folder,
    dataset: request.dataset,
    columns: request.columns ?? {},
    validationShare: request.validationShare ?? division?.share ?? DEFAULT_VALIDATION_SHARE,
    args: division && args.data_seed === null ? { ...args, data_seed: division.seed } : args,
    resume: null,
  };
  return { job, notes };
}

/** Only the processor's memory is known; the head, which the data tells, is too small to matter. */
function noteOnMemory(args: TrainingArguments, config: BertConfig): string[] {
  if (args.device !== 'cpu' && args.device !== 'auto') return [];
  const note = memoryNote(args, config, encoderParameters(config), freemem());
  return note === null ? [] : [note];
}

/** Hugging Face's default takes the worst for the best where an error is not called a loss. */
function noteOnBestMetric(args: TrainingArguments): string[] {
  const best = bestMetricOf(args);
  if (
    best === null ||
    args.greater_is_better !== null ||
    !best.greaterIsBetter ||
    isBetterWhenGreater(best.name)
  )
    return [];
  return [
    `less ${best.name} is better, but greater_is_better is true by default, as in Hugging Face. Give --greater_is_better no.`,
  ];
}
