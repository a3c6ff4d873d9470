import { existsSync } from 'node:fs';
import { basename, join, parse, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { TrainingEvent } from '../../app/contract/training.ts';
import { formatOfName } from '../../app/data/formats/detect.ts';
import { StudioError } from '../../app/errors.ts';
import type { ArgumentGroup } from '../../app/training/argument-kinds.ts';
import {
  TRAINING_ARGUMENT_NAMES,
  TRAINING_ARGUMENTS,
  type TrainingArgumentName,
  type TrainingArguments,
} from '../../app/training/arguments.ts';
import { COMMON_DEFAULTS, planJob } from '../services/training-job.ts';
import type { TrainingJob } from '../workers/training-job.ts';
import {
  addColumnOptions,
  addTaskOptions,
  type ColumnOptions,
  columnsFrom,
  type TaskOptions,
  taskFrom,
} from './column-options.ts';
import { followTraining } from './follow-training.ts';
import { shareOf } from './option-values.ts';
import { type JsonOption, print, printJson } from './output.ts';

/** Settings that bring the embedded pair of model and data from chance to about 0.9 within a minute. */
const DEFAULT_MODEL = 'all-MiniLM-L6-v2';
const DEFAULT_DATASET = 'paraphrase';
/** The lesson: bert-base-uncased on GLUE MRPC. */
const LESSON_MODEL = 'bert-base-uncased';
const LESSON_DEFAULTS: Partial<TrainingArguments> = {
  weight_decay: 0.01,
  learning_rate: 2e-5,
};
const LESSON_TASK = 'mrpc';

/** Heads of the training arguments in `--help`. */
const GROUPS: Readonly<Record<ArgumentGroup, string>> = {
  run: 'Run:',
  duration: 'How long:',
  batches: 'Batches:',
  optimizer: 'Optimizer:',
  schedule: 'Learning rate over the run:',
  regularization: 'Loss:',
  evaluation: 'Evaluation:',
  saving: 'Checkpoints:',
  logging: 'Log:',
  model: 'What stays as it is:',
  reproducibility: 'Seeds and device:',
};

interface TrainOptions extends ColumnOptions, TaskOptions<typeof LESSON_TASK>, JsonOption {
  readonly model?: string;
  readonly data?: string;
  readonly validationShare: number;
  readonly [argument: string]: unknown;
}

export function addTrainCommand(program: Command, setExitCode: (code: number) => void): void {
  const command = program
    .command('train')
    .description(
      'Fine-tune a BERT. Without options: the small embedded model learns to tell paraphrases, in a minute.',
    )
    .option(
      '--model <name|folder>',
      `model to start from (default: ${DEFAULT_MODEL}; ${LESSON_MODEL} for --task ${LESSON_TASK})`,
    )
    .option(
      '--data <name|path>',
      `embedded dataset, file, or folder of splits (default: ${DEFAULT_DATASET})`,
    );
  addColumnOptions(addTaskOptions(command, [LESSON_TASK]))
    .option(
      '--validation-share <share>',
      'share of the rows to evaluate on, where the data has no split for it',
      shareOf,
      0.2,
    )
    .option('--json', 'one JSON object a line instead of a display');
  for (const name of TRAINING_ARGUMENT_NAMES) {
    const { kind, group, aliases = [] } = TRAINING_ARGUMENTS[name];
    for (const [i, flag] of [name, ...aliases].entries()) {
      const option = new Option(`--${flag} ${kind === 'boolean' ? '[yes|no]' : '<value>'}`, helpOf(name));
      option.helpGroup(GROUPS[group]);
      command.addOption(i === 0 ? option : option.hideHelp());
    }
  }
  command.addHelpText(
    'after',
    `
Examples:
  npm start -- train
  npm start -- train --data reviews --num_train_epochs 2
  npm start -- train --data my.csv --text-column review --label-column stars --problem-type regression
  npm start -- train --task mrpc --data GLUE/MRPC
  npm start -- train --data entities --learning_rate 3e-4 --num_train_epochs 5`,
  );
  command.action(async (options: TrainOptions) => setExitCode(await train(options)));
}

/** What an argument is, what can be given, and what it is otherwise. */
function helpOf(name: TrainingArgumentName): string {
  const { help, choices, default: otherwise } = TRAINING_ARGUMENTS[name];
  const value = COMMON_DEFAULTS[name] ?? otherwise;
  const unless = name === 'learning_rate' ? "what the model's card recommends, else " : '';
  const notes = [
    ...(choices.length > 0 && name !== 'device' ? [`choices: ${choices.join(', ')}`] : []),
    ...(value === null ? [] : [`default: ${unless}${value}`]),
  ];
  return notes.length === 0 ? help : `${help} (${notes.join('; ')})`;
}

async function train(options: TrainOptions): Promise<number> {
  const job = await jobOf(options);
  return followTraining(job, { json: options.json === true });
}

async function jobOf(options: TrainOptions): Promise<TrainingJob> {
  const isLesson = options.task === LESSON_TASK;
  if (isLesson && options.data === undefined) {
    throw new StudioError(
      'invalid_arguments',
      '--task mrpc needs --data: the folder with train.tsv and dev.tsv of GLUE MRPC, which may not be shipped with the program.',
    );
  }
  const model = options.model ?? (isLesson ? LESSON_MODEL : DEFAULT_MODEL);
  const dataset = options.data ?? DEFAULT_DATASET;
  const outputDir = options.output_dir;
  const folder = resolve(
    typeof outputDir === 'string' ? outputDir : nextRunFolder(`${nameOf(dataset)}-${basename(model)}`),
  );
  const { job, notes } = await planJob({
    name: basename(folder),
    folder,
    model,
    dataset: existsSync(dataset) ? resolve(dataset) : dataset,
    columns: {
      ...columnsFrom(options),
      ...taskFrom(options.task === LESSON_TASK ? undefined : options.task, options),
    },
    validationShare: options.validationShare,
    args: givenArguments(options),
    ...(isLesson ? { defaults: LESSON_DEFAULTS } : {}),
  });
  for (const note of notes) {
    if (options.json) printJson({ type: 'log', level: 'warning', message: note } satisfies TrainingEvent);
    else print(`Note: ${note}`);
  }
  return job;
}

/** What was given on the command line, under the names it was given by; a bare flag means yes. */
function givenArguments(options: TrainOptions): Record<string, unknown> {
  const names = TRAINING_ARGUMENT_NAMES.flatMap((name) => [
    name,
    ...(TRAINING_ARGUMENTS[name].aliases ?? []),
  ]);
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  );
}

/** A dataset's name, or a file's without its ending. */
function nameOf(dataset: string): string {
  return formatOfName(dataset) === null ? basename(dataset) : parse(dataset).name;
}

/** runs/NAME-1, runs/NAME-2, ... in the folder where the command was given. */
function nextRunFolder(name: string): string {
  for (let number = 1; ; number++) {
    const folder = join('runs', `${name}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}
