import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { eventually } from '../support/eventually.ts';

// A window names models and datasets; a path in their place, however it is written, opens nothing.

let home: string;
let studio: Studio;
const spawn = vi.fn(() => {
  throw new Error('a worker was started');
});
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-names-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
  mkdirSync(join(home, 'elsewhere'));
  writeFileSync(join(home, 'elsewhere/data.csv'), 'text,label\na,b\nc,d\n');
  studio = createStudio('web', spawn);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

const paths = () => [
  join(home, 'elsewhere'),
  join(home, 'elsewhere/data.csv'),
  '../../../etc',
  'resources/models/all-MiniLM-L6-v2',
  './resources',
  'run:../../elsewhere',
  'run:x/../../elsewhere',
  'run:x/checkpoint-1/../../..',
  'run:x/untrained/../..',
  'run:.trash',
  '',
];

test('no path is taken for a model', async () => {
  for (const model of paths()) {
    for (const [name, params] of [
      ['inference.tokenize', { model, text: 'a' }],
      ['inference.predict', { model, inputs: [{ text: 'a' }] }],
      ['runs.start', { model, dataset: 'reviews', args: {} }],
      ['datasets.view', { id: 'reviews', model }],
    ] as const) {
      const code = expect.stringMatching(/^unknown_model$|^invalid_request$/);
      await expect(studio.invoke(name, params)).rejects.toMatchObject({ code });
    }
  }
  expect(spawn).not.toHaveBeenCalled();
});

test('no path is taken for a dataset', async () => {
  for (const dataset of paths()) {
    const code = expect.stringMatching(/^unknown_dataset$|^invalid_request$/);
    const recipe = { model: 'all-MiniLM-L6-v2', dataset, args: {} };
    await expect(studio.invoke('runs.start', recipe)).rejects.toMatchObject({ code });
    await expect(studio.invoke('datasets.view', { id: dataset })).rejects.toMatchObject({ code });
  }
  expect(spawn).not.toHaveBeenCalled();
});

test('what windows sent is removed when it ends, also for one that could not', async () => {
  const left = join(home, 'cache/uploads/999999999');
  mkdirSync(left, { recursive: true });
  const other = createStudio('web', spawn);
  await eventually(() => expect(() => readFileSync(left)).toThrow('ENOENT'));
  await other.close();
});
