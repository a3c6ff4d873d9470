// npm run bench: this engine and PyTorch's Trainer step by step on the same batches. See README.md.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareRatios } from './check.mjs';
import { benchFolder, outFolder, root, runPython } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { rowTable } from './report.mjs';
import { rows } from './rows.mjs';
import { openSide } from './sides.mjs';
import { summarize } from './statistics.mjs';

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    rows: { type: 'string' },
    sides: { type: 'string' },
    steps: { type: 'string' },
    warmup: { type: 'string' },
    threads: { type: 'string', default: String(Math.min(2, cpus().length)) },
    build: { type: 'boolean', default: true },
    check: { type: 'boolean', default: false },
    mrpc: { type: 'string', default: join(root, '..', 'shared', 'testdata', 'mrpc') },
  },
});
const threads = Number(options.threads);
const workloads = join(outFolder, 'workloads');

function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r${text}`);
}

/** Opens the row's sides; one that cannot start is named with its reason and the others go on. */
async function openSides(row) {
  const wanted = options.sides ? options.sides.split(',') : row.sides;
  const sides = [];
  const missing = {};
  const versions = {};
  for (const name of row.sides.filter((side) => wanted.includes(side))) {
    try {
      const opened = await openSide(name, row, join(workloads, `${row.workload}.json`), threads);
      versions[name] = opened.versions;
      sides.push(opened.side);
    } catch (error) {
      missing[name] = error.message;
    }
  }
  return { sides, missing, versions };
}

/** Speeds mean nothing unless every side worked on the same tokens. */
function checkSameWork(steps, round) {
  const counts = Object.entries(steps).map(([name, measured]) => [name, measured[round]?.realTokens]);
  if (new Set(counts.map(([, count]) => count)).size > 1)
    throw new Error(`Round ${round + 1}: the sides saw different tokens: ${JSON.stringify(counts)}`);
}

/** One step of each side a round, in an order that rotates, so that none always follows the same other. */
async function measureRow(row) {
  const warmup = Number(options.warmup ?? row.warmup);
  const rounds = Number(options.steps ?? row.rounds);
  const { sides, missing, versions } = await openSides(row);
  const steps = Object.fromEntries(sides.map((side) => [side.name, []]));
  const memory = {};
  try {
    for (let round = -warmup; round < rounds; round++) {
      const first = sides.length && (round + warmup) % sides.length;
      for (const side of [...sides.slice(first), ...sides.slice(0, first)]) {
        const [step] = (await side.exchange({ cmd: 'step', n: 1 })).steps;
        if (round >= 0) steps[side.name].push(step);
      }
      checkSameWork(steps, round);
      progress(`(${row.id}) ${round < 0 ? 'warm-up' : `round ${round + 1}/${rounds}`}   `);
    }
    for (const side of sides) memory[side.name] = await side.exchange({ cmd: 'memory' });
  } finally {
    for (const side of sides) await side.close();
    progress('\n');
  }
  return { ...summarize(steps, memory), missing, versions, warmup, rounds, steps, memory };
}

const chosen = options.rows
  ? options.rows.split(',').map((id) => {
      const row = rows.find((each) => each.id === id);
      if (!row) throw new Error(`No row ${id}; there are ${rows.map((each) => each.id).join(', ')}.`);
      return row;
    })
  : rows;

const results = { machine: describeMachine(), threads, started: new Date().toISOString(), rows: {} };
if (results.machine.loadAtStart > 0.5)
  console.error(
    `The machine is busy (load ${results.machine.loadAtStart.toFixed(1)}): figures will be worse and noisier.`,
  );
if (options.build) execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
for (const row of chosen) {
  if (row.workload.startsWith('mrpc') && !existsSync(options.mrpc)) {
    console.log(`(${row.id}) skipped: MRPC is not in ${options.mrpc} (give --mrpc FOLDER)\n`);
    continue;
  }
  runPython('workloads.py', [workloads, row.workload, '--mrpc', options.mrpc]);
  results.rows[row.id] = { title: row.title, ...(await measureRow(row)) };
  writeFileSync(join(outFolder, 'results.json'), JSON.stringify(results, null, 1));
  console.log(`${rowTable(row, results.rows[row.id])}\n`);
}
const { cpu, cores, instructionSets } = results.machine;
console.log(`${cpu}, ${cores} cores, ${threads} threads, ${instructionSets.join(' ')}`);
if (options.check) {
  const expected = JSON.parse(readFileSync(join(benchFolder, 'ratios.json'), 'utf8'));
  const compared = compareRatios(expected, results.rows);
  for (const { row, side, expected: wanted, found, isSlower } of compared)
    console.log(
      `${isSlower ? 'SLOWER' : 'ok    '} (${row}) against ${side}: ${found.toFixed(2)}x, was ${wanted.toFixed(2)}x`,
    );
  if (compared.length === 0) console.log('Nothing that was measured has a ratio in bench/ratios.json.');
  if (compared.length === 0 || compared.some(({ isSlower }) => isSlower)) process.exitCode = 1;
}
