import type {
  DatasetProgress,
  DatasetView,
  datasetRequests,
  FilePreview,
} from '../../../app/contract/datasets.ts';
import type { CheckedParamsOf } from '../../../app/contract/request.ts';
import { type DataRow, PARTS, type Part } from '../../../app/data/browsing/data-row.ts';
import { type TokenView, tokenView } from '../../../app/data/browsing/token-view.ts';
import type { ColumnOverrides } from '../../../app/data/columns.ts';
import { fileLabelOf } from '../../../app/data/label-names.ts';
import { labelProblem } from '../../../app/data/label-problem.ts';
import type { Division } from '../../../app/data/splits.ts';
import { StudioError } from '../../../app/errors.ts';
import { listDatasets, loadDataset } from '../../storage/datasets.ts';
import { editLabel, type GivenLabel, leaveOut } from '../../storage/label-edits.ts';
import { type ModelFolder, openModel } from '../../storage/models.ts';
import { keepDataset } from '../../storage/own-datasets.ts';
import { previewFiles } from '../preview-files.ts';
import type { StagedFiles } from '../studio/stage-files.ts';
import { type Browsed, viewOf } from './dataset-view.ts';
import type { KnownRows } from './known-rows.ts';
import { type KnownNow, OpenDataset, usualDivision } from './open-dataset.ts';
import type { TellSearch } from './row-searches.ts';
import { dataRows } from './table-rows.ts';

type Query = CheckedParamsOf<(typeof datasetRequests)['datasets.view']>;
type OneRow = { readonly source: Part; readonly row: number };

export type DatasetEvent =
  | { readonly kind: 'progress'; readonly progress: DatasetProgress }
  | { readonly kind: 'changed'; readonly id: string };

/** Datasets kept open: each may hold tens of megabytes. */
const MOST_OPEN = 3;

interface Answered extends Browsed {
  readonly model: ModelFolder;
  readonly rows: KnownRows;
}

/** Questions about datasets. */
export class DatasetQuestions {
  readonly #tell: (event: DatasetEvent) => void;
  readonly #open = new Map<string, OpenDataset>();
  readonly #models = new Map<string, Promise<ModelFolder>>();
  #latest: { key: string; shown: Int32Array; of: object } | null = null;

  constructor(tell: (event: DatasetEvent) => void) {
    this.#tell = tell;
  }

