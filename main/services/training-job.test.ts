import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TINY_CONFIG, temporaryFolder, writeTinyModel } from '../../tests/support/tiny-model.ts';
import { planJob } from './training-job.ts';

test("texts are cut to a model's positions where they are fewer than the default, and never silently to less than was asked", async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  await writeTinyModel(model);
  const request = { name: 'run', folder: join(folder, 'run'), model, dataset: 'reviews' };
  const { job } = await planJob({ ...request, args: {} });
  expect(job.args.max_seq_length).toBe(TINY_CONFIG.max_position_embeddings);
  await expect(planJob({ ...request, args: { max_seq_length: 128 } })).rejects.toThrow(/beyond the 32 pos/);
  await rm(folder, { recursive: true });
});
