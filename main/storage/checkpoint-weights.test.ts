import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { f32, type RawTensor, safetensorsBytes, temporaryFolder } from '../../tests/support/tiny-model.ts';
import { CheckpointWeights } from './checkpoint-weights.ts';

let folder: string;
beforeEach(async () => {
  folder = await temporaryFolder();
});

const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const putTensors = (name: string, tensors: Record<string, RawTensor>) => put(name, safetensorsBytes(tensors));
const putIndex = (weight_map: unknown) =>
  put('model.safetensors.index.json', JSON.stringify({ metadata: {}, weight_map }));

async function read(name: string, length: number): Promise<number[]> {
  const weights = await CheckpointWeights.open(folder);
  try {
    const values = new Float32Array(length);
    await weights.readInto(name, values);
    return [...values];
  } finally {
    await weights.close();
  }
}

describe('shards', () => {
  it('are read through the index', async () => {
    await putTensors('model-1.safetensors', { a: f32([2], [1, 2]) });
    await putTensors('model-2.safetensors', { b: f32([1], [3]) });
    await putIndex({ a: 'model-1.safetensors', b: 'model-2.safetensors' });
    expect(await read('a', 2)).toEqual([1, 2]);
    expect(await read('b', 1)).toEqual([3]);
  });

  it.each([
    [
      'a missing shard',
      { a: 'model-1.safetensors', b: 'model-9.safetensors' },
      'missing_weights',
      'model-9.safetensors',
    ],
    [
      'a tensor that its shard lacks',
      { a: 'model-1.safetensors', b: 'model-1.safetensors' },
      'invalid_index',
      '"b"',
    ],
    ['a way out of the folder', { a: '../model-1.safetensors' }, 'invalid_index', '../model-1.safetensors'],
    ['no weight map', null, 'invalid_index', 'weight_map'],
  ])('are refused with %s', async (_, weightMap, code, message) => {
    await putTensors('model-1.safetensors', { a: f32([2], [1, 2]) });
    await putIndex(weightMap);
    await expect(CheckpointWeights.open(folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('are refused with an index that is not JSON', async () => {
    await put('model.safetensors.index.json', '{');
    await expect(CheckpointWeights.open(folder)).rejects.toMatchObject({ code: 'invalid_index' });
  });
});

describe('8-bit weights', () => {
  const quantized = {
    dtype: 'I8',
    shape: [2, 4],
    bytes: new Uint8Array(Int8Array.of(1, -2, 3, 4, 5, 6, -128, 127).buffer),
  };

  it('are multiplied by the scale of their group', async () => {
    await putTensors('model.safetensors', { w: quantized, 'w.scale': f32([2, 2], [0.5, 2, 1, 0.25]) });
    expect(await read('w', 8)).toEqual([0.5, -1, 6, 8, 5, 6, -32, 31.75]);
  });

  it('are so too where a group is made of whole words', async () => {
    await putTensors('model.safetensors', { w: quantized, 'w.scale': f32([2, 1], [0.5, 2]) });
    expect(await read('w', 8)).toEqual([0.5, -1, 1.5, 2, 10, 12, -256, 254]);
  });

  it('hide their scales from the list of weights, and only those', async () => {
    const tensors = {
      w: quantized,
      'w.scale': f32([2, 2], [1, 1, 1, 1]),
      v: f32([1], [1]),
      'v.scale': f32([1], [2]),
    };
    await putTensors('model.safetensors', tensors);
    const weights = await CheckpointWeights.open(folder);
    expect([...weights.shapes.keys()]).toEqual(['w', 'v', 'v.scale']);
    await weights.close();
    expect(await read('v', 1)).toEqual([1]);
  });

  it('are refused without scales, or with scales that do not fit', async () => {
    await putTensors('model.safetensors', { w: quantized });
    await expect(read('w', 8)).rejects.toThrow('scales of "w" are missing');
    await putTensors('model.safetensors', { w: quantized, 'w.scale': f32([2, 3], [1, 1, 1, 1, 1, 1]) });
    await expect(read('w', 8)).rejects.toThrow('[2, 3], which does not fit [2, 4]');
  });
});

describe('folders without safetensors', () => {
  it('that hold pickled weights are refused with the way to convert them', async () => {
    await put('pytorch_model.bin', 'pickle');
    await put('config.json', JSON.stringify({ architectures: ['BertForMaskedLM'] }));
    await expect(CheckpointWeights.open(folder)).rejects.toMatchObject({
      code: 'unsupported_weights',
      message: expect.stringContaining(`BertForMaskedLM.from_pretrained("${folder}").save_pretrained(`),
    });
  });

  it('that hold nothing say what is lacking', async () => {
    await put('training_args.bin', 'not weights');
    await expect(CheckpointWeights.open(folder)).rejects.toMatchObject({ code: 'missing_weights' });
    await expect(CheckpointWeights.open(join(folder, 'none'))).rejects.toMatchObject({
      code: 'missing_weights',
    });
  });
});
