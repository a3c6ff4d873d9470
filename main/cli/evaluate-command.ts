import { styleText } from 'node:util';
import { type Command, Option } from 'commander';
import { counted } from '../../app/counted.ts';
import { type EvaluatedModel, evaluateModel } from '../services/evaluate.ts';
import type { EvaluationSplit } from '../services/evaluation-data.ts';
import { addColumnOptions, type ColumnOptions, columnsFrom } from './column-options.ts';
import {
  addDeviceOption,
  addPrecisionOption,
  type DeviceOption,
  type PrecisionOption,
} from './device-option.ts';
import { type JsonOption, print, printJson, shown } from './output.ts';
import { progressOf } from './progress.ts';
import { printEvaluation, skippedLines } from './report.ts';

interface EvaluateOptions extends ColumnOptions, DeviceOption, PrecisionOption, JsonOption {
  readonly data?: string;
  readonly split?: EvaluationSplit;
  readonly per_device_eval_batch_size?: string;
  readonly max_seq_length?: string;
}

export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate <run|folder>')
    .description(
      'Evaluate a fine-tuned model: on the rows its own run evaluated on, or on other data. A test split is opened only by --split test.',
    )
    .option('--data <name|path>', "embedded dataset, file, or folder of splits (default: the run's own)")
    .addOption(
      new Option('--split <split>', 'which rows (default: validation; all of a file without splits)').choices(
        ['validation', 'test'],
      ),
    );
  addPrecisionOption(addDeviceOption(addColumnOptions(command)))
    .option('--per_device_eval_batch_size <value>', "examples in a batch (default: the run's, else 64)")
    .option('--max_seq_length <value>', "longest input in tokens (default: the run's, else 128)")
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  npm start -- evaluate runs/reviews-all-MiniLM-L6-v2-1
  npm start -- evaluate runs/mrpc-1 --split test
  npm start -- evaluate runs/mrpc-1 --precision int8
  npm start -- evaluate my-model --data new.csv --text-column review --label-column stars`,
    )
    .action(evaluate);
}

async function evaluate(source: string, options: EvaluateOptions): Promise<void> {
  const { data, split, per_device_eval_batch_size, max_seq_length, device, precision, json } = options;
  const bar = json ? null : progressOf('rows');
  const evaluated = await evaluateModel(source, {
    data: data ?? null,
    split: split ?? null,
    columns: columnsFrom(options),
    args: { per_device_eval_batch_size, max_seq_length },
    device,
    precision,
    onBatch: (done, total) => bar?.update(done, total),
  }).finally(() => bar?.stop());
  if (json) printJson(evaluated);
  else printEvaluated(evaluated);
}

function printEvaluated(evaluated: EvaluatedModel): void {
  const { model, dataset, split, made, examples, skipped, truncated, lostWords, notes } = evaluated;
  const which =
    split === null ? 'all rows' : made ? 'the rows set apart from training' : `its ${split} split`;
  print(
    `${styleText('bold', shown(model))} on ${styleText('bold', shown(dataset))}, ${which}: ${examples} examples\n`,
  );
  printEvaluation(evaluated);
  const warnings = [
    ...notes,
    ...skippedLines(skipped),
    ...(truncated > 0
      ? [`${counted(truncated, 'row')} longer than max_seq_length: the end was cut off.`]
      : []),
    ...(lostWords > 0 ? [`${lostWords} words were cut off and count as missed.`] : []),
  ];
  if (warnings.length > 0) print();
  for (const warning of warnings) print(styleText('yellow', warning));
}
