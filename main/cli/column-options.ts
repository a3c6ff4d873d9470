import type { Command } from 'commander';
import type { ColumnOverrides } from '../../app/data/columns.ts';

export interface ColumnOptions {
  readonly textColumn?: string;
  readonly textPairColumn?: string;
  readonly labelColumn?: string;
}

/** The options that say which columns hold the texts, instead of what would be detected. */
export function addTextColumnOptions(command: Command): Command {
  return command
    .option('--text-column <name>', 'column of the text')
    .option('--text-pair-column <name>', 'column of the second text');
}

/** Those, and the one that says which column holds the label. */
export function addColumnOptions(command: Command): Command {
  return addTextColumnOptions(command).option('--label-column <name>', 'column of the label');
}

export function columnsFrom({ textColumn, textPairColumn, labelColumn }: ColumnOptions): ColumnOverrides {
  return {
    ...(textColumn === undefined ? {} : { text: textColumn }),
    ...(textPairColumn === undefined ? {} : { textPair: textPairColumn }),
    ...(labelColumn === undefined ? {} : { label: labelColumn }),
  };
}
