// A whole fine-tuning on MRPC, from the files to the saved checkpoint: node bench/end_to_end.mjs. See README.md.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchFolder, outFolder, plainModel, python, root } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { spread } from './statistics.mjs';

const { values: options } = parseArgs({
  options: {
    epochs: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '2' },
    sides: { type: 'string', default: 'ours,fp32,bf16' },
    sampling: { type: 'string', default: 'random,group_by_length' },
    threads: { type: 'string', default: String(Math.min(2, cpus().length)) },
    mrpc: { type: 'string', default: join(root, '..', 'shared', 'testdata', 'mrpc') },
  },
});
const MODEL = 'all-MiniLM-L6-v2';
const NAMES = { ours: 'BERT Studio', fp32: 'PyTorch Trainer, fp32', bf16: 'PyTorch Trainer, bf16=True' };

/** Both sides take TrainingArguments by these names. An epoch ends with an evaluation and a checkpoint. */
const trainingArguments = (sampling) => ({
  num_train_epochs: Number(options.epochs),
  per_device_train_batch_size: 16,
  per_device_eval_batch_size: 64,
  learning_rate: 1e-4,
  weight_decay: 0.01,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
  seed: 42,
  train_sampling_strategy: sampling,
});

function run(command, args) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { ...process.env, OMP_NUM_THREADS: options.threads },
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} ended with ${status}: ${stderr.slice(-2000)}`);
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { seconds: (performance.now() - started) / 1000, lines: lines.map((line) => JSON.parse(line)) };
}

/** The command, from its start to its end. */
function ours(sampling, folder) {
  const given = { ...trainingArguments(sampling), threads: options.threads, output_dir: folder };
  const flags = Object.entries(given).map(([name, value]) => `--${name}=${value}`);
  const command = [join(root, 'scripts', 'start.mjs'), 'train', '--task=mrpc', `--data=${options.mrpc}`];
  const { seconds, lines } = run(process.execPath, [...command, `--model=${MODEL}`, '--json', ...flags]);
  const { metrics } = lines
    .flatMap(({ points = [] }) => points)
    .findLast(({ kind }) => kind === 'evaluation').report;
  return { seconds, accuracy: metrics.accuracy };
}

/** Less the import of its packages, which a notebook does once. */
function pytorch(precision, sampling) {
  const { seconds: whole, lines } = run(python(), [
    join(benchFolder, 'parity', 'train.py'),
    '--task=mrpc',
    `--data=${options.mrpc}`,
    `--model=${plainModel(MODEL)}`,
    `--precision=${precision}`,
    `--threads=${options.threads}`,
    `--arguments=${JSON.stringify({ ...trainingArguments(sampling), eval_on_start: false })}`,
  ]);
  const end = lines.find(({ event }) => event === 'end');
  return {
    seconds: end.total_seconds,
    whole,
    accuracy: lines.findLast(({ event }) => event === 'eval').accuracy,
  };
}

const results = {
  machine: describeMachine(),
  threads: Number(options.threads),
  epochs: Number(options.epochs),
  runs: {},
};
if (results.machine.loadAtStart > 0.5)
  console.error(`The machine is busy (load ${results.machine.loadAtStart.toFixed(1)}).`);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const sampling of options.sampling.split(',')) {
    for (const side of options.sides.split(',')) {
      const folder = mkdtempSync(join(tmpdir(), 'bert-studio-end-'));
      const measured = side === 'ours' ? ours(sampling, join(folder, 'run')) : pytorch(side, sampling);
      rmSync(folder, { recursive: true, force: true });
      const name = `${NAMES[side]}, ${sampling}`;
      results.runs[name] = [...(results.runs[name] ?? []), { side, sampling, ...measured }];
      process.stderr.write(`${side}, ${sampling}: ${measured.seconds.toFixed(1)} s\n`);
    }
  }
}
mkdirSync(outFolder, { recursive: true });
writeFileSync(join(outFolder, 'end-to-end.json'), JSON.stringify(results, null, 1));

const ourSeconds = (sampling) =>
  spread((results.runs[`${NAMES.ours}, ${sampling}`] ?? []).map(({ seconds }) => seconds)).median;
console.table(
  Object.fromEntries(
    Object.entries(results.runs).map(([name, runs]) => {
      const { p10, median, p90 } = spread(runs.map(({ seconds }) => seconds));
      return [
        name,
        {
          seconds: `${median.toFixed(1)} (${p10.toFixed(1)}-${p90.toFixed(1)})`,
          'times ours': (median / ourSeconds(runs[0].sampling)).toFixed(2),
          accuracy: runs[0].accuracy.toFixed(3),
        },
      ];
    }),
  ),
);
