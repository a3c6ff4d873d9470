import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS, type TrainingArguments } from '../../app/training/arguments.ts';
import { temporaryFolder, writeTinyModel } from '../../tests/support/tiny-model.ts';
import { openModel } from '../storage/models.ts';
import { prepareData, reportData } from './training-data.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeTinyModel(join(folder, 'tiny'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes the files and prepares them as a run does. @returns the warnings it would begin with. */
async function warningsOf(
  name: string,
  files: Readonly<Record<string, string>>,
  args: Partial<TrainingArguments> = {},
): Promise<string[]> {
  mkdirSync(join(folder, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, name, file), text);
  const job = {
    name,
    folder: join(folder, 'run'),
    model: 'tiny',
    dataset: join(folder, name),
    columns: {},
    validationShare: 0.2,
    args: { ...DEFAULT_TRAINING_ARGUMENTS, eval_strategy: 'epoch' as const, max_seq_length: 16, ...args },
    resume: null,
  };
  const data = await prepareData(job, await openModel(join(folder, 'tiny')));
  const warnings: string[] = [];
  reportData(data, (level, message) => level === 'warning' && warnings.push(message));
  return warnings;
}

const rows = (count: number, label: (i: number) => string) =>
  `text,label\n${Array.from({ length: count }, (_, i) => `a good day ${i},${label(i)}\n`).join('')}`;

test('rows that cannot be used are told by their file, those of the evaluation too', async () => {
  const warnings = await warningsOf('gaps', {
    'train.csv': `${rows(10, (i) => `${i % 2}`)},1\n`,
    'validation.csv': `${rows(4, (i) => `${i % 2}`)}a good day,\n`,
  });
  expect(warnings).toEqual([
    'train.csv: skipped 1 row with no text (line 12).',
    'validation.csv: skipped 1 row with no label (line 6).',
  ]);
});

test('a label for every row is doubted, and so are labels that only the evaluation has', async () => {
  expect(await warningsOf('each', { 'train.csv': rows(30, (i) => `label${i}`) })).toEqual([
    expect.stringMatching(/^each: none of the 30 labels has more than one row/),
  ]);
  // Of ten labels with one row each, two are set apart to evaluate on.
  const rare = rows(30, (i) => (i < 10 ? `rare${i}` : `${i % 2}`));
  expect(await warningsOf('rare', { 'train.csv': rare })).toEqual([
    'rare: 2 labels without a row to learn from: rare0, rare1.',
  ]);
});

test('too few rows to evaluate on are refused by what is missing, which may be the column of labels', async () => {
  await expect(warningsOf('two', { 'train.csv': 'text,other\na good day,x\na bad day,y\n' })).rejects.toThrow(
    /of 2 rows none is left to evaluate on\. It has no column of labels either \(looked for: label, labels, /,
  );
  await expect(warningsOf('labelled', { 'train.csv': rows(2, (i) => `${i}`) })).rejects.toThrow(
    /of 2 rows none is left to evaluate on\. Add rows/,
  );
  await expect(
    warningsOf('ragged', { 'train.csv': 'text,label\na good day,x\na bad day,y\nno label\n' }),
  ).rejects.toThrow(/none is left to evaluate on\. Others were skipped: 1 x another number of fields/);
  expect(await warningsOf('asked', { 'train.csv': 'text\na good day\n' }, { eval_strategy: 'no' })).toEqual(
    [],
  );
});
