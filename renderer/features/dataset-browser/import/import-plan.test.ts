import { expect, test } from 'vitest';
import type { FilePreview } from '../../../../app/contract/datasets.ts';
import { readWords } from './import-plan.ts';

const preview = (labels: FilePreview['labels']) =>
  ({
    rows: 12,
    columns: { task: 'text-classification', problemType: null, textPair: null },
    labels,
    fields: [{ name: 'text' }, { name: 'label' }],
    files: [{ name: 'forms.csv' }],
    isWhole: true,
  }) as unknown as FilePreview;

test('a label of two hundred characters is cut short where the file is put in words', () => {
  const words = readWords(preview([{ label: 'a form that nobody tidied '.repeat(8), count: 6 }]));
  expect(words).toBe('12 rows, read as a label for each text: a form that nobody tidied a form that n… (6).');
});

test('a label written from the right does not turn round the figures after it', () => {
  expect(readWords(preview([{ label: 'שאלה', count: 5 }]))).toContain('\u2068שאלה\u2069 (5)');
});
