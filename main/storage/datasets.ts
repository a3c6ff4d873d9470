import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type ColumnOverrides, type DatasetColumns, detectColumns } from '../../app/data/columns.ts';
import type { DatasetCard } from '../../app/data/dataset-card.ts';
import type { SourceRecord } from '../../app/data/formats/record.ts';
import { fileLabelOf, labelOrder, nameOfLabel } from '../../app/data/label-names.ts';
import { type LabelCount, labelCounts } from '../../app/data/labels.ts';
import { labelsOf, type RawExample } from '../../app/data/raw-example.ts';
import type { Rows } from '../../app/data/rows.ts';
import type { Division } from '../../app/data/splits.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { badlyQuoted, emptyFile, readRecords } from './dataset-files.ts';
import { findSplitFiles, type SplitFile, type SplitName } from './dataset-layout.ts';
import { embeddedCards } from './embedded-cards.ts';
import { type RowEdit, readLabelEdits } from './label-edits.ts';
import { type LoadedRows, type LoadOptions, loadRows, type Skipped } from './load-rows.ts';
import { namesIn } from './names-in.ts';
import { listOwnDatasets } from './own-datasets.ts';
import { resourcesFolder } from './paths.ts';

interface ListedDataset {
  readonly name: string;
  readonly path: string;
  readonly card: DatasetCard;
  /** What is known of its columns beforehand. */
  readonly columns: ColumnOverrides;
  readonly own: boolean;
  /** How its rows are divided for evaluation, where a person said so. */
  readonly division: Division | null;
  /** When a person opened it. */
  readonly importedAt: string | null;
}

export interface LoadedSplit {
  /** For messages: the file, or the folder of several. */
  readonly file: string;
  readonly rows: Rows;
  /** How often each label or tag occurs, most frequent first. */
  readonly labels: readonly LabelCount[];
  readonly skipped: Skipped;
}

export interface LoadedDataset {
  readonly name: string;
  readonly path: string;
  readonly columns: DatasetColumns;
  readonly splits: Readonly<Partial<Record<SplitName, LoadedSplit>>>;
  readonly card: DatasetCard | null;
  readonly division: Division | null;
}

const SAMPLE = 500;

/** The datasets that come with the program, and those a person opened. */
export async function listDatasets(): Promise<ListedDataset[]> {
  const folder = join(resourcesFolder(), 'datasets');
  const cards = await embeddedCards<DatasetCard>('datasets');
  const embedded = Object.entries(cards).map(async ([name, card]) => {
    const [file = 'train'] = (await namesIn(join(folder, name))).filter((entry) => !entry.startsWith('.'));
    const path = join(folder, name, file);
    const columns: ColumnOverrides = card.labels ? { labelNames: card.labels } : {};
    return { name, path, card, columns, own: false, division: null, importedAt: null };
  });
  const own = (await listOwnDatasets()).map((dataset) => ({ ...dataset, own: true }));
  return [...(await Promise.all(embedded)), ...own];
}

/**
 * Loads an embedded dataset by name, or a file or folder by path.
 *
 * @param wanted the splits to read; a test split is read only where it is asked for.
 * @throws StudioError `unknown_dataset` listing what there is, and whatever is wrong with the files.
 */
export async function loadDataset(
  nameOrPath: string,
  overrides: ColumnOverrides = {},
  wanted: readonly SplitName[] = ['train', 'validation'],
  options: LoadOptions = {},
): Promise<LoadedDataset> {
  const listed = (await listDatasets()).find(({ name }) => name === nameOrPath);
  if (!listed && !existsSync(nameOrPath)) {
    const names = (await listDatasets()).map(({ name }) => name).join(', ');
    const message = `There is no dataset named "${nameOrPath}" and no such file or folder. Datasets here: ${names}.`;
    throw new StudioError('unknown_dataset', message);
  }
  const path = listed?.path ?? resolve(nameOrPath);
  const all = (await findSplitFiles(path)).files;
  const files = all.filter(({ split }) => wanted.includes(split));
  if (files.length === 0) {
    const there = [...new Set(all.map(({ split }) => split))].join(', ');
    const message = `${path} has no ${wanted.join(' or ')} split. It has: ${there}. Give a file of its own for what is missing.`;
    throw new StudioError('missing_split', message, { details: { file: path } });
  }
  const edits = listed ? await readLabelEdits(listed.name) : [];
  let columns: DatasetColumns | null = null;
  const splits: Partial<Record<SplitName, LoadedSplit>> = {};
  for (const split of new Set(files.map((file) => file.split))) {
    const own = files.filter((file) => file.split === split);
    columns ??= await detectedColumns(own[0]!, { ...listed?.columns, ...overrides });
    const loaded = await loadRows(own, columns, options);
    const named = edits.map((edit) => withNames(edit, columns!));
    splits[split] = await withEdits(loaded, named, split, own.length === 1 ? own[0]!.path : path);
  }
  return {
    name: listed?.name ?? basename(path),
    path,
    columns: columns!,
    splits,
    card: listed?.card ?? null,
    division: listed?.division ?? null,
  };
}

