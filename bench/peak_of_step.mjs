// node bench/peak_of_step.mjs [--model bert-base-uncased] [--batch 16] [--length 512] [--checkpointing] [--device cpu]
//
// One forward and backward pass with dropout, and one update, in a process of its own: how long, and how much memory at most.
import { parseArgs } from 'node:util';
import { CpuTrainingEngine } from '../dist/main/runtime/cpu-training-engine.js';
import { openModel } from '../dist/main/storage/models.js';
import { openTrainingEngine } from '../dist/main/workers/engines.js';
import { peakBytes } from './peak_memory.mjs';
import { numberedClasses, trainingSetup } from './training_setup.mjs';
import { takeStep } from './training_steps.mjs';

const { values: given } = parseArgs({
  options: {
    model: { type: 'string', default: 'bert-base-uncased' },
    batch: { type: 'string', default: '16' },
    length: { type: 'string', default: '512' },
    checkpointing: { type: 'boolean', default: false },
    device: { type: 'string', default: 'cpu' },
  },
});
const length = Number(given.length);
const model = await openModel(given.model);
const { engine } = await openTrainingEngine(
  model,
  trainingSetup(numberedClasses(2), {
    checkpointing: given.checkpointing,
    device: /** @type {import('./training_setup.mjs').TrainingSetup['device']} */ (given.device),
  }),
);
// As after many steps, which between them have read every row of the vocabulary.
if (engine instanceof CpuTrainingEngine) {
  for (const { name } of engine.parameters) {
    const { m, v } = engine.store.moments(name);
    m.fill(0);
    v.fill(0);
  }
}
const peak = () => peakBytes() / 2 ** 30;
console.log(`loaded: ${peak().toFixed(2)} GiB`);
const examples = Array.from({ length: Number(given.batch) }, (_, row) => ({
  row,
  inputIds: Int32Array.from({ length }, (_, i) => 1000 + ((row * 7919 + i * 104_729) % 29_000)),
  tokenTypeIds: new Uint8Array(length),
  label: row % 2,
}));
const start = performance.now();
const { loss, norm } = await takeStep(engine, examples, 0, 2e-5);
const seconds = (performance.now() - start) / 1000;
console.log(
  `${given.model} ${given.batch} x ${length}${given.checkpointing ? ', gradient_checkpointing' : ''}: ` +
    `loss ${loss}, gradient norm ${norm.toFixed(6)}, peak ${peak().toFixed(2)} GiB, ${seconds.toFixed(1)} s`,
);
await engine.dispose();
