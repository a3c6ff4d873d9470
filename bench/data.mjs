// Large data side by side: a CSV of 1 GB and a Parquet file of a million rows, opened, summarised, paged and searched.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { benchFolder, outFolder, python, root } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { quantile } from './statistics.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    'csv-words': { type: 'string', default: '155' },
    'parquet-words': { type: 'string', default: '20' },
    tools: { type: 'string', default: 'ours,pandas,duckdb,datasets' },
    files: { type: 'string', default: 'csv,parquet' },
    tokens: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '1' },
    keep: { type: 'string' },
  },
});
const ROWS = Number(options.rows);
/** In one row of a thousand. */
const NEEDLE = 'Zanzibar express';

const folder = mkdtempSync(join(tmpdir(), 'bert-studio-data-'));
/** Where the files stay, and are found the next time. */
const files = options.keep ?? folder;
mkdirSync(files, { recursive: true });
const machine = describeMachine();
if (machine.loadAtStart > 0.5)
  console.error(
    `The machine is busy (load ${machine.loadAtStart.toFixed(1)}): compare processor seconds rather than seconds.`,
  );
execFileSync(process.execPath, [join(root, 'scripts', 'build.mjs')], { stdio: 'inherit' });
const results = { machine, rows: ROWS, started: new Date().toISOString(), files: {} };
try {
  for (const kind of options.files.split(',')) await measureFile(kind);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'data.json'), JSON.stringify(results, null, 1));

async function measureFile(kind) {
  const file = join(files, `data.${kind}`);
  if (!existsSync(file)) await writeData(kind, file);
  const bytes = statSync(file).size;
  const rounds = Object.fromEntries(options.tools.split(',').map((tool) => [tool, []]));
  for (let round = 0; round < Number(options.rounds); round++) {
    for (const [tool, found] of Object.entries(rounds)) {
      process.stderr.write(`${kind}, ${tool}\n`);
      found.push(tool === 'ours' ? ours(file) : others(tool, file));
    }
  }
  const measured = Object.fromEntries(Object.entries(rounds).map(([tool, found]) => [tool, medianOf(found)]));
  results.files[kind] = { bytes, rounds, measured };
  console.log(`\n${kind}, ${(bytes / 1e6).toFixed(0)} MB, ${ROWS} rows; seconds (processor seconds)`);
  console.table(Object.fromEntries(Object.entries(measured).map(([tool, found]) => [tool, shown(found)])));
  if (options.keep === undefined) rmSync(file);
}

async function writeData(kind, file) {
  const csv = kind === 'csv' ? file : join(folder, 'source.csv');
  await writeCsv(csv, Number(options[`${kind}-words`]));
  if (kind === 'csv') return;
  execFileSync(python(), [join(benchFolder, 'data_side.py'), 'write-parquet', csv, file]);
  rmSync(csv);
}

/** Step by step, of several rounds. */
function medianOf(rounds) {
  const failed = rounds.find((round) => round.failed);
  if (failed) return failed;
  const of = (pick) => quantile(rounds.map(pick), 0.5);
  const { peak: _, ...steps } = rounds[0];
  const medians = Object.keys(steps).map((step) => [
    step,
    { seconds: of((round) => round[step].seconds), cpu: of((round) => round[step].cpu) },
  ]);
  return { ...Object.fromEntries(medians), peak: of(({ peak }) => peak) };
}

function ours(file) {
  const home = join(folder, 'home');
  const args = [join(benchFolder, 'data_ours.mjs'), file, NEEDLE, options.tokens ? 'tokens' : ''];
  const found = run(process.execPath, args, { BERT_STUDIO_HOME: home });
  rmSync(home, { recursive: true, force: true });
  return found;
}

function others(tool, file) {
  return run(python(), [join(benchFolder, 'data_side.py'), tool, file, NEEDLE], {
    HF_HOME: join(folder, 'hf'),
  });
}

/** Steps as JSON lines, `{ step, seconds, cpu, found }`, then `{ peak }`. */
function run(command, args, environment) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, HF_HUB_OFFLINE: '1', ...environment },
  });
  if (status !== 0) return { failed: stderr.trim().split('\n').at(-1) };
  return Object.assign(
    {},
    ...stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .map((line) => ('peak' in line ? line : { [line.step]: line })),
  );
}

function shown({ failed, peak, ...steps }) {
  if (failed) return { failed };
  const times = Object.entries(steps).map(([step, { seconds, cpu }]) => [
    step,
    `${seconds.toFixed(2)} (${cpu.toFixed(2)})`,
  ]);
  return { ...Object.fromEntries(times), 'peak MB': Math.round(peak / 1e6) };
}

/** Words as in a text: few are most of it. The same file every time. */
async function writeCsv(path, words) {
  const vocabulary = readFileSync(join(root, 'resources/models/all-MiniLM-L6-v2/vocab.txt'), 'utf8')
    .split('\n')
    .filter((word) => /^[a-z]{3,}$/.test(word));
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const row = (i) => {
    const text = Array.from(
      { length: Math.floor(words * (0.5 + random())) },
      () => vocabulary[Math.floor(random() ** 2 * vocabulary.length)],
    );
    if (i % 1000 === 777) text.splice(3, 0, NEEDLE);
    return `${i},"${text.join(' ')}, ""so to say"".",${random() < 0.3 ? 'positive' : 'negative'},topic ${i % 7}\n`;
  };
  function* chunks() {
    yield 'id,text,label,topic\n';
    for (let i = 0; i < ROWS; i += 1000)
      yield Array.from({ length: Math.min(1000, ROWS - i) }, (_, j) => row(i + j)).join('');
  }
  await pipeline(Readable.from(chunks()), createWriteStream(path));
}
