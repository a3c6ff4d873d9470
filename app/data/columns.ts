import { StudioError } from '../errors.ts';
import type { ProblemType, Task } from '../models/task.ts';
import { LABEL_NAMES, normalName, PAIR_NAMES, TAGS_NAMES, TEXT_NAMES, TOKENS_NAMES } from './column-names.ts';
import type { ColumnSummary } from './column-summary.ts';
import { summarizeColumns } from './column-summary.ts';
import type { RecordValues } from './formats/record.ts';

/** What a person says about the columns; what is left out is detected. */
export interface ColumnOptions {
  readonly textColumn?: string | undefined;
  readonly textPairColumn?: string | undefined;
  /** One column, or several with commas: one 0/1 column a class (multi-label). */
  readonly labelColumn?: string | undefined;
  readonly task?: Task | undefined;
  readonly problemType?: ProblemType | undefined;
  /** Label names of a model that is to be evaluated: any other label is an error. */
  readonly labels?: readonly string[] | undefined;
  /** Read texts only, as for prediction. */
  readonly ignoreLabels?: boolean | undefined;
}

/** Which columns hold what. */
export interface ColumnRoles {
  readonly task: Task;
  /** Null for the columns of texts in token classification, and the other way round. */
  readonly text: string | null;
  readonly textPair: string | null;
  /** Several columns are one 0/1 column a class. Null when labels are not read. */
  readonly label: string | readonly string[] | null;
  readonly tokens: string | null;
  readonly tags: string | null;
}

/**
 * Finds the columns from their names, then from what is in them.
 *
 * @param sample the first records, at least one
 * @throws StudioError `column_not_found`, `label_not_found` or `text_not_found`, listing the columns
 */
export function detectRoles(
  sample: readonly RecordValues[],
  options: ColumnOptions,
  file: string,
): ColumnRoles {
  const columns = summarizeColumns(sample);
  const search = new ColumnSearch(columns, file);
  const tokens =
    options.task === undefined || options.task === 'token-classification'
      ? findTokens(search, options)
      : null;
  if (tokens !== null) return tokens;
  if (options.task === 'token-classification' && !options.ignoreLabels) {
    throw search.missing(
      'tokens_not_found',
      'no columns of tokens and their tags (two lists of the same length a row)',
    );
  }
  return findTexts(search, options);
}

const NO_ROLES = { text: null, textPair: null, label: null, tokens: null, tags: null } as const;

function findTokens(search: ColumnSearch, options: ColumnOptions): ColumnRoles | null {
  const isStrings = (column: ColumnSummary): boolean => column.kind === 'strings';
  const isList = (column: ColumnSummary): boolean => column.kind === 'strings' || column.kind === 'integers';
  const given = search.given(options.textColumn);
  const tokens = given ?? search.byName(TOKENS_NAMES, isStrings);
  if (tokens === null || !isStrings(tokens)) return null;
  const task = 'token-classification' as const;
  if (options.ignoreLabels) return { ...NO_ROLES, task, tokens: tokens.name };
  const tags =
    search.given(options.labelColumn) ??
    search.byName(TAGS_NAMES, (column) => column !== tokens && isList(column));
  if (tags === null || !isList(tags)) return null;
  return { ...NO_ROLES, task, tokens: tokens.name, tags: tags.name };
}

function findTexts(search: ColumnSearch, options: ColumnOptions): ColumnRoles {
  const givenLabels = (options.labelColumn ?? '').split(',').filter((name) => name !== '');
  const exact = options.labelColumn === undefined ? null : search.find(options.labelColumn);
  const labels = exact ? [exact] : givenLabels.map((name) => search.given(name)!);
  const { text, textPair } = findTextAndPair(search, options, labels);
  const texts = { ...NO_ROLES, text, textPair };
  if (options.task === 'fill-mask') return { ...texts, textPair: null, task: 'fill-mask' };
  const task = options.task ?? 'text-classification';
  if (options.ignoreLabels) return { ...texts, task };
  if (labels.length > 0) {
    return { ...texts, task, label: labels.length === 1 ? labels[0]!.name : labels.map(({ name }) => name) };
  }
  const label = findLabel(search, [text, textPair]);
  if (label !== null) return { ...texts, task, label };
  if (options.task === undefined && textPair === null) return { ...texts, task: 'fill-mask' };
  throw search.missing('label_not_found', 'no column that looks like labels', '--label-column');
}

