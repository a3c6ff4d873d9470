import { extname, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { SourceRecord } from '../../app/data/formats/record.ts';
import type { DeviceChoice, InferencePrecision } from '../../app/devices.ts';
import { CancelledError, StudioError } from '../../app/errors.ts';
import { writeAtomic } from '../storage/atomic.ts';
import type { Skipped } from '../storage/load-rows.ts';
import { openModel } from '../storage/models.ts';
import { type PredictionInput, Predictor } from '../workers/predictor.ts';
import { resolveCheckpoint } from './checkpoints.ts';
import { checkOutputFile } from './output-file.ts';
import { openPredictionInput, type PredictionFile } from './prediction-input.ts';
import { inputOf, type OutputFormat, type PredictedColumns, PredictionLines } from './prediction-rows.ts';
import { dataOptionsOf, runOf } from './recorded-run.ts';

interface PredictFileOptions {
  readonly file: string;
  /** Ends in `.csv` or `.jsonl`. */
  readonly output: string;
  readonly overwrite: boolean;
  readonly columns: Pick<ColumnOverrides, 'text' | 'textPair'>;
  /** Most rows that are taken at once, and sorted by length; fewer where they are long. */
  readonly batchSize: number;
  readonly device: DeviceChoice;
  readonly precision?: InferencePrecision;
  /** Ends the work between two batches; nothing is written then. */
  readonly signal?: AbortSignal;
  readonly onRows?: (done: number) => void;
}

export interface PredictedFile {
  readonly output: string;
  readonly columns: PredictedColumns;
  /** Rows with a prediction. */
  readonly rows: number;
  readonly skipped: Skipped;
  /** Rows that were longer than the model can read. */
  readonly truncated: number;
  readonly seconds: number;
}

/** Whoever answers: a model opened here, or the process that answers questions. */
export type Answerer = Pick<Predictor, 'head' | 'predict' | 'dispose'>;

const PLACES = 3;
/** Mean length of rows beyond which fewer are taken at once: a single question may be waiting for its turn. */
const CHARACTERS_A_ROW = 64;

/**
 * Predicts every row of a file into another, which is there whole at the end or not at all. Both are streamed.
 *
 * @param source a run's folder, a checkpoint or a model.
 * @param open opens the model in a folder.
 * @throws StudioError `already_exists`, `unknown_format`, `no_head`, `no_usable_rows`, and whatever is wrong with the
 * file; CancelledError after an abort.
 */
export async function predictFile(
  source: string,
  options: PredictFileOptions,
  open: (folder: string) => Promise<Answerer> = async (folder) =>
    Predictor.open(await openModel(folder), { device: options.device, precision: options.precision }),
): Promise<PredictedFile> {
  const started = performance.now();
  const { output } = options;
  const format = outputFormat(output);
  await checkOutputFile(output, options.overwrite);
  const input = await openPredictionInput(options.file);
  try {
    const predictor = await open(await resolveCheckpoint(source));
    try {
      const columns = input.columnsFor(predictor.head, options.columns, await toldColumns(source));
      const counts = await predictRows(input, columns, predictor, format, options);
      return { output, columns, ...counts, seconds: (performance.now() - started) / 1000 };
    } finally {
      await predictor.dispose();
    }
  } finally {
    await input.close();
  }
}

async function predictRows(
  { file, names, records }: PredictionFile,
  columns: PredictedColumns,
  predictor: Answerer,
  format: OutputFormat,
  { output, batchSize, signal, onRows }: PredictFileOptions,
): Promise<Pick<PredictedFile, 'rows' | 'skipped' | 'truncated'>> {
  const lines = new PredictionLines(format, names, predictor.head, file);
  const skipped: Record<string, { count: number; first: string[] }> = {};
  let [row, rows, truncated] = [0, 0, 0];
  await writeAtomic(resolve(output), async (target) => {
    await target.writeFile(lines.header());
    let waiting: { record: SourceRecord; question: PredictionInput }[] = [];
    let characters = 0;
    const flush = async () => {
      if (signal?.aborted) throw new CancelledError('The prediction');
      const answers = await predictor.predict(waiting.map(({ question }) => question));
      await target.writeFile(answers.map((answer, i) => lines.line(waiting[i]!.record, answer)).join(''));
      rows += answers.length;
      truncated += answers.filter((answer) => answer.truncated).length;
      waiting = [];
      characters = 0;
      onRows?.(rows);
      await setImmediate();
    };
    for await (const record of records) {
      row++;
      const question = inputOf(record, columns, predictor.head);
      if (typeof question === 'string') {
        skip(skipped, question, record, row);
        continue;
      }
      waiting.push({ record, question });
      characters += lengthOf(question);
      if (waiting.length >= batchSize || characters >= batchSize * CHARACTERS_A_ROW) await flush();
    }
    await flush();
    if (rows === 0) throw noUsableRows(file, skipped);
  });
  return { rows, skipped, truncated };
}

function lengthOf({ text, textPair, words }: PredictionInput): number {
  return text.length + (textPair?.length ?? 0) + (words?.join(' ').length ?? 0);
}

function outputFormat(output: string): OutputFormat {
  const ending = extname(output).toLowerCase();
  if (ending === '.csv') return 'csv';
  if (ending === '.jsonl') return 'jsonl';
  throw new StudioError(
    'unknown_format',
    `${output} does not end in .csv or .jsonl, which say how to write it. Give it one of these endings.`,
    { details: { file: output } },
  );
}

/** What was said of the columns when the model was trained. */
async function toldColumns(source: string): Promise<ColumnOverrides> {
  const run = await runOf(source);
  return run ? dataOptionsOf(run.record).columns : {};
}

function skip(
  skipped: Record<string, { count: number; first: string[] }>,
  reason: string,
  { line }: SourceRecord,
  row: number,
): void {
  skipped[reason] ??= { count: 0, first: [] };
  skipped[reason].count++;
  if (skipped[reason].first.length < PLACES)
    skipped[reason].first.push(line === null ? `row ${row}` : `line ${line}`);
}

function noUsableRows(file: string, skipped: Skipped): StudioError {
  const reasons = Object.entries(skipped).map(([reason, { count }]) => `${count} x ${reason}`);
  return new StudioError('no_usable_rows', `${file} has no row to predict: ${reasons.join(', ')}.`, {
    details: { file, skipped },
  });
}
