import { basename } from 'node:path';
import { counted } from '../../app/counted.ts';
import type { RawExample } from '../../app/data/raw-example.ts';
import type { CheckedDataset, CheckedSplit } from './check-dataset.ts';
import type { Repeats } from './repeated-rows.ts';

export interface Finding {
  /** Only errors keep a dataset from being trained on. */
  readonly severity: 'error' | 'warning' | 'note';
  readonly code: string;
  readonly message: string;
}

/** One label with more than this share makes accuracy easy to come by. */
const IMBALANCE = 0.8;

type Checked = Omit<CheckedDataset, 'findings'>;

/** What is worth knowing before training, warnings first. */
export function findingsOf(
  checked: Checked,
  files: { readonly notRead: readonly string[]; readonly unused: readonly string[] },
): Finding[] {
  const warnings = [
    ...checked.splits.flatMap((split) => warningsOf(split, checked)),
    ...unseenLabels(checked),
    ...leakWarning(checked),
  ];
  const notes = [
    ...(checked.task === 'fill-mask'
      ? [finding('note', 'no_label', 'There is no label column, so train would learn to fill masked words.')]
      : []),
    ...files.notRead.map((split) =>
      finding('note', 'not_read', `The ${split} split is kept apart and was not opened.`),
    ),
    ...(files.unused.length > 0
      ? [
          finding(
            'note',
            'unused_files',
            `Not part of any split: ${files.unused.map((file) => basename(file)).join(', ')}.`,
          ),
        ]
      : []),
  ];
  return [...warnings, ...notes];
}

function warningsOf(split: CheckedSplit, { maxLength, task }: Checked): Finding[] {
  const { rows, skipped, labels, tokens } = split;
  const name = basename(split.file);
  const skips = Object.entries(skipped).map(([reason, { count, first }]) =>
    finding(
      'warning',
      'skipped',
      `${name}: ${counted(count, 'row')} skipped: ${reason} (${list(first, count)}).`,
    ),
  );
  const total = labels.reduce((sum, { count }) => sum + count, 0);
  const [top] = labels;
  const isImbalanced =
    task === 'text-classification' && top !== undefined && labels.length > 1 && top.count > IMBALANCE * total;
  const isOneEach =
    task === 'text-classification' &&
    split.split === 'train' &&
    labels.length > 1 &&
    labels.every(({ count }) => count === 1);
  return [
    ...skips,
    ...(isImbalanced
      ? [
          finding(
            'warning',
            'imbalance',
            `${name}: always answering "${top.label}" would be right in ${percent(top.count / total)} of the rows. Judge by F1, and consider --class_weights balanced.`,
          ),
        ]
      : []),
    ...(isOneEach
      ? [
          finding(
            'warning',
            'one_row_a_label',
            `${name}: none of the ${labels.length} labels has more than one row, so nothing can be learnt that holds for another. Is this the column of labels?`,
          ),
        ]
      : []),
    ...repeatWarning(name, 'duplicates', split.duplicates, 'with the text and label of an earlier row'),
    ...repeatWarning(
      name,
      'contradictions',
      split.contradictions,
      'with the text of an earlier row and another label',
    ),
    ...(tokens.truncated > 0
      ? [
          finding(
            'warning',
            'truncation',
            `${name}: ${counted(tokens.truncated, 'row')} (${percent(tokens.truncated / rows)}) longer than max_seq_length ${maxLength}, the longest ${tokens.max} tokens; their end is cut off.`,
          ),
        ]
      : []),
  ];
}

function repeatWarning(file: string, code: string, { count, first }: Repeats, what: string): Finding[] {
  if (count === 0) return [];
  const places = first.map(({ row, of }) => `${placeOf(row)} as ${placeOf(of)}`);
  return [finding('warning', code, `${file}: ${counted(count, 'row')} ${what} (${list(places, count)}).`)];
}

function leakWarning({ leaks, splits }: Checked): Finding[] {
  if (!leaks || leaks.count === 0) return [];
  const files = Object.fromEntries(splits.map(({ split, file }) => [split, basename(file)]));
  const where = leaks.made ? 'the rows that train would set apart by default' : files.validation;
  const places = leaks.first.map(({ row, of }) => `${placeOf(row)} is ${placeOf(of)} of ${files.train}`);
  return [
    finding(
      'warning',
      'leaks',
      `${counted(leaks.count, 'row')} of ${where} also in training, so that the evaluation flatters (${list(places, leaks.count)}).`,
    ),
  ];
}

/** Labels that only the evaluation has can never be predicted. */
function unseenLabels({ splits }: Checked): Finding[] {
  const [train, validation] = (['train', 'validation'] as const).map((name) =>
    splits.find(({ split }) => split === name),
  );
  if (!train || !validation) return [];
  const known = new Set(train.labels.map(({ label }) => label));
  const unseen = validation.labels.filter(({ label }) => !known.has(label)).map(({ label }) => label);
  if (unseen.length === 0) return [];
  const message = `${basename(validation.file)} has labels that ${basename(train.file)} does not, so no model can learn them: ${unseen.join(', ')}.`;
  return [finding('warning', 'unseen_label', message)];
}

function finding(severity: Finding['severity'], code: string, message: string): Finding {
  return { severity, code, message };
}

function placeOf({ line, row }: RawExample): string {
  return line === null ? `row ${row + 1}` : `line ${line}`;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}

function list(places: readonly string[], count: number): string {
  return `${places.join(', ')}${count > places.length ? ', ...' : ''}`;
}