function findTextAndPair(search: ColumnSearch, options: ColumnOptions, labels: readonly ColumnSummary[]) {
  const isText = (column: ColumnSummary): boolean => column.kind === 'text' && !labels.includes(column);
  const givenText = search.given(options.textColumn);
  const givenPair = search.given(options.textPairColumn);
  const pairs = PAIR_NAMES.map((names) => names.map((name) => search.byName([name], isText)));
  const pair = pairs.find(
    ([first, second]) => first && second && (givenText === null || givenText === first),
  );
  const single = search.byName(TEXT_NAMES, (column) => isText(column) && column !== givenPair);
  const text =
    givenText ?? (givenPair === null ? pair?.[0] : null) ?? single ?? search.longestText(isText, givenPair);
  if (!text) throw search.missing('text_not_found', 'no column of texts', '--text-column');
  const textPair = givenPair ?? (text === pair?.[0] ? pair?.[1] : null);
  return { text: text.name, textPair: textPair?.name ?? null };
}

/** By name, else the one other column with few different values, else 0/1 columns: one a class. */
function findLabel(
  search: ColumnSearch,
  texts: readonly (string | null)[],
): string | readonly string[] | null {
  const others = search.columns.filter(
    ({ name, kind }) => !texts.includes(name) && kind !== 'other' && kind !== 'empty',
  );
  const named = search.byName(LABEL_NAMES, (column) => others.includes(column));
  if (named !== null) return named.name;
  const flags = others.filter((column) => column.isFlag);
  if (flags.length > 1) return flags.map(({ name }) => name);
  const few = others.filter((column) => column.isCategory);
  if (few.length > 1) {
    const names = few.map(({ name }) => name).join(', ');
    throw search.missing(
      'label_not_found',
      `more than one column that could be the label (${names})`,
      '--label-column',
    );
  }
  return few[0]?.name ?? null;
}

/** Looks columns up, and knows how to say that one is not there. */
class ColumnSearch {
  readonly columns: readonly ColumnSummary[];
  readonly #file: string;

  constructor(columns: readonly ColumnSummary[], file: string) {
    this.columns = columns;
    this.#file = file;
  }

  find(name: string): ColumnSummary | null {
    return this.columns.find((column) => column.name === name.trim()) ?? null;
  }

  /** The column a person named; null where none was. */
  given(name: string | undefined): ColumnSummary | null {
    if (name === undefined) return null;
    const found = this.find(name);
    if (found) return found;
    throw this.missing('column_not_found', `no column named ${JSON.stringify(name)}`);
  }

  byName(names: readonly string[], accept: (column: ColumnSummary) => boolean): ColumnSummary | null {
    for (const name of names) {
      const found = this.columns.find((column) => normalName(column.name) === name && accept(column));
      if (found) return found;
    }
    return null;
  }

  longestText(
    accept: (column: ColumnSummary) => boolean,
    except: ColumnSummary | null,
  ): ColumnSummary | null {
    const texts = this.columns.filter((column) => accept(column) && column !== except);
    return texts.toSorted((a, b) => b.meanLength - a.meanLength)[0] ?? null;
  }

  missing(code: string, what: string, flag?: string): StudioError {
    const names = this.columns.map(({ name }) => name);
    const remedy = flag === undefined ? 'Name one of them.' : `Say which with ${flag}.`;
    return new StudioError(code, `${this.#file} has ${what}. Its columns: ${names.join(', ')}. ${remedy}`, {
      details: { file: this.#file, columns: names },
    });
  }
}
