import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  type ColumnOverrides,
  type DatasetColumns,
  detectColumns,
  labelOrder,
} from '../../app/data/columns.ts';
import { toJson } from '../../app/data/csv.ts';
import type { RawExample } from '../../app/data/encode.ts';
import { toIob2 } from '../../app/data/formats/iob.ts';
import type { RecordValues, SourceRecord } from '../../app/data/formats/record.ts';
import type { Division } from '../../app/data/splits.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import { readRecords } from './dataset-files.ts';
import { findSplitFiles, type SplitFile, type SplitName } from './dataset-layout.ts';
import { type LabelEdit, readLabelEdits } from './label-edits.ts';
import { listOwnDatasets } from './own-datasets.ts';
import { resourcesFolder } from './paths.ts';

export interface DatasetCard {
  readonly title: string;
  readonly task: string;
  readonly rows: number;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
  readonly limits: string;
}

export interface ListedDataset {
  readonly name: string;
  readonly path: string;
  readonly card: DatasetCard;
  /** What is known of its columns beforehand. */
  readonly columns?: ColumnOverrides;
  readonly own: boolean;
  /** How its rows are divided for evaluation, where a person said so. */
  readonly division: Division | null;
  /** When a person opened it. */
  readonly importedAt: string | null;
}

/** Rows left out, by reason, with the first few places. */
export type Skipped = Readonly<Record<string, { readonly count: number; readonly first: readonly string[] }>>;

