import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LiveBatch } from '../../app/contract/training.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { BertTokenizer } from '../../app/tokenization/bert-tokenizer.ts';
import { temporaryFolder, writeTinyModel } from '../../tests/support/tiny-model.ts';
import { openModel } from '../storage/models.ts';
import { batchTeller } from './batch-teller.ts';

let folder: string;
let tokenizer: BertTokenizer;
beforeAll(async () => {
  folder = await temporaryFolder();
  await writeTinyModel(folder);
  tokenizer = (await openModel(folder)).tokenizer;
});
afterAll(() => rm(folder, { recursive: true }));

const [CLS, SEP, MASK, A, GOOD, DAY] = [2, 3, 4, 5, 6, 8];

function told(head: HeadSpec, label: number | Int32Array, ids: readonly number[]): LiveBatch['rows'][number] {
  const batches: LiveBatch[] = [];
  const teller = batchTeller(tokenizer, head, (batch) => batches.push(batch));
  const inputIds = Int32Array.from(ids);
  const example = { row: 0, inputIds, tokenTypeIds: new Int32Array(inputIds.length), label };
  void teller.onStepBegin?.(1, { microBatches: [[example]] } as never, undefined as never);
  return batches[0]!.rows[0]!;
}

test('a hidden word is shown as the model reads it, and what it was beside it', () => {
  const head: HeadSpec = { task: 'fill-mask', problemType: 'single_label_classification', labels: [] };
  const label = Int32Array.of(-100, -100, GOOD, -100, -100);
  expect(told(head, label, [CLS, A, MASK, DAY, SEP])).toEqual({
    text: 'a [MASK] day',
    tokens: 5,
    label: 'good',
  });
});

test('a text is shown without what stands at its ends, with its label', () => {
  const head: HeadSpec = {
    task: 'text-classification',
    problemType: 'single_label_classification',
    labels: ['bad', 'good'],
  };
  expect(told(head, 1, [CLS, A, GOOD, DAY, SEP])).toEqual({ text: 'a good day', tokens: 5, label: 'good' });
});
