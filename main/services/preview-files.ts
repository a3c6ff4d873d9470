import type { FilePreview } from '../../app/contract/datasets.ts';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { toJson } from '../../app/data/csv.ts';
import type { RecordValues } from '../../app/data/formats/record.ts';
import { StudioError } from '../../app/errors.ts';
import { sum } from '../../app/math/sum.ts';
import { bytesOf } from '../storage/bytes-of.ts';
import { readRecords } from '../storage/dataset-files.ts';
import { findSplitFiles } from '../storage/dataset-layout.ts';
import { type LoadedDataset, loadDataset } from '../storage/datasets.ts';
import type { LoadOptions } from '../storage/load-rows.ts';
import { labelsOf } from './datasets.ts';
import { withNames } from './named-errors.ts';
import type { StagedFiles } from './studio/stage-files.ts';

const SAMPLED = 1000;
const FIRST_ROWS = 8;
/** Files up to here are read to their end; of larger ones as many rows tell what to expect. */
const WHOLE_BYTES = 8 * 2 ** 20;
const MOST_ROWS = 20_000;
const LONGEST_VALUE = 200;
/** What another choice of columns can put right. */
const MENDABLE = ['missing_column', 'unknown_column', 'no_usable_rows'];

/**
 * What files would be as a dataset: their columns, which of them are read as what, the first rows, labels and faults.
 *
 * @throws StudioError whatever keeps them from being one, naming file, row and remedy.
 */
export async function previewFiles(staged: StagedFiles, overrides: ColumnOverrides): Promise<FilePreview> {
  try {
    return await preview(staged, overrides);
  } catch (error) {
    throw withNames(error, namesOf(staged));
  }
}

async function preview(staged: StagedFiles, overrides: ColumnOverrides): Promise<FilePreview> {
  const [file] = (await findSplitFiles(staged.path)).files;
  const sample = await firstRecords(file!.path, file!.format);
  const names = [...new Set(sample.flatMap((values) => Object.keys(values)))];
  const sizes = await Promise.all(staged.files.map(({ path }) => bytesOf(path)));
  const isWhole = sum(sizes) <= WHOLE_BYTES;
  const { dataset, problem } = await attempt(staged.path, overrides, isWhole ? {} : { first: MOST_ROWS });
  const files = staged.files.map(({ handle, name, split }, i) => {
    const rows = split === 'unused' ? null : (dataset?.splits[split]?.rows.length ?? null);
    return { handle, name, split, rows, bytes: sizes[i]! };
  });
  const splits = Object.values(dataset?.splits ?? {});
  return {
    source: staged.source,
    files,
    isWhole,
    fields: names.map((name) => fieldOf(name, sample)),
    sampled: sample.length,
    first: sample
      .slice(0, FIRST_ROWS)
      .map((values) =>
        Object.fromEntries(names.map((name) => [name, shown(values[name]).slice(0, LONGEST_VALUE)])),
      ),
    columns: dataset?.columns ?? null,
    problem: problem && withNames(problem, namesOf(staged)).message,
    rows: splits.reduce((sum, { rows }) => sum + rows.length, 0),
    skipped: splits.flatMap(({ skipped }) =>
      Object.entries(skipped).map(([reason, places]) => ({ reason, ...places })),
    ),
    labels: dataset ? labelsOf(dataset) : [],
  };
}

/** A problem that another choice of columns can mend is told beside the preview; others are thrown. */
async function attempt(
  path: string,
  overrides: ColumnOverrides,
  options: LoadOptions,
): Promise<{ dataset: LoadedDataset | null; problem: StudioError | null }> {
  try {
    const dataset = await loadDataset(path, overrides, ['train', 'validation', 'test'], options);
    return { dataset, problem: null };
  } catch (error) {
    if (!(error instanceof StudioError) || !MENDABLE.includes(error.code)) throw error;
    return { dataset: null, problem: error };
  }
}

async function firstRecords(...[path, format]: Parameters<typeof readRecords>): Promise<RecordValues[]> {
  const first: RecordValues[] = [];
  for await (const records of readRecords(path, format, { first: SAMPLED })) {
    for (const { values } of records) if (values) first.push(values);
    if (first.length >= SAMPLED) break;
  }
  return first.slice(0, SAMPLED);
}

function fieldOf(name: string, sample: readonly RecordValues[]): FilePreview['fields'][number] {
  const values = sample.map((record) => record[name]).filter((value) => shown(value) !== '');
  const distinct = new Set(values.map(shown)).size;
  return { name, kind: kindOf(values, distinct), missing: sample.length - values.length, distinct };
}

function kindOf(values: readonly unknown[], distinct: number): FilePreview['fields'][number]['kind'] {
  if (values.length === 0) return 'empty';
  if (values.some(Array.isArray)) return 'list';
  const repeats = distinct <= Math.max(2, values.length / 4);
  if (repeats && distinct <= 20) return 'category';
  if (values.every((value) => Number.isFinite(Number(value)))) return 'number';
  return repeats ? 'category' : 'text';
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? toJson(value) : String(value).trim();
}

function namesOf({ files }: StagedFiles) {
  return files.map(({ path, name }) => [path, name] as const);
}
