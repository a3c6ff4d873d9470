import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TINY_CONFIG_JSON, temporaryFolder, writeTinyModel } from '../../../tests/support/tiny-model.ts';
import { openModel } from '../../storage/models.ts';
import { encodingOf } from './opened-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => rm(folder, { recursive: true }));

const long = { text: 'a good day '.repeat(100), pair: undefined };

test('a text is cut to the positions of a model whose tokenizer tells no limit', async () => {
  await writeTinyModel(join(folder, 'unlimited'), { 'tokenizer_config.json': null });
  const model = await openModel(join(folder, 'unlimited'));
  expect(encodingOf(model, long).inputIds).toHaveLength(TINY_CONFIG_JSON.max_position_embeddings);
});

test('and of one whose tokenizer promises more than the model has', async () => {
  const config = JSON.stringify({ do_lower_case: true, model_max_length: 512 });
  await writeTinyModel(join(folder, 'promising'), { 'tokenizer_config.json': config });
  const model = await openModel(join(folder, 'promising'));
  expect(encodingOf(model, long).inputIds).toHaveLength(TINY_CONFIG_JSON.max_position_embeddings);
});
