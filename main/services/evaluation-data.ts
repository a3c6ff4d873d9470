import type { ColumnOverrides } from '../../app/data/columns.ts';
import { NO_LABEL } from '../../app/data/labels.ts';
import type { Rows } from '../../app/data/rows.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { findSplitFiles, type SplitName } from '../storage/dataset-layout.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../storage/datasets.ts';
import type { Skipped } from '../storage/load-rows.ts';
import { countLabels, partsOf } from '../workers/training-data.ts';
import { datasetPath } from './datasets.ts';
import { dataOptionsOf } from './recorded-run.ts';

export type EvaluationSplit = 'validation' | 'test';

export interface EvaluationRows {
  /** Name or path of the dataset. */
  readonly dataset: string;
  /** Null where a file without splits was given: all its rows. */
  readonly split: EvaluationSplit | null;
  /** Set apart from the training rows, as the run did. */
  readonly made: boolean;
  /** For messages. */
  readonly file: string;
  readonly rows: Rows;
  readonly skipped: Skipped;
  /** Training examples of each label; null where the rows are not of the run's own dataset. */
  readonly trainCounts: readonly number[] | null;
  readonly notes: readonly string[];
}

interface WantedRows {
  /** Null is the run's own dataset. */
  readonly data: string | null;
  readonly split: EvaluationSplit | null;
  readonly columns: ColumnOverrides;
}

/**
 * Finds the rows to evaluate: of a run's own dataset the rows that it evaluated on, of given data a split or, where it
 * has none, all. A test split is read only where it is asked for.
 *
 * @throws StudioError `no_data`, `missing_split`, `other_task`, and whatever is wrong with the files.
 */
export async function evaluationRows(
  wanted: WantedRows,
  head: HeadSpec,
  record: RunRecord | null,
): Promise<EvaluationRows> {
  const given = wanted.data ?? record?.dataset.name;
  if (given === undefined) {
    throw new StudioError(
      'no_data',
      'Say what to evaluate on with --data: only a run knows its own dataset.',
    );
  }
  const own = record !== null && (await datasetPath(given)) === (await datasetPath(record.dataset.name));
  // Names that other data brings say what its labels mean, though they may be numbered as the run's are.
  const brought = own ? undefined : (await listDatasets()).find(({ name }) => name === given)?.columns;
  // What the model predicts says more of the columns than a few rows could.
  const columns = {
    ...(record ? dataOptionsOf(record).columns : {}),
    ...brought,
    task: head.task,
    problemType: head.problemType,
    ...wanted.columns,
  };
  return own
    ? ownRows(record, wanted.split ?? 'validation', columns, head)
    : givenRows(given, wanted.split, columns, head);
}

async function ownRows(
  record: RunRecord,
  split: EvaluationSplit,
  columns: ColumnOverrides,
  head: HeadSpec,
): Promise<EvaluationRows> {
  const { name } = record.dataset;
  if (split === 'test') return splitRows(name, split, columns, head);
  const dataset = await load(name, columns, head, ['train', 'validation']);
  const { args } = record;
  const { train, validation } = partsOf(dataset, { ...dataOptionsOf(record), args });
  const { train_examples: trained, eval_examples: evaluated } = record.dataset;
  const changed = train.length !== trained || validation.length !== evaluated;
  if (validation.length === 0) throw missingSplit(dataset.path, split, ['train']);
  const source = (dataset.splits.validation ?? dataset.splits.train)!;
  return {
    dataset: name,
    split,
    made: dataset.splits.validation === undefined,
    file: source.file,
    rows: validation,
    skipped: source.skipped,
    trainCounts: await countLabels(train, head),
    notes: changed
      ? [
          `${dataset.path} has changed since the run (${trained} and ${evaluated} rows then, ${train.length} and ${validation.length} now), so these may not be the rows it was evaluated on, and some may be rows it learned from.`,
        ]
      : [],
  };
}

async function givenRows(
  data: string,
  split: EvaluationSplit | null,
  columns: ColumnOverrides,
  head: HeadSpec,
): Promise<EvaluationRows> {
  const path = await datasetPath(data);
  const { files } = await findSplitFiles(path);
  const [only] = files;
  if (files.length > 1 || only === undefined || only.path !== path)
    return splitRows(data, split ?? 'validation', columns, head);
  if (split !== null) {
    throw new StudioError(
      'missing_split',
      `${path} is not divided into splits. Leave out --split to evaluate all its rows.`,
      { details: { file: path } },
    );
  }
  const { train } = (await load(data, columns, head, ['train'])).splits;
  return rowsOf(data, null, train!);
}

async function splitRows(
  data: string,
  split: EvaluationSplit,
  columns: ColumnOverrides,
  head: HeadSpec,
): Promise<EvaluationRows> {
  const path = await datasetPath(data);
  const there = new Set((await findSplitFiles(path)).files.map((file) => file.split));
  if (!there.has(split)) throw missingSplit(path, split, [...there]);
  const dataset = await load(data, columns, head, [split]);
  return rowsOf(data, split, dataset.splits[split]!);
}

function rowsOf(
  dataset: string,
  split: EvaluationSplit | null,
  { file, rows, skipped }: Pick<EvaluationRows, 'file' | 'rows' | 'skipped'>,
): EvaluationRows {
  return { dataset, split, made: false, file, rows, skipped, trainCounts: null, notes: [] };
}

/** @throws StudioError `other_task` where the data is for another kind of model. */
async function load(
  data: string,
  columns: ColumnOverrides,
  head: HeadSpec,
  wanted: readonly SplitName[],
): Promise<LoadedDataset> {
  const dataset = await loadDataset(data, columns, wanted);
  const several = head.problemType === 'multi_label_classification';
  // Only rows with several labels, or with none, have no label of their own.
  const fits =
    dataset.columns.task === head.task &&
    (dataset.columns.label === null ||
      Object.values(dataset.splits).every(({ rows }) =>
        rows.labels.ids.every((id) => (id === NO_LABEL) === several),
      ));
  if (fits) return dataset;
  const what = several ? `${head.task} with several labels a row` : head.task;
  throw new StudioError(
    'other_task',
    `${dataset.path} is not data for ${what}, which is what the model was trained for. Choose other data, or name its columns.`,
    { details: { file: dataset.path, task: head.task } },
  );
}

function missingSplit(path: string, split: EvaluationSplit, there: readonly string[]): StudioError {
  const instead = there.length > 0 ? ` It has: ${there.join(', ')}.` : '';
  return new StudioError(
    'missing_split',
    `${path} has no ${split} split.${instead} Choose another --split, or give a file with --data.`,
    { details: { file: path, split, there } },
  );
}
