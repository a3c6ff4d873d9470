import { basename } from 'node:path';
import { counted } from '../../app/counted.ts';
import { LABEL_COLUMNS } from '../../app/data/columns.ts';
import type { EncodedSplit } from '../../app/data/encode.ts';
import { NO_LABEL } from '../../app/data/labels.ts';
import { labelsOf } from '../../app/data/raw-example.ts';
import type { Rows } from '../../app/data/rows.ts';
import { divideRows } from '../../app/data/splits.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { chooseWatched, type WatchedExample } from '../../app/training/watched.ts';
import { headFor, type LoadedDataset, loadDataset } from '../storage/datasets.ts';
import { encodeRows } from '../storage/encode-rows.ts';
import type { LoadOptions, Skipped } from '../storage/load-rows.ts';
import type { ModelFolder } from '../storage/models.ts';
import { summaryOf } from './data-summary.ts';
import type { TrainingJob } from './training-job.ts';

/** More labels than these are not named one by one. */
const LABELS_NAMED = 6;

/** Training and evaluation rows as the model sees them, and what happened to the others. */
export interface PreparedData {
  readonly dataset: LoadedDataset;
  readonly head: HeadSpec;
  readonly train: EncodedSplit;
  readonly validation: EncodedSplit | null;
  /** By the file they are in. */
  readonly skipped: ReadonlyMap<string, Skipped>;
  /** Evaluation examples to follow. */
  readonly watched: readonly WatchedExample[];
  /** Training examples of each label, [labels]. */
  readonly labelCounts: readonly number[];
  /** Rows of both parts that a person left out, and those whose labels a person gave. */
  readonly leftOut: number;
  readonly edited: number;
}

/** While the data is read and tokenized, which takes minutes where it is larger than memory and new. */
export interface Preparing {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Told how far it is, 0 to 1. */
  readonly tell: (doing: 'Reading' | 'Tokenizing', share: number) => void;
}

/** Reads the dataset, makes splits where it has none, and tokenizes. */
export async function prepareData(
  job: TrainingJob,
  model: ModelFolder,
  preparing?: Preparing,
  options: LoadOptions = {},
): Promise<PreparedData> {
  const during = (doing: 'Reading' | 'Tokenizing'): LoadOptions =>
    preparing
      ? { ...options, signal: preparing.signal, onProgress: (share) => preparing.tell(doing, share) }
      : options;
  const dataset = await loadDataset(job.dataset, job.columns, ['train', 'validation'], during('Reading'));
  const { train, validation } = dataset.splits;
  if (!train) throw noTrainingSplit(dataset);
  const head = headFor(dataset);
  const parts = partsOf(dataset, job);
  if (parts.validation.length === 0 && job.args.eval_strategy !== 'no') throw noEvaluationRows(dataset, job);
  const of = { tokenizer: model.tokenizer, head, maxLength: job.args.max_seq_length };
  const encode = (rows: Rows, file: string) => encodeRows(rows, { ...of, file }, during('Tokenizing'));
  return {
    dataset,
    head,
    train: await encode(parts.train, train.file),
    validation:
      parts.validation.length > 0 ? await encode(parts.validation, (validation ?? train).file) : null,
    skipped: new Map(
      [train, ...(validation ? [validation] : [])].map((split) => [split.file, split.skipped]),
    ),
    watched: await watchedOf(parts.validation, job.args.seed),
    labelCounts: await countLabels(parts.train, head),
    leftOut: parts.leftOut,
    edited: parts.train.editedIndices().length + parts.validation.editedIndices().length,
  };
}

/**
 * Training and evaluation rows: those of the given splits, or the training split's divided with the run's seed; without
 * those a person left out, which move no other row from one part to the other.
 */
export function partsOf(
  dataset: LoadedDataset,
  { validationShare, args }: Pick<TrainingJob, 'validationShare' | 'args'>,
): { readonly train: Rows; readonly validation: Rows; readonly leftOut: number } {
  const { train, validation } = dataset.splits;
  if (!train) throw noTrainingSplit(dataset);
  const parts = validation
    ? { train: train.rows, validation: validation.rows }
    : divideRows(train.rows, { share: validationShare, seed: args.data_seed ?? args.seed });
  return {
    train: parts.train.withoutLeftOut(),
    validation: parts.validation.withoutLeftOut(),
    leftOut: parts.train.leftOutIndices().length + parts.validation.leftOutIndices().length,
  };
}

