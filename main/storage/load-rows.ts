import type { DatasetColumns } from '../../app/data/columns.ts';
import type { SourceRecord } from '../../app/data/formats/record.ts';
import { IntList } from '../../app/data/int-list.ts';
import { LabelIndex } from '../../app/data/labels.ts';
import type { RawExample } from '../../app/data/raw-example.ts';
import { MemoryRows, Rows } from '../../app/data/rows.ts';
import { toExample } from '../../app/data/to-example.ts';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { sum } from '../../app/math/sum.ts';
import { bytesOf } from './bytes-of.ts';
import { fingerprint, makeCached, openCached } from './dataset-cache.ts';
import { emptyFile, readRecords } from './dataset-files.ts';
import type { SplitFile } from './dataset-layout.ts';
import type { RecordFile } from './record-file.ts';
import { RowEncoder } from './row-codec.ts';
import { RowFile } from './row-file.ts';

/** Changes when the same file would give other rows, or they would be written in another way. */
const VERSION = 3;
/** Characters of text that are kept in memory; the rows of larger data go to disk. */
const MOST_IN_MEMORY = 8 * 2 ** 20;
/**
 * Files that are larger go to disk from their first row on. Where many rows are held first, V8 takes their like for
 * long-lived ever after, and gathers garbage for as long as all the rest takes.
 */
const SURELY_LARGE_BYTES = 2 * MOST_IN_MEMORY;
const PLACES = 3;

/** Rows left out, by reason, with the first few places. */
export type Skipped = Readonly<Record<string, { readonly count: number; readonly first: readonly string[] }>>;

export interface LoadedRows {
  readonly rows: Rows;
  /** How often each of `rows.labels.names` occurs: rows, or words for tags. */
  readonly totals: readonly number[];
  readonly skipped: Skipped;
}

export interface LoadOptions {
  readonly signal?: AbortSignal;
  /** Told how much of the data was read, 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** As many records are read of each file, and no more; they stay in memory. */
  readonly first?: number;
  /** Characters of text to keep in memory at most. */
  readonly mostInMemory?: number;
}

/**
 * The rows of a split, from its files in order, as a stream: small data stays in memory, larger goes to a file of rows
 * that is found again the next time.
 *
 * @throws StudioError `empty_file`, `no_usable_rows`, `disk_full`, `unwritable`, and whatever is wrong with the files; CancelledError.
 */
export async function loadRows(
  files: readonly SplitFile[],
  columns: DatasetColumns,
  options: LoadOptions = {},
): Promise<LoadedRows> {
  const key = JSON.stringify([VERSION, columns, await Promise.all(files.map(fingerprint))]);
  const rowsOf = (file: RecordFile) => new RowFile(file, key);
  const cached = options.first === undefined ? await openCached('rows', key, rowsOf) : null;
  const inFile = inFileOf(columns);
  if (cached) return stored(cached, inFile);
  const gatherer = new RowGatherer(columns, files);
  const batches = examplesOf(files, gatherer, options);
  const held: RawExample[] = [];
  let [characters, ended] = [0, false];
  const most = options.mostInMemory ?? ((await areLarge(files, options)) ? 0 : MOST_IN_MEMORY);
  while (characters <= most) {
    const next = await batches.next();
    if (next.done) {
      ended = true;
      break;
    }
    for (const example of next.value) {
      held.push(example);
      characters += charactersOf(example);
    }
  }
  if (ended || options.first !== undefined) {
    const { labels, totals, skipped } = gatherer.result();
    return { rows: new Rows(new MemoryRows(held), { ...labels, inFile }), totals, skipped };
  }
  const file = await makeCached('rows', key, rowsOf, async (writer) => {
    const encoder = new RowEncoder();
    for (const example of held.splice(0)) encoder.append(example, writer);
    for await (const examples of batches) {
      for (const example of examples) encoder.append(example, writer);
      await writer.drain();
    }
    const { labels, totals, skipped, rows } = gatherer.result();
    const { extraNames } = encoder;
    return {
      about: { names: labels.names, totals, skipped, extraNames },
      columns: { rows, labels: labels.ids },
    };
  });
  return stored(file, inFile);
}

