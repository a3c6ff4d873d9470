// A step is the whole step: packing, forward, backward, gradient norm, clipping, AdamW, schedule.
import { gradientScale } from '../dist/app/training/adamw.js';

const SEED = 42;
const LEARNING_RATE = 2e-5;
const MAX_GRAD_NORM = 1;
const MAX_STEPS = 1000; // length of the learning rate's schedule, as on PyTorch's side

function toExample(row, index) {
  return {
    row: index,
    inputIds: Int32Array.from(row.inputIds),
    tokenTypeIds: Uint8Array.from(row.tokenTypeIds),
    label: row.label,
  };
}

/**
 * One optimizer step of one batch: forward, backward with dropout, clipping, AdamW.
 *
 * @param {import('../dist/app/training/engine.js').TrainingEngine} engine
 * @returns {Promise<{ loss: number, norm: number }>} the norm before clipping.
 */
export async function takeStep(engine, examples, step, learningRate) {
  const { loss } = await engine.forwardBackward(examples, { step, microStep: 0, microSteps: 1 });
  const norm = await engine.gradientNorm();
  await engine.update({
    step,
    learningRate,
    headLearningRate: learningRate,
    gradientScale: gradientScale(norm, MAX_GRAD_NORM),
  });
  return { loss, norm };
}

/** @param open takes `{ model, labels, threads, seed }` and resolves with a TrainingEngine. */
export async function trainingStepper(setup, workload, open) {
  const batches = workload.batches.map((batch) => batch.map(toExample));
  const engine = await open({
    model: setup.model,
    labels: workload.labels,
    threads: setup.threads,
    seed: SEED,
  });
  let step = 0;
  return async () => {
    const examples = batches[step % batches.length];
    await takeStep(engine, examples, step, LEARNING_RATE * (1 - step / MAX_STEPS));
    step++;
    const realTokens = examples.reduce((sum, example) => sum + example.inputIds.length, 0);
    return { realTokens, computedTokens: realTokens };
  };
}