  async view(query: Query): Promise<DatasetView> {
    return viewOf(await this.#browse(query));
  }

  async rows({ start, count, ...query }: Query & { start: number; count: number }): Promise<DataRow[]> {
    const { rows, table, shown, model } = await this.#browse(query);
    const page = shown.subarray(start, start + count);
    return dataRows(rows.parts, table, page, model.tokenizer, query.max_seq_length);
  }

  async position({ source, row, ...query }: Query & OneRow): Promise<number | null> {
    const { rows, shown } = await this.#browse(query, Number.POSITIVE_INFINITY);
    const index = rows.parts.indexOf(source, row);
    const position = index === null ? -1 : shown.indexOf(index);
    return position < 0 ? null : position;
  }

  async tokens({
    id,
    source,
    row,
    model: name,
    max_seq_length,
  }: { id: string; model: string; max_seq_length: number } & OneRow): Promise<TokenView> {
    const model = await this.#model(name);
    const { tokenizer } = model;
    const { rows } = await this.#known(await this.#dataset(id), { id, model: name }, model);
    const index = rows.parts.indexOf(source, row);
    const [example] = index === null ? [] : await rows.parts.read([index]);
    if (!example) throw new StudioError('missing_row', `${id} has no row ${row + 1} to show.`);
    return tokenView(example, tokenizer, max_seq_length);
  }

  preview({ staged, columns }: { staged: StagedFiles; columns: ColumnOverrides }): Promise<FilePreview> {
    return previewFiles(staged, columns);
  }

  /** Reads all of it, so that a fault is told before anything is kept; what reading found is found again afterwards. */
  async keep({
    staged,
    columns,
    title,
    division,
  }: {
    staged: StagedFiles;
    columns: ColumnOverrides;
    title: string;
    division: Division | null;
  }): Promise<{ id: string }> {
    const onProgress = (share: number) =>
      this.#tell({
        kind: 'progress',
        progress: { id: staged.files[0]!.handle, doing: 'reading', done: 0, total: null, share },
      });
    const dataset = await loadDataset(staged.path, columns, PARTS, { onProgress });
    const rows = Object.values(dataset.splits).reduce((sum, split) => sum + split.rows.length, 0);
    const { source } = staged;
    const about = { title, task: dataset.columns.task, rows, columns, division, source };
    return { id: await keepDataset(staged.path, about) };
  }

  async label({ id, source, row, label }: OneRow & { id: string; label: GivenLabel | null }): Promise<null> {
    const inFile = label === null ? null : await this.#checkedLabel(id, source, row, label);
    await editLabel(id, source, row, inFile);
    return this.#edited(id, source, row);
  }

  async leaveOut({ id, source, row, leftOut }: OneRow & { id: string; leftOut: boolean }): Promise<null> {
    await this.#dataset(id);
    await leaveOut(id, source, row, leftOut);
    return this.#edited(id, source, row);
  }

  async #edited(id: string, source: Part, row: number): Promise<null> {
    if (!(await this.#open.get(id)?.edited(source, row))) await this.forget({ id });
    this.#latest = null;
    return null;
  }

  /** @returns what the file would have for it. @throws StudioError `invalid_label` where it cannot be one of the row. */
  async #checkedLabel(id: string, source: Part, row: number, label: GivenLabel): Promise<GivenLabel> {
    const open = await this.#dataset(id);
    const { parts } = await open.rows();
    const index = parts.indexOf(source, row);
    const [example] = index === null ? [] : await parts.read([index]);
    const { columns } = parts.dataset;
    const problem = labelProblem(label, example, columns);
    if (problem) throw new StudioError('invalid_label', `Row ${row + 1} of ${id}: ${problem}`);
    const inFile = (name: string) => fileLabelOf(name, columns.labelNames);
    return typeof label === 'string' ? inFile(label) : label.map(inFile);
  }

  /** What is known of a dataset that was changed or removed. */
  async forget({ id }: { id: string }): Promise<null> {
    this.#open.get(id)?.close();
    this.#open.delete(id);
    return null;
  }

  /** @param patience milliseconds to wait for a search to end; what it has found by then is answered. */
  async #browse(query: Query, patience?: number): Promise<Answered> {
    const open = await this.#dataset(query.id);
    const model = await this.#model(query.model);
    const { rows, pending } = await this.#known(open, query, model);
    const bytes = await open.bytes;
    const division = query.division ?? usualDivision(rows);
    const { table, columns } = await rows.table(query.model, division, query.max_seq_length);
    const texts = await rows.ranks(query, table);
    const found = await rows.searches.find(query.search, this.#searching(query.id, rows), patience);
    const key = JSON.stringify([query, found?.done]);
    if (this.#latest?.key !== key || this.#latest.of !== table) {
      const shown = table.select(query, query.max_seq_length, found?.rows ?? null, texts);
      this.#latest = { key, of: table, shown };
    }
    const { shown } = this.#latest;
    const { dataset, inOneFile } = rows.parts;
    return {
      model,
      rows,
      dataset,
      bytes,
      division: inOneFile ? division : null,
      table,
      columns,
      query,
      shown,
      found: found?.rows ?? null,
      pending:
        found?.isDone === false ? { doing: 'searching', firstRows: pending?.firstRows ?? null } : pending,
    };
  }

  #searching(id: string, { parts }: KnownRows): TellSearch {
    const { length: total } = parts;
    return (done, isMoreKnown) => {
      const progress = { id, doing: 'searching', done, total, share: done / total } as const;
      this.#tell({ kind: 'progress', progress });
      if (isMoreKnown) this.#tell({ kind: 'changed', id });
    };
  }

  /** What failed is tried anew the next time. */
  async #known(
    open: OpenDataset,
    { id, model, division }: Pick<Query, 'id' | 'model' | 'division'>,
    { tokenizer }: ModelFolder,
  ): Promise<KnownNow> {
    try {
      return await open.known(model, tokenizer, division ?? null);
    } catch (error) {
      if (this.#open.get(id) === open) await this.forget({ id });
      throw error;
    }
  }

  #model(name: string): Promise<ModelFolder> {
    const model = this.#models.get(name) ?? openModel(name);
    this.#models.set(name, model);
    model.catch(() => this.#models.delete(name));
    return model;
  }

  async #dataset(id: string): Promise<OpenDataset> {
    const known = this.#open.get(id);
    if (known) {
      this.#open.delete(id);
      this.#open.set(id, known);
      return known;
    }
    const listed = (await listDatasets()).find(({ name }) => name === id);
    if (!listed) throw new StudioError('unknown_dataset', `There is no dataset named "${id}" any more.`);
    const open = new OpenDataset(id, listed.path, {
      progress: (progress) => this.#tell({ kind: 'progress', progress: { id, ...progress } }),
      changed: () => this.#tell({ kind: 'changed', id }),
    });
    this.#open.set(id, open);
    const [oldest] = this.#open.keys();
    if (this.#open.size > MOST_OPEN) await this.forget({ id: oldest! });
    return open;
  }
}
