import { StudioError } from '../errors.ts';
import type { ProblemType, Task } from '../models/task.ts';
import type { RecordValues } from './formats/record.ts';

/** Which columns of a file mean what. */
export interface DatasetColumns {
  readonly task: Task;
  readonly problemType: ProblemType;
  readonly text: string | null;
  readonly textPair: string | null;
  readonly label: string | null;
  /** Words and their tags, for token classification. */
  readonly tokens: string | null;
  readonly tags: string | null;
  /** Names for what the file has as labels, e.g. MRPC's 0 and 1; labels without one stand for themselves. */
  readonly labelNames: Readonly<Record<string, string>> | null;
}

/** What a person says about the columns, instead of what would be detected. */
export interface ColumnOverrides {
  readonly text?: string;
  /** `null`: there is none. */
  readonly textPair?: string | null;
  /** `null`: there is none, so masked words are what is learnt. */
  readonly label?: string | null;
  /** Words and their tags, one list each. */
  readonly tokens?: string;
  readonly tags?: string;
  readonly task?: Task;
  readonly problemType?: ProblemType;
  /** Names for what the file has as labels; `null` leaves those that only a card or a person gives. */
  readonly labelNames?: DatasetColumns['labelNames'];
}

const TEXT = [
  'text',
  'sentence',
  'sentence1',
  '#1 string',
  'premise',
  'question1',
  'sentence_a',
  'question_a',
  'text_a',
  'text1',
  'review',
  'content',
  'phrase',
];
const PAIR = [
  'text_pair',
  'sentence2',
  '#2 string',
  'hypothesis',
  'question2',
  'sentence_b',
  'question_b',
  'text_b',
  'text2',
];
/** What a column of labels is looked for by. */
export const LABEL_COLUMNS = [
  'label',
  'labels',
  'quality',
  'sentiment',
  'class',
  'category',
  'target',
  'score',
];
const TOKENS = ['tokens', 'words'];
const TAGS = ['tags', 'ner_tags', 'labels'];

const MRPC_LABELS = { '0': 'not_equivalent', '1': 'equivalent' };
const MOST_COLUMNS = 5000;
/** More different numbers than this are a scale, not classes. */
const MOST_NUMERIC_CLASSES = 20;
const NO_COLUMNS = { text: null, textPair: null, label: null, tokens: null, tags: null, labelNames: null };

/**
 * Finds text, pair and label by the names datasets usually have, and the task by the values.
 *
 * @param sample the first rows.
 * @throws StudioError `unknown_column` listing the columns there are; `too_many_columns`.
 */
export function detectColumns(
  names: readonly string[],
  sample: readonly RecordValues[],
  overrides: ColumnOverrides,
  file: string,
): DatasetColumns {
  checkCount(names, file);
  for (const name of [
    overrides.text,
    overrides.textPair,
    overrides.label,
    overrides.tokens,
    overrides.tags,
  ]) {
    if (typeof name === 'string' && !names.includes(name)) throw unknownColumn(name, names, file);
  }
  const find = (wanted: readonly string[]) => oneOf(wanted, names);
  const problemType = 'single_label_classification';
  const { task, labelNames = null } = overrides;
  const hasText = overrides.text !== undefined || (task === 'text-classification' && find(TEXT) !== null);
  if (task === 'token-classification' || !hasText) {
    const isChosen = task === 'token-classification';
    const tokens = overrides.tokens ?? find(TOKENS);
    const tags = overrides.tags ?? (tokens === null ? null : find(TAGS));
    if (tokens !== null && tags !== null)
      return { ...NO_COLUMNS, task: 'token-classification', problemType, tokens, tags, labelNames };
    if (isChosen) throw missingColumn(tokens === null ? 'words' : 'tags', null, names, file);
  }
  const { text, textPair } = detectTexts(names, sample, overrides, file);
  const label =
    overrides.label === undefined
      ? find(LABEL_COLUMNS.filter((name) => name !== text.toLowerCase()))
      : overrides.label;
  if (overrides.task === 'fill-mask' || (label === null && overrides.task === undefined)) {
    return { ...NO_COLUMNS, task: 'fill-mask', problemType, text };
  }
  if (label === null) throw missingColumn('a label', '--label-column', names, file);
  const of = overrides.problemType ?? problemTypeOf(sample.map((row) => row[label]));
  const known = labelNames ?? (isMrpc(names, label, file) ? MRPC_LABELS : null);
  return {
    ...NO_COLUMNS,
    task: 'text-classification',
    problemType: of,
    text,
    textPair,
    label,
    labelNames: of === 'regression' ? null : known,
  };
}