/**
 * What a model for this dataset predicts: its labels in a stable order.
 *
 * @throws StudioError `one_class` when there is nothing to tell apart.
 */
export function headFor({ columns, splits, path }: LoadedDataset): HeadSpec {
  const { task, problemType } = columns;
  if (task === 'fill-mask') return { task, problemType, labels: [] };
  if (problemType === 'regression') return { task, problemType, labels: [columns.label!] };
  const found = new Set(
    [splits.train, splits.validation, splits.test].flatMap(
      (split) => split?.labels.map(({ label }) => label) ?? [],
    ),
  );
  const labels = namesInOrder(found, columns);
  if (found.size < 2) {
    throw new StudioError(
      'one_class',
      `${path}: every row has the label "${labels[0]}", so there is nothing to learn to tell apart. Add rows of another class, or choose another label column.`,
      { details: { file: path, label: labels[0] } },
    );
  }
  return { task, problemType, labels };
}

/** In the order of what the file has, so that names change no id. */
function namesInOrder(found: ReadonlySet<string>, { labelNames }: DatasetColumns): readonly string[] {
  const inFile = [...found].map((label) => fileLabelOf(label, labelNames));
  const ordered = labelOrder([...Object.keys(labelNames ?? {}), ...inFile]);
  return [...new Set(ordered.map((label) => nameOfLabel(label, labelNames)))];
}

/** @param edits of all splits, by the numbers of their rows. */
async function withEdits(
  { rows, totals, skipped }: LoadedRows,
  edits: readonly RowEdit[],
  split: SplitName,
  file: string,
): Promise<LoadedSplit> {
  const own = edits.filter((edit) => edit.split === split);
  const edited = rows.edit({
    labels: new Map(own.flatMap(({ row, label }) => (label === undefined ? [] : [[row, [label].flat()]]))),
    leftOut: new Set(own.filter((edit) => edit.left_out).map(({ row }) => row)),
  });
  const counts = edited.labels.names.map((_, i) => totals[i] ?? 0);
  const places = edited.editedIndices();
  const count = (example: RawExample, by: number) => {
    for (const label of labelsOf(example)) counts[edited.labels.names.indexOf(label)]! += by;
  };
  for (const example of await rows.read(places)) count(example, -1);
  for (const example of await edited.read(places)) count(example, 1);
  return { file, rows: edited, labels: labelCounts(edited.labels.names, counts), skipped };
}

async function detectedColumns(file: SplitFile, overrides: ColumnOverrides): Promise<DatasetColumns> {
  const records: SourceRecord[] = [];
  for await (const batch of readRecords(file.path, file.format, { first: SAMPLE })) {
    for (const record of batch) records.push(record);
    if (records.length >= SAMPLE) break;
  }
  if (records.length === 0) throw emptyFile(file.path);
  return columnsOf(records, overrides, file);
}

function columnsOf(
  records: readonly SourceRecord[],
  overrides: ColumnOverrides,
  file: SplitFile,
): DatasetColumns {
  const sample = records.slice(0, SAMPLE).flatMap(({ values }) => (values ? [values] : []));
  const [first] = sample;
  if (!first) {
    throw badlyQuoted(file.path, records[0]!);
  }
  return detectColumns(Object.keys(first), sample, overrides, file.path);
}

/** Edits are kept in what the file has as labels. */
function withNames(edit: RowEdit, { labelNames }: DatasetColumns): RowEdit {
  if (labelNames === null || edit.label === undefined) return edit;
  const nameOf = (label: string) => nameOfLabel(label, labelNames);
  return { ...edit, label: typeof edit.label === 'string' ? nameOf(edit.label) : edit.label.map(nameOf) };
}
