import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  f32,
  safetensorsBytes,
  TINY_CONFIG_JSON,
  temporaryFolder,
  tinyTensors,
  writeTinyModel,
} from '../../tests/support/tiny-model.ts';
import { importModel } from './import-model.ts';
import { listModels, openModel } from './models.ts';

const home = process.env.BERT_STUDIO_HOME;
let user: string;
let source: string;
beforeEach(async () => {
  user = await temporaryFolder();
  source = join(await temporaryFolder(), 'tiny');
  process.env.BERT_STUDIO_HOME = user;
});
afterEach(() => {
  if (home === undefined) delete process.env.BERT_STUDIO_HOME;
  else process.env.BERT_STUDIO_HOME = home;
});

const importedFiles = () => readdir(join(user, 'models')).catch(() => []);

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

describe('importing', () => {
  it('copies what is needed, even from read-only files, and opens by name', async () => {
    await writeTinyModel(source, { 'README.md': 'A tiny model.', 'optimizer.pt': 'large and useless' });
    await chmod(join(source, 'model.safetensors'), 0o444);
    const listed = await importModel(source);
    expect(listed).toMatchObject({ name: 'tiny', origin: 'imported' });
    expect((await readdir(listed.folder)).sort()).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    await writeFile(
      join(listed.folder, 'model.safetensors'),
      await readFile(join(source, 'model.safetensors')),
    );
    expect((await openModel('tiny')).config.hidden_size).toBe(8);
    expect((await listModels()).map(({ name }) => name)).toContain('tiny');
  });

  it('takes another name, and refuses one that is taken or no name', async () => {
    await writeTinyModel(source);
    expect((await importModel(source, 'second')).name).toBe('second');
    await expect(importModel(source, 'second')).rejects.toMatchObject({ code: 'already_exists' });
    await expect(importModel(source, 'bert-base-uncased')).rejects.toMatchObject({ code: 'already_exists' });
    await expect(importModel(source, '../up')).rejects.toMatchObject({ code: 'invalid_name' });
  });

  const whole = safetensorsBytes(tinyTensors());
  const bad = { 'bert.encoder.layer.1.output.dense.bias': f32([8], new Float32Array(8).fill(Number.NaN)) };
  const vocabulary = Array.from({ length: 20 }, (_, i) => `word${i}`);
  it.each([
    ['no config.json', { 'config.json': null }, 'not_a_model'],
    ['a config.json that is not JSON', { 'config.json': '{' }, 'invalid_json'],
    ['another model', { 'config.json': '{"model_type": "distilbert"}' }, 'unsupported_model'],
    ['no tokenizer', { 'vocab.txt': null }, 'tokenizer_invalid'],
    [
      'more tokens than embeddings',
      { 'vocab.txt': `[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n${vocabulary.join('\n')}` },
      'vocabulary_mismatch',
    ],
    ['no weights', { 'model.safetensors': null }, 'missing_weights'],
    ['pickled weights', { 'model.safetensors': null, 'pytorch_model.bin': 'x' }, 'unsupported_weights'],
    [
      'truncated weights',
      { 'model.safetensors': whole.subarray(0, whole.length - 1) },
      'invalid_safetensors',
    ],
    [
      'weights of another size',
      { 'config.json': JSON.stringify({ ...TINY_CONFIG_JSON, intermediate_size: 24 }) },
      'mismatched_weights',
    ],
    [
      'too few layers',
      { 'config.json': JSON.stringify({ ...TINY_CONFIG_JSON, num_hidden_layers: 3 }) },
      'missing_weights',
    ],
    [
      'weights that are no numbers',
      { 'model.safetensors': safetensorsBytes({ ...tinyTensors(), ...bad }) },
      'invalid_weights',
    ],
  ])('refuses a folder with %s and writes nothing', async (_, files, code) => {
    await writeTinyModel(source, files);
    await expect(importModel(source)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(source),
    });
    expect(await importedFiles()).toEqual([]);
  });

  it('refuses a folder that is not there, and a file', async () => {
    await expect(importModel(source)).rejects.toMatchObject({ code: 'not_a_model' });
    await writeFile(source, 'x');
    await expect(importModel(source)).rejects.toMatchObject({ code: 'not_a_model' });
  });

  it("points to the checkpoints where a run's folder is given", async () => {
    await mkdir(source);
    await writeFile(join(source, 'run.json'), '{}');
    await expect(importModel(source)).rejects.toThrow(join(source, 'checkpoints'));
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
