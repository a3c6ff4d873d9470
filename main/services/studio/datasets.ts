import { stat } from 'node:fs/promises';
import type { DatasetProgress, datasetRequests } from '../../../app/contract/datasets.ts';
import type { CheckedParamsOf, Handlers } from '../../../app/contract/request.ts';
import type { DataRow, Part } from '../../../app/data/browsing/data-row.ts';
import { tokenView } from '../../../app/data/browsing/token-view.ts';
import type { ColumnOverrides } from '../../../app/data/columns.ts';
import type { Division } from '../../../app/data/splits.ts';
import { StudioError } from '../../../app/errors.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../../app/training/arguments.ts';
import { type LoadedDataset, listDatasets, loadDataset } from '../../storage/datasets.ts';
import { editLabel } from '../../storage/label-edits.ts';
import { openModel } from '../../storage/models.ts';
import {
  keepDataset,
  listRemovedDatasets,
  removeDataset,
  restoreDataset,
} from '../../storage/own-datasets.ts';
import { analyseRows } from '../browsing/analysed-rows.ts';
import { type Browsed, shownRows, viewOf } from '../browsing/dataset-view.ts';
import { previewFiles } from '../preview-files.ts';
import { DEFAULT_VALIDATION_SHARE } from '../training-job.ts';
import type { Intake } from './intake.ts';

type Query = CheckedParamsOf<(typeof datasetRequests)['datasets.view']>;

/** As training divides rows where it is told nothing else. */
const DEFAULT_DIVISION: Division = { share: DEFAULT_VALIDATION_SHARE, seed: DEFAULT_TRAINING_ARGUMENTS.seed };

/**
 * Looking at datasets: what is in them, and their rows. Analysed once and kept until something changes.
 *
 * @param tell where progress goes.
 */
export function datasetHandlers(
  intake: Intake,
  tell: (progress: DatasetProgress) => void,
): Handlers<typeof datasetRequests> {
  const loaded = new Map<string, Promise<LoadedDataset>>();
  const analysed = new Map<string, Promise<DataRow[]>>();
  const open = (id: string) =>
    kept(loaded, id, () => {
      tell({ id, doing: 'reading', done: 0, total: null });
      return openListed(id);
    });
  const browse = async (query: Query): Promise<Browsed> => {
    const { id, model } = query;
    const dataset = await open(id);
    const division = query.division ?? dataset.division ?? DEFAULT_DIVISION;
    const rows = await kept(analysed, JSON.stringify([id, model, division]), async () => {
      const { tokenizer } = await openModel(model);
      return analyseRows(dataset, tokenizer, division, (progress) => tell({ id, ...progress }));
    });
    return { dataset, bytes: await bytesOf(dataset), division, rows, query };
  };
  const forget = () => {
    loaded.clear();
    analysed.clear();
  };
  return {
    'datasets.list': async () =>
      (await listDatasets()).map(({ name, card, own, division, importedAt }) => ({
        id: name,
        own,
        division,
        importedAt,
        ...card,
      })),
    'datasets.view': async (query) => viewOf(await browse(query)),
    'datasets.rows': async ({ start, count, ...query }) =>
      shownRows(await browse(query)).slice(start, start + count),
    'datasets.position': async ({ source, row, ...query }) => {
      const position = shownRows(await browse(query)).findIndex(isAt(source, row));
      return position < 0 ? null : position;
    },
    'datasets.tokens': async ({ id, source, row, model, max_seq_length }) => {
      const rows = (await open(id)).splits[source]?.rows;
      const index = rows?.storage.rows.indexOf(row) ?? -1;
      const [example] = index < 0 ? [] : await rows!.read([index]);
      if (!example) throw new StudioError('missing_row', `${id} has no row ${row + 1} to show.`);
      return tokenView(example, (await openModel(model)).tokenizer, max_seq_length);
    },
    'datasets.preview': async ({ files, columns }) => previewFiles(await intake.stage(files), given(columns)),
    'datasets.import': async ({ files, columns, title, division = null }) => {
      const staged = await intake.stage(files);
      const overrides = given(columns);
      const dataset = await loadDataset(staged.path, overrides);
      const rows = Object.values(dataset.splits).reduce((sum, split) => sum + split.rows.length, 0);
      const source = staged.files.map(({ name }) => name).join(', ');
      const about = { title, task: dataset.columns.task, rows, columns: overrides, division, source };
      return { id: await keepDataset(staged.path, about) };
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
    'datasets.removed': listRemovedDatasets,
    'datasets.label': async ({ id, source, row, label }) => {
      const { name } = await open(id);
      await editLabel(name, source, row, label);
      forget();
      return null;
    },
  };
}

function isAt(source: Part, row: number) {
  return (candidate: DataRow) => candidate.source === source && candidate.row === row;
}

/** Without the columns that were not named. */
function given(columns: Record<string, string | null | undefined>): ColumnOverrides {
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

async function bytesOf({ splits }: LoadedDataset): Promise<number> {
  const sizes = Object.values(splits).map(async ({ file }) => (await stat(file)).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
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
