import type { FilePreview } from '../../../../app/contract/datasets.ts';
import type { RequestParams } from '../../../../app/contract/studio.ts';
import { bytes, count } from '../../../components/figures.ts';

export type ColumnChoices = NonNullable<RequestParams<'datasets.preview'>['columns']>;
export type SplitName = FilePreview['files'][number]['split'];

/** What a person says about files before they are added. */
export interface ImportPlan {
  /** By handle; what is not said is told by the file's name. */
  readonly splits: Readonly<Record<string, SplitName>>;
  readonly columns: ColumnChoices;
  /** Of one file's rows that go to validation. */
  readonly share: number;
  readonly seed: number;
  /** Null takes the file's name. */
  readonly title: string | null;
}

export function fileWords({ files }: FilePreview): string {
  const size = bytes(files.reduce((sum, file) => sum + file.bytes, 0));
  return files.length === 1 ? size : `${files.length} files, ${size}`;
}

/** Files that rows are read of. */
export function usedFiles({ files }: FilePreview): number {
  return files.filter(({ split }) => split !== 'unused').length;
}

/** What the files came from; of several without an archive, what is left without the words that tell their splits. */
export function titleOf({ files, source }: FilePreview): string {
  const stem = source.replace(/ on the Hugging Face Hub$/, '').replace(/\.[^.]+$/, '');
  if (files.length === 1 || source !== files.map(({ name }) => name).join(', ')) return stem;
  const first = files[0]!.name.replace(/\.[^.]+$/, '');
  return first.replace(/[ _.-]*(train(ing)?|dev|valid(ation)?|test)[ _.-]*/i, '') || 'My data';
}

const TASKS: Readonly<Record<string, string>> = {
  'token-classification': 'a tag for each word',
  'fill-mask': 'text without labels, from which hidden words can be learnt',
};
const MOST_NAMED = 6;
const MOST_OF_A_NAME = 40;
const FROM_THE_RIGHT = /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}/u;

/** A label within a sentence: a long one cut short, one that is written from the right kept from turning what follows. */
function apart(label: string): string {
  const short = label.length > MOST_OF_A_NAME ? `${label.slice(0, MOST_OF_A_NAME - 1).trimEnd()}…` : label;
  return FROM_THE_RIGHT.test(short) ? `\u2068${short}\u2069` : short;
}

/** What the file was taken for. */
export function readWords({ rows, columns, labels, fields, files, isWhole }: FilePreview): string {
  if (!columns)
    return `${files[0]!.name} has ${fields.length} columns. They cannot be read as a dataset yet.`;
  const isRegression = columns.problemType === 'regression';
  const each = columns.textPair === null ? 'text' : 'pair of texts';
  const what =
    columns.task !== 'text-classification'
      ? TASKS[columns.task]
      : isRegression
        ? `a number for each ${each}`
        : columns.problemType === 'multi_label_classification'
          ? `any number of labels for each ${each}`
          : `a label for each ${each}`;
  const named = labels.slice(0, MOST_NAMED).map(({ label, count: n }) => `${apart(label)} (${count(n)})`);
  const more = labels.length > named.length ? ` and ${labels.length - named.length} more` : '';
  const list = labels.length > 0 && !isRegression ? `: ${named.join(', ')}${more}` : '';
  const alone =
    fields.length === 1
      ? ` There is only one column, ${fields[0]!.name}. If the file has more, its columns are not divided by commas, semicolons or tabs: export it again as CSV.`
      : '';
  const read = `${count(rows)} rows, read as ${what}${list}.${alone}`;
  return isWhole ? read : `The first ${read} The file is large: the rest is read when it is added.`;
}

export function skippedWords({ reason, count: n, first }: FilePreview['skipped'][number]): string {
  const more = n > first.length ? ' and more' : '';
  return `${count(n)} ${n === 1 ? 'row is' : 'rows are'} left out with ${reason}: ${first.join(', ')}${more}.`;
}
