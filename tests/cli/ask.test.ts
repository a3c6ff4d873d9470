import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findTfjs } from '../../main/runtime/tfjs/find-tfjs.ts';
import { TINY_CONFIG_JSON, writeTinyModel } from '../support/tiny-model.ts';
import { studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

const LONG = 'a good day '.repeat(100);

beforeAll(async () => {
  await writeTinyModel(join(folder, 'tiny'));
  const config = { ...TINY_CONFIG_JSON, num_hidden_layers: 3 };
  await writeTinyModel(join(folder, 'deeper'), { 'config.json': JSON.stringify(config) });
});

describe('a text longer than the model can read', () => {
  it('is cut, which is said beside the answer', () => {
    const { out, err } = studio(folder, 'encode', '--model=tiny', '--json', LONG);
    const { max_position_embeddings: positions, hidden_size: size } = TINY_CONFIG_JSON;
    expect(JSON.parse(out).shape).toEqual([1, positions, size]);
    expect(err).toContain('Note: The text is longer than the model can read: its end was cut off.');
    expect(studio(folder, 'encode', '--model=tiny', 'a day').err).not.toContain('Note:');
  });

  it('may lose its [MASK], which is told as it is', () => {
    const { code, err } = studio(folder, 'fill-mask', `${'lake '.repeat(600)} [MASK]`);
    expect(code).toBe(2);
    expect(err).toMatch(/no \[MASK\] in the 512 tokens of the text that the model can read/);
  });
});

it('a model that lacks layers is not asked: its answers would be noise', () => {
  const { code, out, err } = studio(folder, 'encode', '--model=deeper', 'a day');
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/deeper: the weights lack 16 of the encoder's tensors/);
});

const hasTfjs = 'name' in findTfjs();
it.skipIf(hasTfjs)('a device that is not there is told with where to look (needs no TensorFlow.js)', () => {
  const { code, err } = studio(folder, 'encode', '--model=tiny', '--device=tfjs', 'a day');
  expect(code).toBe(1);
  expect(err).toMatch(/TensorFlow\.js is not installed.*`npm start -- devices` tells what there is here/);
});
