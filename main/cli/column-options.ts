import { type Command, Option } from 'commander';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { PROBLEM_TYPES, type ProblemType, TASKS, type Task } from '../../app/models/task.ts';

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

export interface TaskOptions<More extends string = never> {
  readonly task?: Task | More;
  readonly problemType?: ProblemType;
}

/** The options that say what is learnt, instead of what the data looks like; `more` are tasks besides Hugging Face's. */
export function addTaskOptions(command: Command, more: readonly string[] = []): Command {
  return command
    .addOption(
      new Option('--task <task>', 'what to learn (default: what the data looks like)').choices([
        ...TASKS,
        ...more,
      ]),
    )
    .addOption(
      new Option(
        '--problem-type <type>',
        'how a text has labels: one, several (a list, or names parted by ; | or ,), or a number (default: what the data looks like)',
      ).choices(PROBLEM_TYPES),
    );
}

export function taskFrom(
  task: Task | undefined,
  { problemType }: TaskOptions<string>,
): Pick<ColumnOverrides, 'task' | 'problemType'> {
  return { ...(task === undefined ? {} : { task }), ...(problemType === undefined ? {} : { problemType }) };
}
