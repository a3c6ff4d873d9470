import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readKept, setAsideKept, writeKept } from './kept.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'bert-studio-kept-'));
  vi.stubEnv('BERT_STUDIO_HOME', home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
});

test('what is kept is read again, and nothing yet is null', async () => {
  expect(await readKept('quiz-results')).toBeNull();
  await writeKept('quiz-results', { points: 1 });
  expect(await readKept('quiz-results')).toEqual({ points: 1 });
});

test('of two writers who read the same, the second is refused and loses nothing', async () => {
  await writeKept('quiz-results', { points: 1 });
  const writes = await Promise.allSettled([
    writeKept('quiz-results', { points: 2 }, { points: 1 }),
    writeKept('quiz-results', { points: 3 }, { points: 1 }),
  ]);
  expect(writes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(await readKept('quiz-results')).toEqual({ points: 2 });
});

test('null stands for nothing read yet', async () => {
  await writeKept('quiz-results', { points: 1 }, null);
  await expect(writeKept('quiz-results', { points: 2 }, null)).rejects.toThrow('changed elsewhere');
});

test('what cannot be read is said to be so, stays as it is, and is set aside when asked', async () => {
  const folder = join(home, 'kept');
  mkdirSync(folder);
  writeFileSync(join(folder, 'quiz-results.json'), 'torn');
  await expect(readKept('quiz-results')).rejects.toThrow('cannot be read');
  for (const was of [null, undefined])
    await expect(writeKept('quiz-results', { points: 1 }, was)).rejects.toThrow('cannot be read');
  expect(readFileSync(join(folder, 'quiz-results.json'), 'utf8')).toBe('torn');
  await setAsideKept('quiz-results');
  expect(await readKept('quiz-results')).toBeNull();
  expect(readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['torn']);
});
