import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { StudioError } from '../../app/errors.ts';
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

let folder: string;
let source: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  source = join(folder, 'elsewhere/tiny');
  await mkdir(join(folder, 'elsewhere'));
  vi.stubEnv('BERT_STUDIO_HOME', join(folder, 'home'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const importedFiles = () => readdir(join(folder, 'home/models')).catch(() => []);

it('an import copies what is needed, even from read-only files, and is opened by name', async () => {
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

it('it may have another name, but none that is taken or no name', async () => {
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
  ['truncated weights', { 'model.safetensors': whole.subarray(0, whole.length - 1) }, 'invalid_safetensors'],
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
])('a folder with %s is refused, and nothing is written', async (_, files, code) => {
  await writeTinyModel(source, files);
  await expect(importModel(source)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(source),
  });
  expect(await importedFiles()).toEqual([]);
});

it('a folder that is not there is refused, and so is a file', async () => {
  await expect(importModel(source)).rejects.toMatchObject({ code: 'not_a_model' });
  await writeFile(source, 'x');
  await expect(importModel(source)).rejects.toMatchObject({ code: 'not_a_model' });
});

it("of a run's folder it is said where the checkpoints are", async () => {
  await mkdir(source);
  await writeFile(join(source, 'run.json'), '{}');
  await expect(importModel(source)).rejects.toThrow(join(source, 'checkpoints'));
});

it.skipIf(process.platform === 'win32').each(['config.json', 'vocab.txt', 'model.safetensors'])(
  'a pipe in place of %s is refused instead of waited for (needs mkfifo)',
  async (name) => {
    await writeTinyModel(source, { [name]: null });
    execFileSync('mkfifo', [join(source, name)]);
    await expect(importModel(source)).rejects.toBeInstanceOf(StudioError);
  },
);
