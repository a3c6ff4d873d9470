import { StudioError } from '../errors.ts';
import type { HeadSpec } from '../models/task.ts';
import type { Argument } from './argument-kinds.ts';
import { contradictions } from './argument-rules.ts';
import type { TrainingArgumentName, TrainingArguments } from './arguments.ts';
import { DEFAULT_TRAINING_ARGUMENTS, TRAINING_ARGUMENT_NAMES, TRAINING_ARGUMENTS } from './arguments.ts';

export interface ArgumentProblem {
  /** As it was given, or the argument's own name. */
  readonly argument: string;
  readonly message: string;
}

/** What the model and the data allow, where known: more contradictions can be seen with it. */
export interface ArgumentContext {
  readonly head?: HeadSpec;
  /** `max_position_embeddings` of the model. */
  readonly maxPositions?: number;
  /** `num_hidden_layers` of the model. */
  readonly layers?: number;
}

const NAME_OF: ReadonlyMap<string, TrainingArgumentName> = new Map(
  TRAINING_ARGUMENT_NAMES.flatMap((name) => [
    [name, name] as const,
    ...(TRAINING_ARGUMENTS[name].aliases ?? []).map((alias) => [alias, name] as const),
  ]),
);

/** The argument that a name or alias stands for; dashes count as underscores. */
function findArgument(given: string): TrainingArgumentName | undefined {
  return NAME_OF.get(given.replace(/^--/, '').replaceAll('-', '_'));
}

/**
 * Complete training arguments from values by name: strings (of a command line) or values of the argument's own
 * type. Absent ones take `defaults` (e.g. what a model's card recommends), then Hugging Face's.
 * @throws StudioError `invalid_arguments` naming every problem and contradiction at once; `details.problems`
 * is a list of ArgumentProblem.
 */
export function parseTrainingArguments(
  given: Readonly<Record<string, unknown>>,
  options: { readonly defaults?: Partial<TrainingArguments>; readonly context?: ArgumentContext } = {},
): TrainingArguments {
  const problems: ArgumentProblem[] = [];
  const values: Partial<Record<TrainingArgumentName, unknown>> = {};
  for (const [key, raw] of Object.entries(given)) {
    if (raw === undefined) continue;
    const name = findArgument(key);
    if (name === undefined) {
      problems.push({ argument: key, message: `is not a training argument${suggestion(key)}` });
      continue;
    }
    const reading = (TRAINING_ARGUMENTS[name] as Argument<unknown>).read(raw);
    if ('problem' in reading) {
      problems.push({ argument: key, message: `${reading.problem}, not ${JSON.stringify(raw)}` });
    } else if (name in values && values[name] !== reading.value) {
      problems.push({
        argument: key,
        message: `is another name of ${name} and both are given, as ${String(reading.value)} and ${String(values[name])}`,
      });
    } else {
      values[name] = reading.value;
    }
  }
  const args = { ...DEFAULT_TRAINING_ARGUMENTS, ...options.defaults, ...values } as TrainingArguments;
  problems.push(...contradictions(args, options.context ?? {}));
  if (problems.length > 0) throw invalidArguments(problems);
  return args;
}

/** All problems of `args`, none thrown: what a form shows beside its fields. */
export function checkTrainingArguments(
  args: TrainingArguments,
  context: ArgumentContext = {},
): ArgumentProblem[] {
  const wrong = TRAINING_ARGUMENT_NAMES.flatMap((argument) => {
    const reading = (TRAINING_ARGUMENTS[argument] as Argument<unknown>).read(args[argument]);
    return 'problem' in reading ? [{ argument, message: reading.problem }] : [];
  });
  return [...wrong, ...contradictions(args, context)];
}

/** One error for all the problems of the arguments. */
export function invalidArguments(problems: readonly ArgumentProblem[]): StudioError {
  const lines = problems.map(({ argument, message }) => `  ${argument} ${message}.`);
  const title =
    problems.length === 1
      ? 'A training argument is wrong:'
      : `${problems.length} training arguments are wrong:`;
  return new StudioError('invalid_arguments', `${title}\n${lines.join('\n')}`, { details: { problems } });
}

function suggestion(given: string): string {
  const key = given.replace(/^--/, '').replaceAll('-', '_');
  const ranked = [...NAME_OF.keys()]
    .map((name) => ({ name, distance: editDistance(key, name) }))
    .sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  return nearest !== undefined && nearest.distance <= Math.max(2, key.length / 4)
    ? `; ${nearest.name} is`
    : '';
}

/** Levenshtein distance, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
