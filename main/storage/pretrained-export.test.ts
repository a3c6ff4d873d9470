import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { pretrainedConfig } from '../../app/models/bert/pretrained-config.ts';
import {
  SENTIMENT,
  TINY_CONFIG,
  TINY_CONFIG_JSON,
  TINY_VOCABULARY,
  temporaryFolder,
  tinyWeights,
  writeTinyModel,
} from '../../tests/support/tiny-model.ts';
import { CheckpointWeights } from './checkpoint-weights.ts';
import { openModel } from './models.ts';
import { completeTokenizerFiles, writePretrained } from './pretrained-export.ts';

let folder: string;
let source: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  source = join(folder, 'source');
  await writeTinyModel(source);
});

const weights = tinyWeights().map(({ parameter: { name, shape }, data }) => ({ name, shape, data }));

async function exportTo(target: string, type: 'float32' | 'float16', tensors = weights): Promise<void> {
  const config = pretrainedConfig(TINY_CONFIG, TINY_CONFIG_JSON, SENTIMENT, type);
  const tokenizerFiles = await completeTokenizerFiles(source, 32);
  await writePretrained(target, { config, tokenizerFiles, weights: tensors, card: '# tiny\n' }, type);
}

it.each(['float32', 'float16'] as const)(
  'writes a %s folder that opens with the same weights',
  async (type) => {
    const target = join(folder, type);
    await exportTo(target, type);
    expect((await readdir(target)).sort()).toEqual([
      'README.md',
      'config.json',
      'model.safetensors',
      'special_tokens_map.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'vocab.txt',
    ]);
    const model = await openModel(target);
    expect(model.checkpointHead.labels).toEqual(SENTIMENT.labels);
    const stored = await CheckpointWeights.open(target);
    for (const { name, data } of weights) {
      const read = new Float32Array(data.length);
      await stored.readInto(name, read);
      expect(read).toEqual(data);
    }
    await stored.close();
  },
);

it('makes the tokenizer files that the model lacks, all saying the same', async () => {
  const files = await completeTokenizerFiles(source, 32);
  expect(files['vocab.txt']).toBe(`${TINY_VOCABULARY.join('\n')}\n`);
  expect(JSON.parse(files['special_tokens_map.json']!)).toMatchObject({
    cls_token: '[CLS]',
    mask_token: '[MASK]',
  });
  const json = join(folder, 'json');
  await writeTinyModel(json, { 'vocab.txt': null, 'tokenizer.json': files['tokenizer.json']! });
  const again = await completeTokenizerFiles(json, 32);
  expect(again['vocab.txt']).toBe(files['vocab.txt']);
  const { tokenizer } = await openModel(json);
  expect([...tokenizer.encode('Good days').inputIds]).toEqual([2, 6, 8, 9, 3]);
});

it('leaves nothing behind when it fails, and nothing touched that is there', async () => {
  const broken = weights.with(3, { ...weights[3]!, data: weights[3]!.data.map(() => 1e6) });
  await expect(exportTo(join(folder, 'new'), 'float16', broken)).rejects.toMatchObject({
    code: 'float16_overflow',
  });
  await writeFile(join(folder, 'kept.txt'), 'mine');
  await expect(exportTo(folder, 'float32')).rejects.toMatchObject({ code: 'already_exists' });
  expect((await readdir(folder)).sort()).toEqual(['kept.txt', 'source']);
  expect(await readFile(join(folder, 'kept.txt'), 'utf8')).toBe('mine');
});
