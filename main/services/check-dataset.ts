import type { ColumnOverrides, DatasetColumns } from '../../app/data/columns.ts';
import type { LabelCount } from '../../app/data/labels.ts';
import type { Rows } from '../../app/data/rows.ts';
import { StudioError } from '../../app/errors.ts';
import type { Task } from '../../app/models/task.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../app/training/arguments.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { findSplitFiles, type SplitName } from '../storage/dataset-layout.ts';
import { headFor, type LoadedDataset, type LoadedSplit, loadDataset } from '../storage/datasets.ts';
import { tokensPerRow } from '../storage/encode-rows.ts';
import { openModel } from '../storage/models.ts';
import { noTrainingSplit, partsOf } from '../workers/training-data.ts';
import { type Finding, findingsOf } from './dataset-findings.ts';
import { datasetPath } from './datasets.ts';
import { leaks, type Repeats, repeatsWithin } from './repeated-rows.ts';
import { type TokenLengths, tokenLengths } from './token-lengths.ts';

interface CheckOptions {
  readonly columns: ColumnOverrides;
  /** Whose tokenizer counts the tokens. */
  readonly model: string;
  /** As given; null is the default of `train`. */
  readonly maxLength: string | null;
  readonly validationShare: number;
}

export interface CheckedSplit {
  readonly split: SplitName;
  readonly file: string;
  /** Usable rows. */
  readonly rows: number;
  readonly skipped: LoadedSplit['skipped'];
  /** Most frequent first; by words where words are tagged. Empty for numbers and for texts without label. */
  readonly labels: readonly LabelCount[];
  /** Of a regression. */
  readonly range: { readonly min: number; readonly mean: number; readonly max: number } | null;
  readonly duplicates: Repeats;
  readonly contradictions: Repeats;
  readonly tokens: TokenLengths;
}

export interface CheckedDataset {
  readonly path: string;
  readonly task: Task | null;
  readonly columns: DatasetColumns | null;
  readonly maxLength: number;
  readonly splits: readonly CheckedSplit[];
  /** Rows of the validation split, or of the one that `train` would make, that are in training too. */
  readonly leaks: (Repeats & { readonly made: boolean }) | null;
  /** Errors, then warnings, then notes. */
  readonly findings: readonly Finding[];
}

/**
 * Looks at a dataset as `train` would read it. What is wrong with a file is a finding and not an exception, so that all
 * faults are told at once; a test split is not opened.
 *
 * @throws StudioError `unknown_dataset`, `unknown_model`, `invalid_arguments`.
 */
export async function checkDataset(nameOrPath: string, options: CheckOptions): Promise<CheckedDataset> {
  const path = await datasetPath(nameOrPath);
  const { tokenizer, config } = await openModel(options.model);
  const { max_seq_length: maxLength } = parseTrainingArguments(
    { max_seq_length: options.maxLength ?? undefined },
    { context: { maxPositions: config.max_position_embeddings } },
  );
  const errors: Finding[] = [];
  const attempt: Attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      errors.push({ severity: 'error', code: error.code, message: error.message });
      return null;
    }
  };
  const layout = await attempt(() => findSplitFiles(path));
  const there = new Set(layout?.files.map(({ split }) => split) ?? []);
  const dataset = await readSplits(nameOrPath, options.columns, there, attempt);
  if (layout && !there.has('train')) {
    const { code, message } = noTrainingSplit({ path });
    errors.push({ severity: 'error', code, message });
  }
  if (dataset) await attempt(() => headFor(dataset));
  const splits: CheckedSplit[] = [];
  for (const [split, loaded] of Object.entries(dataset?.splits ?? {})) {
    const lengthsOf = async (rows: Rows) => tokenLengths(await tokensPerRow(rows, tokenizer), maxLength);
    splits.push(await checkSplit(split as SplitName, loaded, dataset!.columns, lengthsOf));
  }
  const checked = {
    path,
    task: dataset?.columns.task ?? null,
    columns: dataset?.columns ?? null,
    maxLength,
    splits,
    leaks: dataset?.splits.train && there.size > 0 ? await leaksOf(dataset, options, there) : null,
  };
  const notRead = there.has('test') ? (['test'] as const) : [];
  return {
    ...checked,
    findings: [...errors, ...findingsOf(checked, { notRead, unused: layout?.unused ?? [] })],
  };
}

/** The result of some work, or null where it failed and the fault was noted. */
type Attempt = <Value>(work: () => Value | Promise<Value>) => Promise<Value | null>;

/** One split after the other, so that a fault in one does not hide those of the next. The first tells the columns. */
async function readSplits(
  nameOrPath: string,
  given: ColumnOverrides,
  there: ReadonlySet<SplitName>,
  attempt: Attempt,
): Promise<LoadedDataset | null> {
  const read: LoadedDataset[] = [];
  for (const split of (['train', 'validation'] as const).filter((name) => there.has(name))) {
    const columns = { ...(read[0] ? overridesOf(read[0]) : {}), ...given };
    const loaded = await attempt(() => loadDataset(nameOrPath, columns, [split]));
    if (loaded) read.push(loaded);
  }
  const [first, second] = read;
  return first ? { ...first, splits: { ...first.splits, ...second?.splits } } : null;
}

async function checkSplit(
  split: SplitName,
  { file, rows, labels, skipped }: LoadedSplit,
  { problemType, task }: DatasetColumns,
  lengthsOf: (rows: Rows) => Promise<TokenLengths>,
): Promise<CheckedSplit> {
  const isRegression = task === 'text-classification' && problemType === 'regression';
  return {
    split,
    file,
    rows: rows.length,
    skipped,
    labels: isRegression ? [] : labels,
    range: isRegression ? rangeOf(labels) : null,
    ...(await repeatsWithin(rows)),
    tokens: await lengthsOf(rows),
  };
}

async function leaksOf(
  dataset: LoadedDataset,
  { validationShare }: CheckOptions,
  there: ReadonlySet<SplitName>,
): Promise<CheckedDataset['leaks']> {
  // A validation split that could not be read leaves nothing to compare with.
  if (there.has('validation') && !dataset.splits.validation) return null;
  const { train, validation } = partsOf(dataset, { validationShare, args: DEFAULT_TRAINING_ARGUMENTS });
  return { ...(await leaks(validation, train)), made: !there.has('validation') };
}

function overridesOf({ columns }: LoadedDataset): ColumnOverrides {
  const { text, textPair, label, task, problemType } = columns;
  return {
    ...(text === null ? {} : { text }),
    ...(textPair === null ? {} : { textPair }),
    ...(label === null ? {} : { label }),
    task,
    problemType,
  };
}

function rangeOf(labels: readonly LabelCount[]): NonNullable<CheckedSplit['range']> {
  const values = labels.map(({ label }) => Number(label));
  const sum = labels.reduce((total, { count }, i) => total + count * values[i]!, 0);
  const rows = labels.reduce((total, { count }) => total + count, 0);
  return {
    min: values.reduce((a, b) => Math.min(a, b)),
    mean: sum / rows,
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}