/**
 * Finds the text and a second text as `detectColumns` does, in rows that need no label.
 *
 * @throws StudioError `unknown_column` or `missing_column`, listing the columns there are.
 */
export function detectTexts(
  names: readonly string[],
  sample: readonly RecordValues[],
  overrides: Pick<ColumnOverrides, 'text' | 'textPair' | 'label'>,
  file: string,
): { readonly text: string; readonly textPair: string | null } {
  checkCount(names, file);
  for (const name of [overrides.text, overrides.textPair]) {
    if (typeof name === 'string' && !names.includes(name)) throw unknownColumn(name, names, file);
  }
  const isLabel = (name: string) => LABEL_COLUMNS.includes(name.toLowerCase());
  const text =
    overrides.text ??
    oneOf(TEXT, names) ??
    // Labels may be longer than what they are said of.
    longestText(
      names.filter((name) => !isLabel(name)),
      sample,
      overrides,
    ) ??
    longestText(names, sample, overrides);
  if (text === null) throw missingColumn('text', '--text-column', names, file);
  const textPair = overrides.textPair === undefined ? oneOf(PAIR, names) : overrides.textPair;
  return { text, textPair: textPair === text ? null : textPair };
}

/** The first of a file's columns that has one of the usual names. */
function oneOf(usual: readonly string[], names: readonly string[]): string | null {
  return names.find((name) => usual.includes(name.toLowerCase())) ?? null;
}

/** As Microsoft published it, or in the Hub's layout, which other GLUE tasks share: there the path must say so. */
function isMrpc(names: readonly string[], label: string, file: string): boolean {
  const hub = ['idx', 'label', 'sentence1', 'sentence2'];
  const asPublished = label === 'Quality' && names.includes('#1 String');
  return asPublished || (names.toSorted().join() === hub.join() && /mrpc/i.test(file));
}

function problemTypeOf(values: readonly unknown[]): ProblemType {
  if (values.some((value) => Array.isArray(value))) return 'multi_label_classification';
  const present = values.filter((value) => value !== null && value !== undefined && value !== '').map(String);
  const numbers = present.map(Number);
  const isNumeric = present.length > 0 && numbers.every(Number.isFinite);
  const manyValues =
    numbers.some((value) => !Number.isInteger(value)) || new Set(numbers).size > MOST_NUMERIC_CLASSES;
  return isNumeric && manyValues ? 'regression' : 'single_label_classification';
}

/** Where no name helps: the column with the longest strings. */
function longestText(
  names: readonly string[],
  sample: readonly RecordValues[],
  { label, textPair }: ColumnOverrides,
): string | null {
  const lengthOf = (name: string) =>
    sample.reduce((sum, row) => sum + (typeof row[name] === 'string' ? row[name].length : 0), 0) /
    sample.length;
  let [longest, length]: [string | null, number] = [null, 10];
  for (const name of names) {
    const own = name === label || name === textPair ? 0 : lengthOf(name);
    if (own > length || (own === length && longest === null)) [longest, length] = [name, own];
  }
  return longest;
}

/** A file of so many columns is most likely a table turned around. */
function checkCount(names: readonly string[], file: string): void {
  if (names.length <= MOST_COLUMNS) return;
  const message = `${file} has ${names.length} columns, and ${MOST_COLUMNS} at most are read. Leave those out that are no texts and no labels.`;
  throw new StudioError('too_many_columns', message, { details: { file, columns: names.length } });
}

function missingColumn(
  what: string,
  option: string | null,
  names: readonly string[],
  file: string,
): StudioError {
  const remedy = option === null ? 'Say which it is' : `Name it with ${option}`;
  const message = `${file} has no column that looks like ${what}. ${remedy}; the columns are: ${names.join(', ')}.`;
  return new StudioError('missing_column', message, { details: { file, columns: names } });
}

function unknownColumn(name: string, names: readonly string[], file: string): StudioError {
  const message = `${file} has no column "${name}". Its columns are: ${names.join(', ')}.`;
  return new StudioError('unknown_column', message, { details: { file, column: name, columns: names } });
}
