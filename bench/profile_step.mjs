// Where the time of a training step goes: node bench/profile_step.mjs [--workload minilm-full|bert-base-full|mrpc]
// ONNX Runtime's own profile by kind of operator, what is outside of it, and the rate of its matrix products.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outFolder, root, runPython } from './environment.mjs';
import { describeMachine } from './machine.mjs';
import { matrixRate, productsOfStep } from './matrix_rate.mjs';
import { openEngine } from './our_engine.mjs';
import { quantile } from './statistics.mjs';
import { trainingStepper } from './training_steps.mjs';

const { values: options } = parseArgs({
  options: {
    workload: { type: 'string', default: 'minilm-full' },
    model: { type: 'string', default: 'all-MiniLM-L6-v2' },
    steps: { type: 'string', default: '8' },
    threads: { type: 'string', default: String(Math.min(2, cpus().length)) },
    mrpc: { type: 'string', default: join(root, '..', 'shared', 'testdata', 'mrpc') },
  },
});
const WARMUP = 2;
const steps = Number(options.steps);
const workloads = join(outFolder, 'workloads');
runPython('workloads.py', [workloads, options.workload, '--mrpc', options.mrpc]);

// The session of the step is made inside the engine; this is where it can be told to keep a profile.
const { InferenceSession } = createRequire(import.meta.url)('onnxruntime-node');
const folder = mkdtempSync(join(tmpdir(), 'bert-studio-profile-'));
const sessions = [];
const create = InferenceSession.create.bind(InferenceSession);
InferenceSession.create = async (bytes, given) => {
  const profileFilePrefix = join(folder, `session-${sessions.length}`);
  const session = await create(bytes, { ...given, enableProfiling: true, profileFilePrefix });
  sessions.push(session);
  return session;
};

const setup = { model: join(root, 'resources', 'models', options.model), threads: Number(options.threads) };
const workload = JSON.parse(readFileSync(join(workloads, `${options.workload}.json`), 'utf8'));
const step = await trainingStepper(setup, workload, openEngine);
const seconds = [];
for (let i = 0; i < WARMUP + steps; i++) {
  const started = performance.now();
  await step();
  seconds.push((performance.now() - started) / 1000);
}
for (const session of sessions) session.endProfiling();
const events = readProfiles();
rmSync(folder, { recursive: true, force: true });

const runs = events.filter(({ name }) => name === 'model_run').sort((a, b) => a.ts - b.ts);
const measuredFrom = runs.at(-steps).ts;
const kernels = events.filter(({ cat, ts, args }) => cat === 'Node' && args?.op_name && ts >= measuredFrom);
const inRuns = runs.slice(-steps).reduce((sum, { dur }) => sum + dur, 0) / steps / 1000;
const byOp = new Map();
for (const { args, dur } of kernels)
  byOp.set(args.op_name, (byOp.get(args.op_name) ?? 0) + dur / steps / 1000);
const median = quantile(seconds.slice(WARMUP), 0.5) * 1000;
const { cpu, instructionSets } = describeMachine();
console.log(`${options.workload}, ${options.threads} threads, ${cpu} (${instructionSets.join(' ')})`);
console.log(
  `step ${median.toFixed(0)} ms (median of ${steps}, profiled), of which ONNX Runtime ${inRuns.toFixed(0)} ms:`,
);
for (const [op, milliseconds] of [...byOp].sort((a, b) => b[1] - a[1]).slice(0, 18))
  console.log(
    `  ${op.padEnd(22)} ${milliseconds.toFixed(1).padStart(7)} ms ${((100 * milliseconds) / median).toFixed(1).padStart(5)} %`,
  );

const config = JSON.parse(readFileSync(join(setup.model, 'config.json'), 'utf8'));
const products = workload.batches.slice(WARMUP, WARMUP + steps).map((batch) =>
  productsOfStep(
    config,
    batch.map(({ inputIds }) => inputIds.length),
  ),
);
const product = {
  rows: workload.batches[0].reduce((sum, { inputIds }) => sum + inputIds.length, 0),
  hidden: config.hidden_size,
  wide: config.intermediate_size,
};
const rate = await matrixRate({ ...product, threads: setup.threads });
const operations = products.reduce((sum, count) => sum + count, 0) / products.length;
const share = (milliseconds) => `${((100 * operations) / (milliseconds / 1000) / rate).toFixed(0)} %`;
console.log(
  `products of a step: ${(operations / 1e9).toFixed(0)} GFLOP; [${product.rows}, ${product.hidden}] x [${product.hidden}, ${product.wide}] alone: ` +
    `${(rate / 1e9).toFixed(0)} GFLOP/s; the step reaches ${share(median)} of it, ONNX Runtime's part ${share(inRuns)}`,
);

function readProfiles() {
  return readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}
