import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { bertParameters } from '../../app/models/bert/parameters.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import {
  f32,
  type RawTensor,
  SENTIMENT,
  safetensorsBytes,
  TINY_CONFIG,
  temporaryFolder,
  tinyTensors,
  tinyValue,
} from '../../tests/support/tiny-model.ts';
import { CheckpointWeights } from './checkpoint-weights.ts';
import { loadWeights } from './load-weights.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

async function load(
  tensors: Record<string, RawTensor>,
  head: HeadSpec = SENTIMENT,
  checkpointLabels: readonly string[] | null = SENTIMENT.labels,
  seed = 1,
) {
  await writeFile(join(folder, 'model.safetensors'), safetensorsBytes(tensors));
  const parameters = bertParameters(TINY_CONFIG, head);
  const values = new Map(
    parameters.map(({ name, shape }) => [name, new Float32Array(sizeOf(shape)).fill(Number.NaN)]),
  );
  const weights = await CheckpointWeights.open(folder);
  try {
    const report = await loadWeights(weights, parameters, {
      head,
      checkpointLabels,
      initializerRange: 0.02,
      seed,
      target: (name) => values.get(name)!,
    });
    return { report, values };
  } finally {
    await weights.close();
  }
}

it('fills every parameter from an old checkpoint without prefix', async () => {
  const old = (name: string) => name.replace(/^bert\./, '').replace('LayerNorm.weight', 'LayerNorm.gamma');
  const { report, values } = await load(tinyTensors(SENTIMENT, old));
  expect(report).toEqual({ missing: [], unexpected: [], mismatched: [], note: null });
  for (const [name, data] of values)
    expect([...data]).toEqual(Array.from(data, (_, i) => tinyValue(name, i)));
});

it('rearranges a classifier whose labels come in another order', async () => {
  const { report, values } = await load(tinyTensors(), SENTIMENT, ['positive', 'negative']);
  const rows = Array.from({ length: 16 }, (_, i) => tinyValue('classifier.weight', i));
  expect([...values.get('classifier.weight')!]).toEqual([...rows.slice(8), ...rows.slice(0, 8)]);
  expect([...values.get('classifier.bias')!]).toEqual([1, 0].map((i) => tinyValue('classifier.bias', i)));
  expect(report.note).toContain('rearranged');
});

it.each([
  ['other labels', { ...SENTIMENT, labels: ['yes', 'no'] }],
  ['more labels', { ...SENTIMENT, labels: ['negative', 'neutral', 'positive'] }],
])('makes a new classifier for %s and says so', async (_, head) => {
  const { report, values } = await load(tinyTensors(), head);
  const weight = values.get('classifier.weight')!;
  expect(weight.every((value) => Math.abs(value) < 0.1)).toBe(true);
  expect(new Set(weight).size).toBe(weight.length);
  expect([...values.get('classifier.bias')!]).toEqual(head.labels.map(() => 0));
  const renewed = [...report.missing, ...report.mismatched.map(({ name }) => name)];
  expect(renewed).toEqual(['classifier.weight', 'classifier.bias']);
  expect(report.note).toContain('the classifier is new');
});

it('initializes what is missing as Hugging Face does, the same for the same seed', async () => {
  const without = tinyTensors(SENTIMENT, (name) => (/pooler|classifier|layer\.1\./.test(name) ? null : name));
  const first = await load(without);
  const again = await load(without);
  const other = await load(without, SENTIMENT, null, 2);
  expect(again.values).toEqual(first.values);
  expect(other.values.get('classifier.weight')).not.toEqual(first.values.get('classifier.weight'));
  expect(first.report.missing).toContain('bert.encoder.layer.1.output.LayerNorm.weight');
  expect(
    first.values.get('bert.encoder.layer.1.output.LayerNorm.weight')!.every((value) => value === 1),
  ).toBe(true);
  expect(first.values.get('bert.pooler.dense.bias')!.every((value) => value === 0)).toBe(true);
  const fresh = first.values.get('bert.encoder.layer.1.intermediate.dense.weight')!;
  const deviation = Math.sqrt(fresh.reduce((sum, value) => sum + value * value, 0) / fresh.length);
  expect(deviation).toBeGreaterThan(0.015);
  expect(deviation).toBeLessThan(0.025);
});

it("makes a new word embedding with zeros for [PAD], and only for it, as PyTorch's padding_idx does", async () => {
  const { report, values } = await load(
    tinyTensors(SENTIMENT, (name) => (name.includes('word_embeddings') ? null : name)),
  );
  expect(report.missing).toEqual(['bert.embeddings.word_embeddings.weight']);
  const rows = values.get('bert.embeddings.word_embeddings.weight')!;
  expect([...rows.subarray(0, 8)]).toEqual(new Array(8).fill(0));
  expect(rows.subarray(8).every((value) => value !== 0)).toBe(true);
});

it('refuses an encoder of another shape than config.json says', async () => {
  const words = { 'bert.embeddings.word_embeddings.weight': f32([9, 8], new Float32Array(72)) };
  await expect(load({ ...tinyTensors(), ...words })).rejects.toMatchObject({
    code: 'mismatched_weights',
    message: expect.stringContaining('[9, 8]'),
  });
});

it('refuses weights of another kind of model', async () => {
  const roberta = (name: string) => name.replace(/^bert\./, 'roberta.');
  await expect(load(tinyTensors(SENTIMENT, roberta))).rejects.toMatchObject({ code: 'missing_weights' });
});
