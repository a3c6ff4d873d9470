import type { DatasetColumns } from '../../../../app/data/columns.ts';
import type { ColumnChoices } from './import-plan.ts';

/** What rows are read as: a task of Hugging Face's and, of texts with labels, which problem. */
type ReadAs = 'label' | 'labels' | 'number' | 'tags' | 'text';

export const READ_AS: readonly {
  readonly value: ReadAs;
  readonly label: string;
  readonly detail: string;
}[] = [
  { value: 'label', label: 'one label for each text', detail: 'text-classification' },
  { value: 'labels', label: 'any number of labels for each text', detail: 'multi_label_classification' },
  { value: 'number', label: 'a number for each text', detail: 'regression' },
  { value: 'tags', label: 'a tag for each word', detail: 'token-classification' },
  { value: 'text', label: 'text alone, hidden words to learn', detail: 'fill-mask' },
];

const CHOICES: Readonly<Record<ReadAs, ColumnChoices>> = {
  label: { task: 'text-classification', problemType: 'single_label_classification' },
  labels: { task: 'text-classification', problemType: 'multi_label_classification' },
  number: { task: 'text-classification', problemType: 'regression' },
  tags: { task: 'token-classification' },
  text: { task: 'fill-mask' },
};

/** As a person said, else as the studio found; null where neither says. */
export function readAs({ task, problemType }: ColumnChoices, found: DatasetColumns | null): ReadAs | null {
  const [is, of] = [task ?? found?.task, problemType ?? found?.problemType];
  if (is === undefined) return null;
  if (is === 'token-classification') return 'tags';
  if (is === 'fill-mask') return 'text';
  if (of === 'regression') return 'number';
  return of === 'multi_label_classification' ? 'labels' : 'label';
}

/** The choices with another reading: texts stay as chosen, and what that reading has no use for is forgotten. */
export function choiceOf(reading: ReadAs, { text, textPair, label }: ColumnChoices): ColumnChoices {
  const texts = { ...(text && { text }), ...(textPair !== undefined && { textPair }) };
  if (reading === 'tags') return CHOICES.tags;
  return { ...CHOICES[reading], ...texts, ...(label && reading !== 'text' ? { label } : {}) };
}

export const READING_HINTS: Readonly<Record<ReadAs, string | null>> = {
  label: null,
  labels: 'Several in one cell are divided by semicolons, bars or commas.',
  number: 'Rows whose label is no number are left out.',
  tags: 'Words and tags are lists, or texts divided by spaces. Tags as B-PER, I-PER and O.',
  text: null,
};
