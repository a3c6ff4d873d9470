import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseResultFile } from '../../app/results/result-file.ts';
import { idOf, writeRoom } from '../results/result-files.ts';
import { studio, temporaryFolder } from './command-line.ts';
import { SMALL_ROWS, trainTinyRun } from './tiny-run.ts';

const { folder, remove } = temporaryFolder();
beforeAll(() => trainTinyRun(folder, 'runs/first'));
afterAll(remove);

test('results export writes a trained run with its curves and no row of its data', () => {
  const { code, out } = studio(folder, 'results', 'export', '--name', 'Ana', '--output', 'ana.json');
  expect(code).toBe(0);
  expect(out).toContain('1 run, 0 questions answered. No texts are in it.');
  const text = readFileSync(join(folder, 'ana.json'), 'utf8');
  const { runs } = parseResultFile('ana.json', text);
  expect(runs[0]!.steps.step.length).toBeGreaterThan(100);
  expect(runs[0]!.predictions).toHaveLength(8);
  for (const { text: row } of SMALL_ROWS) expect(text).not.toContain(row);
  expect(text).not.toContain(folder);
  expect(studio(folder, 'results', 'export', '--output', 'ana.json').code).toBe(2);
});

test('results show says what a room comes to, names what it cannot read, and goes on', async () => {
  const paths = await writeRoom(join(folder, 'room'), 4);
  writeFileSync(join(folder, 'torn.json'), readFileSync(paths[0]!, 'utf8').slice(0, 300));
  const { code, out, err } = studio(folder, 'results', 'show', 'torn.json', ...paths);
  expect(code).toBe(1);
  expect(err).toContain('torn.json is damaged');
  expect(out).toMatch(new RegExp(`${idOf(1)} +1 +1 +0\\n`));
  expect(out).toMatch(/paraphrase, all-MiniLM-L6-v2 +4 +4 +accuracy +0\.8\d+/);
  expect(out).toMatch(/What looking both ways gives +50% +4 +100%/);
  const json = JSON.parse(studio(folder, 'results', 'show', '--json', ...paths).out);
  expect(json.recipes[0].best.count).toBe(4);
});
