import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Diagnostics } from '../../app/contract/diagnostics.ts';
import { newRunRecord } from '../../app/runs/record.ts';
import { answer } from '../../main/services/studio/answer.ts';
import { createStudio, type Studio } from '../../main/services/studio/studio.ts';
import { NEW_RUN } from '../support/new-run.ts';

let home: string;
let studio: Studio;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-diagnostics-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
  studio = createStudio('web', () => {
    throw new Error('a text of the patient');
  });
});
afterAll(async () => {
  await studio.close();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

test('diagnostics tell of the computer and of what went wrong, and hold nothing of the data', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  writeFileSync(join(home, 'clinic.csv'), 'text,label\nthe patient was ill,yes\nthe patient was well,no\n');
  const { handle } = await studio.intake.offer(join(home, 'clinic.csv'));
  const file = { files: [{ handle }] };
  await answer(studio, 'datasets.import', { ...file, title: 'Clinic' });
  await answer(studio, 'inference.tokenize', { model: 'all-MiniLM-L6-v2', text: 'the patient was ill' });
  await answer(studio, 'runs.get', { id: 'clinic-1' });
  const run = {
    ...{ id: 'clinic-2', name: 'patients of the clinic', model: 'clinic-bert' },
    head: { ...NEW_RUN.head, labels: ['ill', 'well'] },
    dataset: { ...NEW_RUN.dataset, name: 'clinic' },
  };
  const record = newRunRecord({ ...NEW_RUN, ...run }, '2026-01-01T00:00:00Z');
  mkdirSync(join(home, 'runs/clinic-2'), { recursive: true });
  writeFileSync(join(home, 'runs/clinic-2/run.json'), JSON.stringify(record));
  const { name, text } = (await studio.invoke('studio.diagnostics', {})) as Diagnostics;
  expect(name).toMatch(/^bert-studio-diagnostics-\d{4}-\d\d-\d\d\.txt$/);
  expect(text).toContain('ONNX Runtime');
  expect(text).toMatch(/refused where=runs\.get code=\w+/);
  expect(text).toMatch(/fault where=inference\.tokenize name=Error/);
  expect(text).toContain('interrupted, text-classification, cpu, step 0 of');
  expect(text).not.toMatch(/patient|clinic|ill|well/i);
  expect(text).not.toContain(`${homedir()}/`);
});
