import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder, writeTinyModel } from '../../tests/support/tiny-model.ts';
import { listModels, openModel } from './models.ts';

let user: string;
beforeEach(async () => {
  user = await temporaryFolder();
  vi.stubEnv('BERT_STUDIO_HOME', user);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(user, { recursive: true });
});

describe('embedded models', () => {
  it('are listed with a card each', async () => {
    const models = await listModels();
    expect(models.map(({ name }) => name)).toEqual(['bert-base-uncased', 'all-MiniLM-L6-v2']);
    expect(models[0]!.card).toMatchObject({ weights: '8-bit weights', recommended_learning_rate: 2e-5 });
    expect(models[1]!.card!.recommended_learning_rate).toBe(1e-4);
  });

  it('open by name', async () => {
    const { config, tokenizer } = await openModel('all-MiniLM-L6-v2');
    expect(config.hidden_size).toBe(384);
    expect(tokenizer.vocabSize).toBe(config.vocab_size);
    // What an example for Hugging Face calls it.
    expect((await openModel('sentence-transformers/all-MiniLM-L6-v2')).name).toBe('all-MiniLM-L6-v2');
  });
});

it('lists models although other things lie in their folder', async () => {
  await mkdir(join(user, 'models', 'empty'), { recursive: true });
  await writeFile(join(user, 'models', 'notes.txt'), 'x');
  await writeTinyModel(join(user, 'models', 'mine'));
  expect((await listModels()).filter(({ origin }) => origin === 'imported').map(({ name }) => name)).toEqual([
    'mine',
  ]);
});

it('names the models there are when one is not known', async () => {
  await expect(openModel('bert-huge')).rejects.toThrow('bert-base-uncased, all-MiniLM-L6-v2');
});
