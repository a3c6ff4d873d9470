import { basename } from 'node:path';
import { styleText } from 'node:util';
import type { Command } from 'commander';
import { type CheckedDataset, type CheckedSplit, checkDataset } from '../services/check-dataset.ts';
import {
  addColumnOptions,
  addTaskOptions,
  type ColumnOptions,
  columnsFrom,
  type TaskOptions,
  taskFrom,
} from './column-options.ts';
import { FAILED } from './exit-codes.ts';
import { shareOf } from './option-values.ts';
import { type JsonOption, print, printJson, shown, table } from './output.ts';

interface CheckOptions extends ColumnOptions, TaskOptions, JsonOption {
  readonly model: string;
  readonly max_seq_length?: string;
  readonly validationShare: number;
}

/** datasets check. */
export function addCheckCommand(datasets: Command, setExitCode: (code: number) => void): void {
  const command = datasets
    .command('check <name|path>')
    .description(
      'What training on it would meet: columns, balance, skipped rows, duplicates, leaks, lengths. Fails only for errors.',
    );
  addTaskOptions(addColumnOptions(command))
    .option('--model <name|folder>', 'whose tokenizer counts the tokens', 'all-MiniLM-L6-v2')
    .option('--max_seq_length <value>', 'longest input in tokens (default: 128)')
    .option(
      '--validation-share <share>',
      'share that would be set apart where there is no split',
      shareOf,
      0.2,
    )
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npm start -- datasets check my.csv --label-column stars')
    .action(async (nameOrPath: string, options: CheckOptions) => {
      const { model, max_seq_length, validationShare, json } = options;
      const checked = await checkDataset(nameOrPath, {
        columns: { ...columnsFrom(options), ...taskFrom(options.task, options) },
        model,
        maxLength: max_seq_length ?? null,
        validationShare,
      });
      if (json) printJson(checked);
      else printChecked(checked);
      if (checked.findings.some(({ severity }) => severity === 'error')) setExitCode(FAILED);
    });
}

function printChecked({ path, task, columns, maxLength, splits, findings }: CheckedDataset): void {
  print(styleText('bold', shown(path)));
  if (columns) {
    const { text, textPair, label, tokens, tags } = columns;
    const used = Object.entries({ text, 'second text': textPair, label, words: tokens, tags });
    const named = used.flatMap(([role, name]) => (name === null ? [] : [`${role} "${name}"`]));
    print(`${task}: ${named.join(', ')}\n`);
  }
  if (splits.length > 0) {
    print(
      table([
        [
          'split',
          'file',
          'rows',
          'skipped',
          'least tokens',
          'median',
          '95 %',
          'longest',
          `over ${maxLength}`,
        ],
        ...splits.map(splitRow),
      ]),
    );
  }
  printLabels(splits);
  if (findings.length > 0) print();
  const paint = { error: 'red', warning: 'yellow', note: 'dim' } as const;
  for (const { severity, message } of findings)
    print(`${styleText(paint[severity], `${severity}:`)} ${message}`);
  if (findings.every(({ severity }) => severity === 'note')) print('\nNothing wrong was found.');
}

function splitRow({ split, file, rows, skipped, tokens }: CheckedSplit): string[] {
  const skips = Object.values(skipped).reduce((sum, { count }) => sum + count, 0);
  const { min, median, p95, max, truncated } = tokens;
  return [split, basename(file), ...[rows, skips, min, median, p95, max, truncated].map(String)];
}

function printLabels(splits: readonly CheckedSplit[]): void {
  const labels = [...new Set(splits.flatMap((split) => split.labels.map(({ label }) => label)))];
  if (labels.length > 0) {
    const cells = (label: string) =>
      splits.map((split) => {
        const total = split.labels.reduce((sum, { count }) => sum + count, 0);
        const count = split.labels.find((own) => own.label === label)?.count ?? 0;
        return `${count} (${((100 * count) / total).toFixed(1)} %)`;
      });
    const rows = labels.map((label) => [label, ...cells(label)]);
    print(`\n${table([['label', ...splits.map(({ split }) => split)], ...rows])}`);
  }
  for (const { split, range } of splits) {
    if (range)
      print(`\n${split}: values from ${range.min} to ${range.max}, mean ${range.mean.toPrecision(4)}`);
  }
}
