// npm run lesson-python: every "Show the Python" of every lesson, run by transformers, beside what the studio computes. See README.md.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchFolder, outFolder, plainModel, python, root } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { largestDifference } from './parity/difference.mjs';

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
const { comparisonsOf, hubName } = await import('./parity/lesson-cells.mjs');
const { outlineOf } = await import('../dist/app/lessons/page.js');

const LESSONS = join(root, 'resources', 'lessons');
const MODELS = ['bert-base-uncased', 'all-MiniLM-L6-v2'];

/** A folder in which the names that the code uses are the embedded models and datasets. */
function workFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'lesson-python-'));
  for (const model of MODELS) {
    const link = join(folder, hubName(model));
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(plainModel(model), link);
  }
  const datasets = join(root, 'resources', 'datasets');
  for (const { name } of readdirSync(datasets, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  ))
    cpSync(join(datasets, name), folder, { recursive: true });
  return folder;
}

/** What an expression is worth after the code ran. */
function theirs(folder, code, expression) {
  const file = join(folder, 'code.py');
  writeFileSync(file, code);
  const script = join(benchFolder, 'parity', 'run_code.py');
  return JSON.parse(
    execFileSync(python(), [script, file, expression], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
}

const cells = readdirSync(LESSONS).flatMap((lesson) =>
  readdirSync(join(LESSONS, lesson))
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => outlineOf(readFileSync(join(LESSONS, lesson, name), 'utf8')).cells)
    .map(({ settings }) => ({ name: `${lesson}#${settings.id}`, settings })),
);
const results = { machine: describeMachine(), started: new Date().toISOString(), cells: {} };
const folder = workFolder();
try {
  for (const { name, settings } of cells) {
    if (options.only && !options.only.split(',').includes(settings.id)) continue;
    results.cells[name] = [];
    try {
      for (const { what, code, expression, ours, limit } of await comparisonsOf(settings, cells, folder)) {
        const difference = largestDifference(ours, theirs(folder, code, expression));
        // Written so that NaN counts as out of bounds.
        const within = difference <= limit;
        if (!within) process.exitCode = 1;
        results.cells[name].push({ what, difference, limit });
        console.log(
          `${within ? 'ok  ' : 'FAIL'} ${name}: ${what}: ${difference.toExponential(2)} (at most ${limit})`,
        );
      }
    } catch (error) {
      process.exitCode = 1;
      results.cells[name].push({ error: error.message });
      console.log(`FAIL ${name}: ${error.stderr ?? error.message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'lesson-python.json'), JSON.stringify(results, null, 1));
process.exit();
