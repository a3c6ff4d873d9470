import type { DataRow, DatasetView, datasetRequests, RowTag } from '../../../app/contract/datasets.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import type { RawExample } from '../../../app/data/encode.ts';
import { histogram } from '../../../app/data/histogram.ts';
import { majorityOf } from '../../../app/data/majority.ts';
import { StudioError } from '../../../app/errors.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../../storage/datasets.ts';
import { openModel } from '../../storage/models.ts';

type Split = 'train' | 'validation';
interface ViewParams {
  readonly id: string;
  readonly split: Split;
  readonly model: string;
  readonly max_seq_length: number;
  readonly search: string;
  readonly label: string | null;
  readonly tag: RowTag['kind'] | null;
}

/** Looking at datasets: what is in them, and their rows. Analysed once and kept. */
export function datasetHandlers(): Handlers<typeof datasetRequests> {
  const loaded = new Map<string, Promise<LoadedDataset>>();
  const analysed = new Map<string, Promise<DataRow[]>>();
  const open = (id: string) => kept(loaded, id, () => openEmbedded(id));
  const rowsOf = (params: ViewParams) => {
    const { id, split, model, max_seq_length } = params;
    const key = JSON.stringify([id, split, model, max_seq_length]);
    return kept(analysed, key, async () => analyse(await open(id), params));
  };
  return {
    'datasets.list': async () => (await listDatasets()).map(({ name, card }) => ({ id: name, ...card })),
    'datasets.view': async (params) => viewOf(await open(params.id), await rowsOf(params), params),
    'datasets.rows': async (params) =>
      (await rowsOf(params)).filter(matches(params)).slice(params.start, params.start + params.count),
  };
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
async function openEmbedded(id: string): Promise<LoadedDataset> {
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
  const elsewhere = firstRows(dataset.splits[other]?.examples ?? []);
  const here = firstRows(examples);
  return examples.map((example): DataRow => {
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
      ...(leak === undefined ? [] : [{ kind: 'leak', split: other, of: leak } as const]),
      ...(tokens > max_seq_length ? [{ kind: 'truncated' } as const] : []),
    ];
    return { row, line, text, textPair, labels: label === null ? [] : [label].flat(), words, tokens, tags };
  });
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
    leaks: tagged('leak'),
    found: rows.filter(matches(params)).length,
  };
}

function matches({ search, label, tag }: ViewParams): (row: DataRow) => boolean {
  const wanted = search.toLowerCase();
  return ({ text, textPair, labels, words, tags }) =>
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
