import type { Command } from 'commander';
import type { ColumnOverrides } from '../../app/data/columns.ts';

export interface ColumnOptions {
  readonly textColumn?: string;
  readonly textPairColumn?: string;
  readonly labelColumn?: string;
}

/** The options that say which columns mean what, instead of what would be detected. */
export function addColumnOptions(
  command: Command,
  what: readonly ('text' | 'label')[] = ['text', 'label'],
): Command {
  if (what.includes('text')) {
    command
      .option('--text-column <name>', 'column of the text')
      .option('--text-pair-column <name>', 'column of the second text');
  }
  return what.includes('label') ? command.option('--label-column <name>', 'column of the label') : command;
}

export function columnsFrom({ textColumn, textPairColumn, labelColumn }: ColumnOptions): ColumnOverrides {
  return {
    ...(textColumn === undefined ? {} : { text: textColumn }),
    ...(textPairColumn === undefined ? {} : { textPair: textPairColumn }),
    ...(labelColumn === undefined ? {} : { label: labelColumn }),
  };
}
