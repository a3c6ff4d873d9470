import { setImmediate } from 'node:timers/promises';
import type { DataRow, DatasetView, datasetRequests, RowTag } from '../../../app/contract/datasets.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import type { ColumnOverrides } from '../../../app/data/columns.ts';
import type { RawExample } from '../../../app/data/encode.ts';
import { histogram } from '../../../app/data/histogram.ts';
import { majorityOf } from '../../../app/data/majority.ts';
import { nearDuplicates } from '../../../app/data/near-duplicates.ts';
import { StudioError } from '../../../app/errors.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../../storage/datasets.ts';
import { editLabel, readLabelEdits } from '../../storage/label-edits.ts';
import { openModel } from '../../storage/models.ts';
import { keepDataset, removeDataset, restoreDataset } from '../../storage/own-datasets.ts';
import { previewFile } from '../preview-file.ts';
import type { Intake } from './intake.ts';

type Split = 'train' | 'validation';
interface ViewParams {
  readonly id: string;
  readonly split: Split;
  readonly model: string;
  readonly max_seq_length: number;
  readonly search: string;
  readonly label: string | null;
  readonly tag: RowTag['kind'] | null;
  readonly tokens: readonly [number, number] | null;
  readonly only: number | null;
  readonly sort: 'row' | 'text' | 'label' | 'tokens';
  readonly descending: boolean;
}

/** Between two turns of other work. */
const ROWS_A_TURN = 200;

/** Looking at datasets: what is in them, and their rows. Analysed once and kept until something changes. */
export function datasetHandlers(intake: Intake): Handlers<typeof datasetRequests> {
  const loaded = new Map<string, Promise<LoadedDataset>>();
  const analysed = new Map<string, Promise<DataRow[]>>();
  const open = (id: string) => kept(loaded, id, () => openListed(id));
  const rowsOf = (params: ViewParams) => {
    const { id, split, model, max_seq_length } = params;
    const key = JSON.stringify([id, split, model, max_seq_length]);
    return kept(analysed, key, async () => analyse(await open(id), params));
  };
  const forget = () => {
    loaded.clear();
    analysed.clear();
  };
  return {
    'datasets.list': async () =>
      (await listDatasets()).map(({ name, card, own }) => ({ id: name, own, ...card })),
    'datasets.view': async (params) => viewOf(await open(params.id), await rowsOf(params), params),
    'datasets.rows': async (params) =>
      shown(await rowsOf(params), params).slice(params.start, params.start + params.count),
    'datasets.preview': ({ handle, columns }) => previewFile(intake.pathOf(handle), given(columns)),
    'datasets.import': async ({ handle, columns, title }) => {
      const path = intake.pathOf(handle);
      const overrides = given(columns);
      const dataset = await loadDataset(path, overrides);
      const rows = dataset.splits.train?.examples.length ?? 0;
      return { id: await keepDataset(path, { title, task: dataset.columns.task, rows, columns: overrides }) };
    },
    'datasets.remove': async ({ id }) => {
      await removeDataset(id);
      forget();
      return null;
    },
    'datasets.restore': async ({ id }) => {
      await restoreDataset(id);
      return null;
    },
    'datasets.label': async ({ id, split, row, label }) => {
      const { name } = await open(id);
      await editLabel(name, split, row, label);
      forget();
      return null;
    },
  };
}

/** Without the columns that were not named. */
function given(columns: Record<string, string | undefined>): ColumnOverrides {
  return Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== undefined));
}

function kept<Value>(
  store: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const made = store.get(key) ?? make();
  store.set(key, made);
  made.catch(() => store.delete(key));
  return made;
}

/** Only by name: a window may not have any path opened. */
async function openListed(id: string): Promise<LoadedDataset> {
  const names = (await listDatasets()).map(({ name }) => name);
  if (names.includes(id)) return loadDataset(id);
  throw new StudioError(
    'unknown_dataset',
    `There is no dataset named "${id}". Datasets here: ${names.join(', ')}.`,
  );
}

