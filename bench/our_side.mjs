// BERT Studio's side of the benchmark: the protocol of torch_side.py, the engine of our_engine.mjs.
// A step is the whole step: packing, forward, backward, gradient norm, clipping, AdamW, schedule.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openEngine, openTokenizer } from './our_engine.mjs';
import { peakBytes } from './peak_memory.mjs';

const SEED = 42;
const LEARNING_RATE = 2e-5;
const MAX_GRAD_NORM = 1;
const MAX_STEPS = 1000; // length of the learning rate's schedule, as on PyTorch's side

const importBytes = process.memoryUsage.rss();
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const receive = async () => JSON.parse((await lines.next()).value ?? '{"cmd":"quit"}');
const send = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function toExample(row, index) {
  return {
    row: index,
    inputIds: Int32Array.from(row.inputIds),
    tokenTypeIds: Uint8Array.from(row.tokenTypeIds),
    label: row.label,
  };
}

async function trainingStepper(setup, workload) {
  const batches = workload.batches.map((batch) => batch.map(toExample));
  const engine = await openEngine({
    model: setup.model,
    labels: workload.labels,
    threads: setup.threads,
    seed: SEED,
  });
  let step = 0;
  return async () => {
    const examples = batches[step % batches.length];
    await engine.forwardBackward(examples, { step, microStep: 0, microSteps: 1 });
    const norm = await engine.gradientNorm();
    const learningRate = LEARNING_RATE * (1 - step / MAX_STEPS);
    const gradientScale = Math.min(1, MAX_GRAD_NORM / (norm + 1e-6));
    await engine.update({ step, learningRate, headLearningRate: learningRate, gradientScale });
    step++;
    const realTokens = examples.reduce((sum, example) => sum + example.inputIds.length, 0);
    return { realTokens, computedTokens: realTokens };
  };
}

async function tokenizingStepper(setup, workload) {
  const encode = await openTokenizer(setup.model);
  let step = 0;
  return async () => {
    const realTokens = await encode(workload.slices[step++ % workload.slices.length]);
    return { realTokens, computedTokens: realTokens };
  };
}

async function measure(stepper, n) {
  const steps = [];
  for (let i = 0; i < n; i++) {
    const started = performance.now();
    const tokens = await stepper();
    steps.push({ seconds: (performance.now() - started) / 1000, ...tokens });
  }
  return steps;
}

try {
  const setup = await receive();
  const workload = JSON.parse(readFileSync(setup.workload, 'utf8'));
  const stepper = await (workload.slices ? tokenizingStepper : trainingStepper)(setup, workload);
  send({ ready: true, versions: { node: process.versions.node }, threads: setup.threads });
  for (let request = await receive(); request.cmd !== 'quit'; request = await receive()) {
    if (request.cmd === 'memory') send({ peakBytes: peakBytes(), importBytes });
    else send({ steps: await measure(stepper, request.n) });
  }
} catch (error) {
  send({ error: error.message });
}
// Not exit(), which may cut off an answer still on its way.
process.stdin.destroy();
