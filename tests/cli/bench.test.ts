import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { projectRoot } from '../../main/storage/paths.ts';
import { studio, temporaryFolder } from './command-line.ts';

const { folder, remove } = temporaryFolder();
afterAll(remove);

it.each(['parity/ours.mjs', 'our_engine.mjs'])(
  'bench/%s finds the parts of the program it measures',
  (script) => {
    // Compiles what has changed; the script imports what is compiled.
    expect(studio(folder, 'models', 'list').code).toBe(0);
    const { status, stderr } = spawnSync(process.execPath, [join(projectRoot(), 'bench', script)], {
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
  },
);

it('the rate of a matrix product, which shares are measured against, can be measured', () => {
  expect(studio(folder, 'models', 'list').code).toBe(0);
  const script = `import { matrixRate } from './bench/matrix_rate.mjs';
    console.log(await matrixRate({ rows: 4, hidden: 8, wide: 8, threads: 1 }));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: projectRoot(),
    encoding: 'utf8',
  });
  expect(Number(stdout.trim() || Number.NaN), stderr).toBeGreaterThan(0);
});

it('the check of ratios names what has become slower than its tolerance allows', async () => {
  const { compareRatios } = await import('../../bench/check.mjs');
  const speed = (median: number) => ({ ratios: { fp32: { speed: { median } } } });
  const expected = { tolerance: 0.1, rows: { a: { fp32: 2 }, b: { fp32: 2, bf16: 1 }, c: { fp32: 2 } } };
  const compared = compareRatios(expected, { a: speed(1.9), b: speed(1.7) });
  expect(compared.map(({ row, side, isSlower }) => [row, side, isSlower])).toEqual([
    ['a', 'fp32', false],
    ['b', 'fp32', true],
  ]);
});
