import { z } from 'zod';
import type { DatasetColumns } from '../../data/columns.ts';
import type { HeadSpec } from '../../models/task.ts';
import type { TrainingArguments } from '../../training/arguments.ts';
import { parseTrainingArguments } from '../../training/parse-arguments.ts';
import { pythonScript } from '../../training/python-script.ts';
import { figure, inWords, type Said, say, share } from '../said.ts';
import { labelMeanings } from './labels.ts';
import { hubName, modelName } from './models.ts';

/** Of a cell that starts a run: what is trained on what, and where it differs from the lesson's arguments. */
export const runSettings = {
  id: z.string(),
  dataset: z.string().min(1),
  model: modelName,
  learning_rate: z.coerce.number().positive().optional(),
  num_train_epochs: z.coerce.number().positive().optional(),
};

export const fineTune = z.strictObject({
  kind: z.literal('fine-tune'),
  ...runSettings,
  labels: labelMeanings.optional(),
});

/** The lesson's TrainingArguments, as the classical exercise on GLUE MRPC has them. */
export const LESSON_ARGUMENTS = {
  eval_strategy: 'epoch',
  learning_rate: 2e-5,
  per_device_train_batch_size: 16,
  per_device_eval_batch_size: 64,
  num_train_epochs: 3,
  weight_decay: 0.01,
} as const satisfies Partial<TrainingArguments>;
export type LessonArgument = keyof typeof LESSON_ARGUMENTS;
export const LESSON_ARGUMENT_NAMES = Object.keys(LESSON_ARGUMENTS) as LessonArgument[];

export type GivenArguments = Readonly<Record<string, string | number | boolean | null>>;

/** What a run of the lesson is started with: its rows are judged before the first step, too, so that chance is seen. */
export function lessonRunArguments(changed: GivenArguments): GivenArguments {
  return { ...LESSON_ARGUMENTS, eval_on_start: true, ...changed };
}

export interface Judged {
  /** Accuracy, or what else the cell's task is judged by. */
  readonly score: number;
  /** 95 %. */
  readonly interval: readonly [number, number] | null;
  readonly epoch: number;
}

export interface Course {
  /** In order; the first one is of the untrained head where the rows were judged before the first step. */
  readonly evaluations: readonly Judged[];
  /** Rows judged each time. */
  readonly count: number;
  /** What always the same answer reaches. */
  readonly baseline: number | null;
  readonly going: boolean;
}

/** The evaluation with the highest score after training began, the first of equals; null before there is one. */
export function bestTrained<Evaluation extends Judged>(
  evaluations: readonly Evaluation[],
): Evaluation | null {
  const trained = evaluations.filter(({ epoch }) => epoch > 0);
  return trained.reduce<Evaluation | null>(
    (best, one) => (best && best.score >= one.score ? best : one),
    null,
  );
}

/** Of a run that was judged before its first step alone. */
export function afterwards(going: boolean): string {
  return going ? 'The first epoch will say more.' : 'The run stopped before the first epoch could say more.';
}

const rights = (accuracy: number, count: number) => figure(Math.round(accuracy * count));

/** What the evaluations so far say, and how sure that is. @param guess the accuracy predicted, 0 to 1; null for none. */
export function fineTuneTakeaway(
  { evaluations, count, baseline, going }: Course,
  guess: number | null,
): Said {
  const first = evaluations[0]!;
  if (evaluations.length === 1 && first.epoch === 0) {
    return say`Before the first step it is right on ${rights(first.score, count)} of ${figure(count)}. The head is random numbers, so what it gets right is luck. ${afterwards(going)}`;
  }
  const trained = evaluations.filter(({ epoch }) => epoch > 0);
  const best = bestTrained(trained)!;
  const before = first.epoch === 0 ? say`, against ${rights(first.score, count)} before` : say``;
  const when = going
    ? `After ${inWords(Math.round(trained.at(-1)!.epoch))} ${Math.round(trained.at(-1)!.epoch) === 1 ? 'epoch' : 'epochs'} the best is`
    : 'At its best it is';
  const scored = say`${when} right on ${rights(best.score, count)} of ${figure(count)}${before}.`;
  const { interval } = best;
  const range = interval ? rangeWords(`${count} rows`, interval, guess) : say``;
  const chance =
    interval && baseline !== null && interval[0] <= baseline
      ? say` Always the same answer reaches ${share(baseline, 0)}: so far nothing has been learnt that this could show.`
      : say``;
  return say`${scored}${range}${chance}${going ? say`` : flattery(trained.length)}`;
}

/** How far chance in drawing the rows goes, and what that says of a guess. @param rows how many of what were judged. */
export function rangeWords(rows: string, interval: readonly [number, number], guess: number | null): Said {
  const judged = guess === null ? say`` : say`, so your ${share(guess, 0)} ${judge(guess, interval)}`;
  return say` From ${figure(rows)} alone, anything between ${figure((interval[0] * 100).toFixed(0))} and ${share(interval[1], 0)} would be no surprise${judged}.`;
}

/** What a best evaluation of several does not say. */
export function flattery(evaluations: number): Said {
  return say` It is the best of ${inWords(evaluations)}, picked on the very rows it is scored on, so it flatters a little; and another seed would give another figure.`;
}

function judge(guess: number, [low, high]: readonly [number, number]): string {
  if (guess < low) return 'was too low';
  return guess > high ? 'was too high' : 'holds';
}

/** What a script calls the file of a dataset: one with tags is in CoNLL's format, the others are tables. */
export function scriptFileOf(dataset: string, { task }: Pick<HeadSpec, 'task'>): string {
  return `${dataset}.${task === 'token-classification' ? 'conll' : 'tsv'}`;
}

function formatOf(file: string): 'csv' | 'conll' | 'tsv' {
  if (file.endsWith('.csv')) return 'csv';
  return file.endsWith('.conll') ? 'conll' : 'tsv';
}

/** The whole run with transformers' Trainer. @param file where the rows lie, as the script names it. */
export function fineTunePython(
  model: string,
  data: { readonly file: string; readonly columns: DatasetColumns; readonly head: HeadSpec },
  changed: GivenArguments,
): string {
  const args = parseTrainingArguments(lessonRunArguments(changed), {
    defaults: { save_strategy: 'no', logging_strategy: 'epoch' },
  });
  return pythonScript({
    model: hubName(model),
    modelNote: null,
    head: data.head,
    data: {
      columns: data.columns,
      train: [{ path: data.file, format: formatOf(data.file), dialect: null }],
      validation: [],
      validationShare: 0.2,
    },
    args,
    outputDir: 'out',
  });
}