export interface LoadedSplit {
  readonly file: string;
  readonly examples: readonly RawExample[];
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
const PLACES = 3;

/** The datasets that come with the program, and those a person opened. */
export async function listDatasets(): Promise<ListedDataset[]> {
  const folder = join(resourcesFolder(), 'datasets');
  const cards: Record<string, DatasetCard> = JSON.parse(
    await readFile(join(folder, 'datasets.json'), 'utf8'),
  );
  const embedded = Object.entries(cards).map(async ([name, card]) => {
    const [file] = (await readdir(join(folder, name))).filter((entry) => !entry.startsWith('.'));
    const path = join(folder, name, file!);
    return { name, path, card, own: false, division: null, importedAt: null };
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
): Promise<LoadedDataset> {
  const listed = (await listDatasets()).find(({ name }) => name === nameOrPath);
  if (!listed && !existsSync(nameOrPath)) {
    const names = (await listDatasets()).map(({ name }) => name).join(', ');
    const message = `There is no dataset named "${nameOrPath}" and no such file or folder. Datasets here: ${names}.`;
    throw new StudioError('unknown_dataset', message);
  }
  const path = listed?.path ?? resolve(nameOrPath);
  const files = (await findSplitFiles(path)).files.filter(({ split }) => wanted.includes(split));
  if (files.length === 0) {
    throw new StudioError('missing_split', `${path} has no ${wanted.join(' or ')} split.`, {
      details: { file: path },
    });
  }
  const edits = listed ? await readLabelEdits(listed.name) : [];
  let columns: DatasetColumns | null = null;
  const splits: Partial<Record<SplitName, LoadedSplit>> = {};
  for (const file of files) {
    const records = await collect(file);
    columns ??= columnsOf(records, { ...listed?.columns, ...overrides }, file);
    const read = toExamples(records, columns, file);
    const loaded = { ...read, examples: withEdits(read.examples, edits, file.split) };
    const before = splits[file.split];
    splits[file.split] = before ? { ...loaded, examples: [...before.examples, ...loaded.examples] } : loaded;
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
  const examples = [splits.train, splits.validation, splits.test].flatMap((split) => split?.examples ?? []);
  if (task === 'fill-mask') return { task, problemType, labels: [] };
  if (problemType === 'regression') return { task, problemType, labels: [columns.label!] };
  const found = examples.flatMap(({ label, words }) =>
    words ? words.tags : typeof label === 'string' ? [label] : (label ?? []),
  );
  const labels = columns.labelNames ? Object.values(columns.labelNames) : labelOrder(found);
  if (new Set(found).size < 2) {
    throw new StudioError(
      'one_class',
      `${path}: every row has the label "${labels[0]}", so there is nothing to learn to tell apart. Add rows of another class, or choose another label column.`,
      { details: { file: path, label: labels[0] } },
    );
  }
  return { task, problemType, labels };
}

/** Each file's rows count from 0, so edits hold for splits of one file, as all datasets here have. */
function withEdits(
  examples: readonly RawExample[],
  edits: readonly LabelEdit[],
  split: SplitName,
): readonly RawExample[] {
  const labels = new Map(
    edits.flatMap((edit) => (edit.split === split ? [[edit.row, edit.label] as const] : [])),
  );
  if (labels.size === 0) return examples;
  return examples.map((example) => {
    const label = labels.get(example.row);
    return label === undefined ? example : { ...example, label, fileLabel: example.label };
  });
}

async function collect(file: SplitFile): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of readRecords(file.path, file.format))
    for (const record of batch) records.push(record);
  if (records.length === 0) {
    throw new StudioError('empty_file', `${file.path} has no rows.`, { details: { file: file.path } });
  }
  return records;
}

function columnsOf(
  records: readonly SourceRecord[],
  overrides: ColumnOverrides,
  file: SplitFile,
): DatasetColumns {
  const sample = records.slice(0, SAMPLE).flatMap(({ values }) => (values ? [values] : []));
  const [first] = sample;
  if (!first) {
    const message = `${file.path}: no row has as many fields as the header. Check the delimiter and the quotes.`;
    throw new StudioError('badly_quoted', message, { details: { file: file.path, line: records[0]!.line } });
  }
  return detectColumns(Object.keys(first), sample, overrides, file.path);
}

function toExamples(
  records: readonly SourceRecord[],
  columns: DatasetColumns,
  { path }: SplitFile,
): LoadedSplit {
  const skipped: Record<string, { count: number; first: string[] }> = {};
  const examples: RawExample[] = [];
  for (const [row, record] of records.entries()) {
    const example = toExample(record, row, columns);
    if (typeof example !== 'string') {
      examples.push({ ...example, extra: extraOf(record.values!, columns) });
      continue;
    }
    skipped[example] ??= { count: 0, first: [] };
    const reason = skipped[example];
    reason.count++;
    if (reason.first.length < PLACES)
      reason.first.push(record.line === null ? `row ${row + 1}` : `line ${record.line}`);
  }
  if (examples.length === 0) {
    const reasons = Object.entries(skipped).map(([reason, { count }]) => `${count} x ${reason}`);
    throw new StudioError('no_usable_rows', `${path} has no usable row: ${reasons.join(', ')}.`, {
      details: { file: path, skipped },
    });
  }
  return { file: path, examples, skipped };
}

/** The example, or why the row cannot be one. */
function toExample(
  { line, values }: SourceRecord,
  row: number,
  columns: DatasetColumns,
): RawExample | string {
  if (!values) return 'another number of fields than the header';
  if (columns.task === 'token-classification') return toTaggedWords(values, row, line, columns);
  const text = textOf(values[columns.text!]);
  if (text === '') return 'no text';
  const textPair = columns.textPair === null ? null : textOf(values[columns.textPair]);
  if (textPair === '') return 'no second text';
  if (columns.label === null) return { row, line, text, textPair, label: null, words: null };
  const value = values[columns.label];
  if (Array.isArray(value)) return { row, line, text, textPair, label: value.map(String), words: null };
  const label = textOf(value);
  if (label === '') return 'no label';
  if (columns.problemType === 'regression' && !Number.isFinite(Number(label)))
    return 'a label that is no number';
  return { row, line, text, textPair, label: columns.labelNames?.[label] ?? label, words: null };
}

function toTaggedWords(
  values: RecordValues,
  row: number,
  line: number | null,
  columns: DatasetColumns,
): RawExample | string {
  const tokens = values[columns.tokens!];
  const tags = values[columns.tags!];
  if (!Array.isArray(tokens) || !Array.isArray(tags)) return 'no words or no tags';
  if (tokens.length !== tags.length) return 'not one tag for every word';
  if (tokens.length === 0) return 'no text';
  const words = { tokens: tokens.map(String), tags: toIob2(tags.map(String)) };
  return { row, line, text: words.tokens.join(' '), textPair: null, label: null, words };
}

/** What training does not use, as text; missing values are not there. */
function extraOf(values: RecordValues, { text, textPair, label, tokens, tags }: DatasetColumns) {
  const used = new Set([text, textPair, label, tokens, tags]);
  const extra: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (used.has(name)) continue;
    const shown = value !== null && typeof value === 'object' ? toJson(value) : textOf(value);
    if (shown !== '') extra[name] = shown;
  }
  return extra;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value).trim();
}