async function analyse(
  dataset: LoadedDataset,
  { split, model, max_seq_length }: ViewParams,
): Promise<DataRow[]> {
  const examples = splitOf(dataset, split).examples;
  const { tokenizer } = await openModel(model);
  const other: Split = split === 'train' ? 'validation' : 'train';
  const near = nearDuplicates(examples.map(({ text, textPair }) => `${text} ${textPair ?? ''}`));
  const edits = new Map(
    (await readLabelEdits(dataset.name)).flatMap((edit) =>
      edit.split === split ? [[edit.row, edit] as const] : [],
    ),
  );
  const elsewhere = firstRows(dataset.splits[other]?.examples ?? []);
  const here = firstRows(examples);
  const rows: DataRow[] = [];
  for (const [index, example] of examples.entries()) {
    if (index % ROWS_A_TURN === 0) await setImmediate();
    const { row, line, text, textPair, label, words } = example;
    const options = { truncation: 'do_not_truncate' } as const;
    const encoding = words
      ? tokenizer.encodeWords(words.tokens, options)
      : tokenizer.encode(textPair === null ? text : [text, textPair], options);
    const tokens = encoding.inputIds.length;
    const first = here.get(keyOf(example))!;
    const leak = elsewhere.get(keyOf(example));
    const tags: RowTag[] = [
      ...(first === row ? [] : [{ kind: 'duplicate', of: first } as const]),
      ...(first === row && near[index] !== null
        ? [{ kind: 'near-duplicate', of: examples[near[index]!]!.row } as const]
        : []),
      ...(edits.has(row) ? [{ kind: 'edited' } as const] : []),
      ...(leak === undefined ? [] : [{ kind: 'leak', split: other, of: leak } as const]),
      ...(tokens > max_seq_length ? [{ kind: 'truncated' } as const] : []),
    ];
    rows.push({
      row,
      line,
      text,
      textPair,
      labels: label === null ? [] : [label].flat(),
      words,
      tokens,
      tags,
    });
  }
  return rows;
}

function viewOf(dataset: LoadedDataset, rows: readonly DataRow[], params: ViewParams): DatasetView {
  const counts = new Map<string, number>();
  for (const { labels, words } of rows) {
    for (const label of words?.tags ?? labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const labels = [...counts].map(([label, count]) => ({ label, count })).sort((a, b) => b.count - a.count);
  const tagged = (kind: RowTag['kind']) =>
    rows.filter(({ tags }) => tags.some((tag) => tag.kind === kind)).length;
  return {
    id: params.id,
    columns: dataset.columns,
    splits: (['train', 'validation'] as const).flatMap((split) => {
      const loaded = dataset.splits[split];
      if (!loaded) return [];
      const skipped = Object.entries(loaded.skipped).map(([reason, places]) => ({ reason, ...places }));
      return [{ split, rows: loaded.examples.length, skipped }];
    }),
    labels,
    lengths: histogram(rows.map(({ tokens }) => tokens)),
    truncated: tagged('truncated'),
    majority: dataset.columns.problemType === 'single_label_classification' ? majorityOf(labels) : null,
    duplicates: tagged('duplicate'),
    nearDuplicates: tagged('near-duplicate'),
    edited: tagged('edited'),
    leaks: tagged('leak'),
    found: rows.filter(matches(params)).length,
  };
}

const SORTED_BY: Readonly<Record<ViewParams['sort'], (row: DataRow) => number | string>> = {
  row: ({ row }) => row,
  text: ({ text }) => text.toLowerCase(),
  label: ({ labels }) => labels.join(),
  tokens: ({ tokens }) => tokens,
};

/** The rows that search and filters leave, in the order asked for. */
function shown(rows: readonly DataRow[], params: ViewParams): DataRow[] {
  const found = rows.filter(matches(params));
  if (params.sort === 'row' && !params.descending) return found;
  const key = SORTED_BY[params.sort];
  const direction = params.descending ? -1 : 1;
  return found
    .map((row) => [key(row), row] as const)
    .sort(([a], [b]) => (a < b ? -direction : a > b ? direction : 0))
    .map(([, row]) => row);
}

function matches({ only, search, label, tag, tokens: between }: ViewParams): (row: DataRow) => boolean {
  const wanted = search.toLowerCase();
  return ({ row, text, textPair, labels, words, tags, tokens }) =>
    (only === null || row === only) &&
    (between === null || (tokens >= between[0] && tokens <= between[1])) &&
    (label === null || (words?.tags ?? labels).includes(label)) &&
    (tag === null || tags.some(({ kind }) => kind === tag)) &&
    (text.toLowerCase().includes(wanted) || (textPair?.toLowerCase().includes(wanted) ?? false));
}

function splitOf(dataset: LoadedDataset, split: Split) {
  const loaded = dataset.splits[split];
  if (loaded) return loaded;
  throw new StudioError(
    'missing_split',
    `${dataset.path} has no ${split} split; training makes one from its rows.`,
  );
}

/** Same words, whatever their case and spacing. */
function keyOf({ text, textPair }: RawExample): string {
  return `${text} \t ${textPair ?? ''}`
    .toLowerCase()
    .replaceAll(/[^\S\t]+/g, ' ')
    .trim();
}

function firstRows(examples: readonly RawExample[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const example of examples) {
    const key = keyOf(example);
    if (!first.has(key)) first.set(key, example.row);
  }
  return first;
}
