import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SENTIMENT, temporaryFolder, writeTinyModel } from '../../tests/support/tiny-model.ts';
import { openModel } from '../storage/models.ts';
import { openTrainingEngine } from './engines.ts';

test('a device that does not take the weights is given back', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  let disposed = 0;
  const full = {
    name: 'webgpu:0',
    upload: () => Promise.reject(new Error('out of memory')),
    download: () => Promise.reject(new Error('nothing is there')),
    compile: () => Promise.reject(new Error('nothing is compiled')),
    dispose: async () => void disposed++,
  };
  const setup = {
    head: SENTIMENT,
    freezing: { embeddings: false, layers: 0, encoder: false },
    loss: { classWeights: null, labelSmoothing: 0 },
    adamw: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 },
    seed: 1,
    device: 'webgpu',
    threads: 1,
  } as const;
  await expect(openTrainingEngine(await openModel(folder), setup, async () => full)).rejects.toThrow(
    'out of memory',
  );
  expect(disposed).toBe(1);
  await rm(folder, { recursive: true });
});
