// node bench/device_traces.mjs [--device webgpu] [--steps 50] [--batch 4] [--max-length 64]
//
// Fine-tunes the small embedded model on the same real rows with dropout, once on the CPU with one thread, once with two,
// and once on another device. Prints the losses side by side and how far they are apart: what a device differs by should be
// no more than what a second thread makes. Writes bench/out/device-traces.json.
// A GPU that the processor computes: VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { planJob } from '../dist/main/services/training-job.js';
import { openTrainingEngine } from '../dist/main/workers/engines.js';
import { openJob, setupOf } from '../dist/main/workers/open-job.js';
import { root } from './environment.mjs';
import { takeStep } from './training_steps.mjs';

const LEARNING_RATE = 1e-4;

const { values: given } = parseArgs({
  options: {
    device: { type: 'string', default: 'webgpu' },
    steps: { type: 'string', default: '50' },
    batch: { type: 'string', default: '4' },
    'max-length': { type: 'string', default: '64' },
  },
});
const steps = Number(given.steps);
const batch = Number(given.batch);

const { job } = await planJob({
  name: 'device-traces',
  folder: join(root, 'bench/out/device-traces'),
  model: 'all-MiniLM-L6-v2',
  dataset: 'paraphrase',
  args: { max_seq_length: Number(given['max-length']), learning_rate: LEARNING_RATE },
});
const { model, data } = await openJob(job);
const { source } = data.train;

/** The losses of one engine; rows in the order of the file. */
async function trace(label, device, threads) {
  const { engine } = await openTrainingEngine(model, { ...setupOf(job.args, data), device, threads });
  const losses = [];
  const start = performance.now();
  for (let step = 0; step < steps; step++) {
    const rows = Array.from({ length: batch }, (_, i) => (step * batch + i) % source.length);
    const examples = await source.read(rows);
    const { loss } = await takeStep(engine, examples, step, LEARNING_RATE);
    losses.push(loss);
    process.stderr.write(`${label} step ${step + 1} of ${steps}: ${loss.toFixed(7)}\n`);
  }
  const seconds = (performance.now() - start) / 1000;
  const { device: name } = engine;
  await engine.dispose();
  return { name, losses, seconds };
}

const one = await trace('cpu, 1 thread', 'cpu', 1);
const two = await trace('cpu, 2 threads', 'cpu', 2);
const other = await trace(given.device, given.device, null);

const distances = (a, b) => a.losses.map((loss, i) => Math.abs(loss - b.losses[i]));
const largest = (values) => Math.max(...values);
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const threads = distances(one, two);
const device = distances(one, other);
console.log(`step  1 thread   2 threads  ${other.name}`);
for (let i = 0; i < steps; i++) {
  const cells = [one, two, other].map(({ losses }) => losses[i].toFixed(7));
  console.log(`${String(i + 1).padStart(4)}  ${cells.join('  ')}`);
}
const said = (values) =>
  `largest difference ${largest(values).toExponential(2)}, mean ${mean(values).toExponential(2)}`;
console.log(`\none thread and two:      ${said(threads)}`);
console.log(`one thread and ${other.name}: ${said(device)}`);
console.log(`${(largest(device) / largest(threads)).toFixed(2)} times as far; at most 3 is wanted`);
mkdirSync(join(root, 'bench/out'), { recursive: true });
writeFileSync(
  join(root, 'bench/out/device-traces.json'),
  JSON.stringify({ at: new Date().toISOString(), cpu: cpus()[0]?.model, given, one, two, other }, null, 2),
);