async function areLarge(files: readonly SplitFile[], { first }: LoadOptions): Promise<boolean> {
  if (first !== undefined) return false;
  const sizes = await Promise.all(files.map(({ path }) => bytesOf(path)));
  return sum(sizes) > SURELY_LARGE_BYTES;
}

function inFileOf({ labelNames }: DatasetColumns): ReadonlyMap<string, string> {
  return new Map(Object.keys(labelNames ?? {}).map((label) => [labelNames![label]!, label]));
}

function charactersOf({ text, textPair, extra }: RawExample): number {
  let others = 0;
  for (const name in extra) others += extra[name]!.length;
  return text.length + (textPair?.length ?? 0) + others;
}

function stored(file: RowFile, inFile: ReadonlyMap<string, string>): LoadedRows {
  const { names, totals, skipped } = file.about;
  return { rows: new Rows(file, { names, ids: file.labelIds, inFile }), totals, skipped };
}

async function* examplesOf(
  files: readonly SplitFile[],
  gatherer: RowGatherer,
  { signal, onProgress, first }: LoadOptions,
): AsyncGenerator<readonly RawExample[]> {
  for (const [i, { path, format }] of files.entries()) {
    const options = {
      onProgress: (share: number) => onProgress?.((i + share) / files.length),
      ...(first === undefined ? {} : { first }),
    };
    let left = first ?? Number.POSITIVE_INFINITY;
    for await (const records of readRecords(path, format, options)) {
      if (signal?.aborted) throw new CancelledError('Reading the data');
      yield gatherer.take(records.slice(0, left));
      left -= records.length;
      if (left <= 0) break;
    }
  }
}

/** Turns records into examples, and keeps what is known of all of them. */
class RowGatherer {
  readonly columns: DatasetColumns;
  readonly #files: readonly SplitFile[];
  readonly #labels = new LabelIndex();
  readonly #labelIds = new IntList();
  readonly #rows = new IntList();
  readonly #skipped: Record<string, { count: number; first: string[] }> = {};
  /** Counted on from file to file, so that a number names one row. */
  #row = 0;

  constructor(columns: DatasetColumns, files: readonly SplitFile[]) {
    this.columns = columns;
    this.#files = files;
  }

  take(records: readonly SourceRecord[]): RawExample[] {
    const examples: RawExample[] = [];
    for (const record of records) {
      const example = toExample(record, this.#row, this.columns);
      if (typeof example === 'string') this.#skip(example, record, this.#row);
      else {
        examples.push(example);
        this.#labelIds.push(this.#labels.add(example));
        this.#rows.push(this.#row);
      }
      this.#row++;
    }
    return examples;
  }

  /** @throws StudioError `empty_file`, `no_usable_rows` */
  result() {
    const { names, totals } = this.#labels;
    const skipped = this.#skipped;
    if (this.#rows.length === 0) throw noUsableRows(this.#files, skipped, this.columns);
    return { labels: { names, ids: this.#labelIds.values() }, rows: this.#rows.values(), totals, skipped };
  }

  #skip(reason: string, { line }: SourceRecord, row: number): void {
    this.#skipped[reason] ??= { count: 0, first: [] };
    const places = this.#skipped[reason];
    places.count++;
    if (places.first.length < PLACES) places.first.push(line === null ? `row ${row + 1}` : `line ${line}`);
  }
}

function noUsableRows(
  files: readonly SplitFile[],
  skipped: Skipped,
  { text, textPair, label }: DatasetColumns,
): StudioError {
  if (Object.keys(skipped).length === 0) return emptyFile(files[0]!.path);
  const reasons = Object.entries(skipped).map(([reason, { count }]) => `${count} x ${reason}`);
  const names = files.map(({ path }) => path).join(', ');
  const read = Object.entries({ text, 'second text': textPair, label }).flatMap(([role, column]) =>
    column === null ? [] : [`${role} from "${column}"`],
  );
  const from = read.length > 0 ? ` (${read.join(', ')})` : '';
  return new StudioError('no_usable_rows', `${names} has no usable row: ${reasons.join(', ')}${from}.`, {
    details: { file: files[0]!.path, skipped },
  });
}
