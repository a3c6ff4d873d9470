import { mkdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../app/training/arguments.ts';
import { TrainerControl } from '../../app/training/control.ts';
import { temporaryFolder } from '../../tests/support/tiny-model.ts';
import { runTraining } from './training-run.ts';

test('an output folder that is taken is refused before model and data are read', async () => {
  const root = await temporaryFolder();
  const folder = join(root, 'taken');
  mkdirSync(folder);
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const job = {
    name: 'taken',
    folder,
    model: join(root, 'no-model'),
    dataset: join(root, 'no-data.csv'),
    columns: {},
    validationShare: 0.2,
    args: DEFAULT_TRAINING_ARGUMENTS,
    resume: null,
  };
  const hooks = {
    callbacks: [],
    control: new TrainerControl(),
    breathe: async () => {},
    log: () => {},
    onBatch: () => {},
  };
  await expect(runTraining(job, hooks)).rejects.toMatchObject({ code: 'output_dir_not_empty' });
  await rm(root, { recursive: true });
});
