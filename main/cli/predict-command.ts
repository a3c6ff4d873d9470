import type { Command } from 'commander';
import { counted } from '../../app/counted.ts';
import { StudioError } from '../../app/errors.ts';
import { ask } from '../services/ask.ts';
import { predictFile } from '../services/predict-file.ts';
import { remarkOnPairs } from '../services/recorded-run.ts';
import { addTextColumnOptions, type ColumnOptions, columnsFrom } from './column-options.ts';
import {
  addDeviceOption,
  addPrecisionOption,
  type DeviceOption,
  type PrecisionOption,
} from './device-option.ts';
import { duration, type JsonOption, LOST_ITS_END, print, printJson, printNote, table } from './output.ts';
import { progressOf } from './progress.ts';
import { skippedLines } from './report.ts';

interface PredictOptions extends ColumnOptions, DeviceOption, PrecisionOption, JsonOption {
  readonly model?: string;
  readonly file?: string;
  readonly output?: string;
  readonly overwrite?: true;
  readonly per_device_eval_batch_size: string;
}

/** What was asked, its contradictions sorted out. */
type Request =
  | { readonly source: string; readonly texts: readonly [string, string?] }
  | { readonly source: string; readonly file: string; readonly output: string; readonly batchSize: number };

export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict [run|folder] [text] [second-text]')
    .description(
      'What a fine-tuned model says of a text or a pair, or of every row of a file: probabilities, a number, or tagged words.',
    )
    .option('--model <run|folder>', 'the model, instead of as the first word')
    .option(
      '--file <file>',
      'rows to predict: .csv, .tsv, .json, .jsonl, .parquet, .conll or .txt (a text a line)',
    )
    .option(
      '--output <file>',
      'where to write them, as .csv or .jsonl: all columns, the prediction, probabilities',
    )
    .option('--overwrite', 'replace the output file');
  addPrecisionOption(addDeviceOption(addTextColumnOptions(command)))
    .option('--per_device_eval_batch_size <value>', 'rows taken at once, and sorted by length', '256')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- predict runs/reviews-all-MiniLM-L6-v2-1 "I loved every page."
  npm start -- predict runs/reviews-all-MiniLM-L6-v2-1 --file new.csv --output predicted.csv`,
    )
    .action(
      async (
        first: string | undefined,
        second: string | undefined,
        third: string | undefined,
        options: PredictOptions,
      ) => {
        const request = requestOf(
          [first, second, third].filter((word) => word !== undefined),
          options,
        );
        if ('file' in request) await predictRows(request, options);
        else await predictText(request, options);
      },
    );
}

/** @throws StudioError `invalid_arguments` naming all that contradicts. */
function requestOf(words: readonly string[], options: PredictOptions): Request {
  const { model, file, output, overwrite, per_device_eval_batch_size } = options;
  const source = model ?? words[0];
  const texts = model === undefined ? words.slice(1) : words;
  const batchSize = Number(per_device_eval_batch_size);
  const problems = [
    ...(source === undefined
      ? ['Say which model is asked: the folder of a run, a checkpoint or a model.']
      : []),
    ...(file === undefined && texts.length === 0 ? ['Give a text, or --file with rows to predict.'] : []),
    ...(file !== undefined && texts.length > 0 ? ['A text and --file are both given; give one.'] : []),
    ...(texts.length > 2 ? ['There are more than two texts. Put quotes around each.'] : []),
    ...(file !== undefined && output === undefined ? ['--file needs --output: the file to write.'] : []),
    ...(file === undefined && output !== undefined ? ['--output needs --file: the rows to predict.'] : []),
    ...(output === undefined && overwrite ? ['--overwrite needs --output.'] : []),
    ...(output !== undefined && !/\.(csv|jsonl)$/i.test(output)
      ? ['--output must end in .csv or .jsonl.']
      : []),
    ...(Number.isSafeInteger(batchSize) && batchSize > 0
      ? []
      : ['--per_device_eval_batch_size must be a whole number of at least 1.']),
  ];
  if (problems.length > 0) {
    throw new StudioError('invalid_arguments', problems.join('\n'), { details: { problems } });
  }
  return file === undefined
    ? { source: source!, texts: [texts[0]!, texts[1]] }
    : { source: source!, file, output: output!, batchSize };
}

async function predictText(
  { source, texts: [text, second] }: Extract<Request, { texts: unknown }>,
  { json, device, precision }: PredictOptions,
): Promise<void> {
  await printRemark(source, second !== undefined);
  const { predictions, truncated } = await ask.predict(source, text, second, device, precision);
  if (truncated) printNote(LOST_ITS_END);
  if (json) return printJson(predictions);
  const rows = predictions.map(({ label, score, word }) => [word ?? '', label, score.toFixed(4)]);
  print(table([['', 'label', 'score'], ...rows]));
}

async function printRemark(source: string, asksPairs: boolean): Promise<void> {
  const remark = await remarkOnPairs(source, asksPairs);
  if (remark !== null) printNote(remark);
}

/** Ctrl-C ends it between two batches and leaves no file. */
async function predictRows(
  { source, file, output, batchSize }: Extract<Request, { file: string }>,
  options: PredictOptions,
): Promise<void> {
  const progress = options.json ? null : progressOf('rows');
  const abort = new AbortController();
  const interrupt = () => abort.abort();
  process.once('SIGINT', interrupt);
  const predicted = await predictFile(source, {
    file,
    output,
    overwrite: options.overwrite === true,
    columns: columnsFrom(options),
    batchSize,
    device: options.device,
    precision: options.precision,
    signal: abort.signal,
    onRows: (done) => progress?.update(done, null),
  }).finally(() => {
    progress?.stop();
    process.off('SIGINT', interrupt);
  });
  await printRemark(source, predicted.columns.textPair !== null);
  if (options.json) return printJson(predicted);
  const { columns, rows, skipped, truncated, seconds } = predicted;
  const pair = columns.textPair === null ? '' : `, second text: "${columns.textPair}"`;
  print(`Text: "${columns.text}"${pair}.`);
  for (const line of skippedLines(skipped)) print(line);
  if (truncated > 0)
    print(`${counted(truncated, 'row')} longer than the model can read: the end was cut off.`);
  print(`Wrote ${rows} predictions to ${output} in ${duration(seconds)}.`);
}