/** A dataset that cannot be trained on, wherever that is noticed. */
export function noTrainingSplit({ path }: Pick<LoadedDataset, 'path'>): StudioError {
  const message = `${path} has no training split. Name one of its files train.`;
  return new StudioError('missing_split', message, { details: { file: path } });
}

function noEvaluationRows({ path, columns, splits }: LoadedDataset, job: TrainingJob): StudioError {
  const { rows, skipped } = splits.train!;
  const count = rows.length;
  const reasons = Object.entries(skipped).map(([reason, { count }]) => `${count} x ${reason}`);
  const isLabelMissing = columns.task === 'fill-mask' && job.columns.task === undefined;
  const message = [
    `${path}: of ${counted(count, 'row')} none is left to evaluate on.`,
    ...(reasons.length > 0 ? [`Others were skipped: ${reasons.join(', ')}.`] : []),
    ...(isLabelMissing
      ? [
          `It has no column of labels either (looked for: ${LABEL_COLUMNS.join(', ')}), so that hidden words would be learnt; name yours with --label-column.`,
        ]
      : []),
    'Add rows, give a file for validation, or set eval_strategy to no.',
  ].join(' ');
  return new StudioError('no_evaluation_split', message, { details: { file: path, rows: count } });
}

/** Tells what is learnt from, and what of the data is not, or not whole. */
export function reportData(
  data: PreparedData,
  log: (level: 'info' | 'warning', message: string) => void,
): void {
  const { dataset, train, validation, skipped, leftOut, edited } = data;
  log('info', summaryOf(data));
  for (const warning of labelWarnings(data)) log('warning', `${dataset.name}: ${warning}`);
  if (leftOut > 0) log('info', `${dataset.name}: ${counted(leftOut, 'row')} left out by you.`);
  if (edited > 0) log('info', `${dataset.name}: ${counted(edited, 'row')} with labels from you.`);
  for (const [file, reasons] of skipped) {
    for (const [reason, { count, first }] of Object.entries(reasons)) {
      const rest = count > first.length ? ', ...' : '';
      log(
        'warning',
        `${basename(file)}: skipped ${counted(count, 'row')} with ${reason} (${first.join(', ')}${rest}).`,
      );
    }
  }
  const truncated = train.truncated + (validation?.truncated ?? 0);
  if (truncated > 0)
    log(
      'warning',
      `${dataset.name}: ${counted(truncated, 'row')} longer than max_seq_length: the end is cut off.`,
    );
  const lost = [...(validation?.lostWords.values() ?? [])].reduce((sum, words) => sum + words.length, 0);
  if (lost > 0)
    log(
      'warning',
      `${dataset.name}: ${counted(lost, 'word')} of the evaluation rows cut off, counted as missed.`,
    );
}

/** Labels that the training rows cannot teach. */
function labelWarnings({ head, labelCounts }: PreparedData): string[] {
  const { task, problemType, labels } = head;
  if (task !== 'text-classification' || problemType === 'regression' || labels.length < 2) return [];
  if (Math.max(...labelCounts) <= 1) {
    return [
      `none of the ${labels.length} labels has more than one row to learn from, so what is learnt will hold for no other row. Is this the column of labels?`,
    ];
  }
  const untaught = labels.filter((_, label) => labelCounts[label] === 0);
  if (untaught.length === 0) return [];
  const rest = untaught.length > LABELS_NAMED ? ', ...' : '';
  return [
    `${counted(untaught.length, 'label')} without a row to learn from: ${untaught.slice(0, LABELS_NAMED).join(', ')}${rest}.`,
  ];
}

/** The rows of the validation part that a run with this seed follows from evaluation to evaluation. */
export async function watchedOf(rows: Rows, seed: number): Promise<WatchedExample[]> {
  const watched = await rows.read(chooseWatched(rows.length, seed));
  return watched.map((example) => ({
    row: example.row,
    text: example.words?.tokens.join(' ') ?? example.text,
    pair: example.textPair,
    label: labelsOf(example).join(example.words ? ' ' : ', ') || null,
    labels: labelsOf(example),
  }));
}

/** Examples of each class, or words of each tag. */
export async function countLabels(rows: Rows, { labels }: HeadSpec): Promise<number[]> {
  const counts = new Map(labels.map((label) => [label, 0]));
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  const { names, ids } = rows.labels;
  if (!ids.includes(NO_LABEL)) for (const id of ids) count(names[id]!);
  else for await (const examples of rows.batches()) examples.flatMap(labelsOf).forEach(count);
  return labels.map((label) => counts.get(label)!);
}
