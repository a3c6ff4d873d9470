import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EncodedExample, ExampleSource } from '../../app/data/example.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { sum } from '../../app/math/sum.ts';
import { IGNORE_INDEX } from '../../app/models/task.ts';
import { gradientScale } from '../../app/training/adamw.ts';
import { TrainingBatches } from '../../app/training/batches.ts';
import type { TrainingEngine } from '../../app/training/engine.ts';
import type { Probe } from '../../app/training/estimate.ts';
import { metricsFor } from '../../app/training/metrics/for-head.ts';
import type { Baseline } from '../../app/training/metrics/report.ts';
import { planTraining } from '../../app/training/plan.ts';
import { learningRateAt } from '../../app/training/schedules.ts';
import type { Masking } from '../../app/training/trainer-options.ts';
import { openTrainingEngine } from './engines.ts';
import { maskingFor, openJob, setupOf } from './open-job.ts';
import type { PreparedData } from './training-data.ts';
import type { TrainingJob } from './training-job.ts';

const WARM_UP = 2;
const TIMED = 5;
const WRITTEN = 32 * 2 ** 20;

/**
 * Takes a few steps of a run on a copy of the weights, keeps nothing, and tells how long they took and how much
 * memory this process, which must do nothing else, had at its peak.
 *
 * @param folder where runs are, to time the disk.
 * @throws StudioError what a run with this job would be refused for.
 */
export async function probe(job: TrainingJob, folder: string): Promise<Probe> {
  const { args } = job;
  const { model, data } = await openJob(job);
  const program = process.memoryUsage.rss();
  const { engine } = await openTrainingEngine(model, setupOf(args, data));
  try {
    const masking = data.head.task === 'fill-mask' ? maskingFor(args, model) : null;
    const train = data.train.source;
    const batches = new TrainingBatches(
      { train, args, ...(masking ? { masking } : {}) },
      planTraining(args, train.length),
    );
    const { steps, longest } = await timeSteps(engine, batches, job);
    const evaluation = await timeEvaluation(engine, data, job, masking);
    const count = (of: TrainingEngine['parameters']) =>
      of.reduce((count, { shape }) => count + sizeOf(shape), 0);
    const { parameters } = engine;
    return {
      at: new Date().toISOString(),
      device: engine.device,
      threads: engine.threads,
      steps,
      longest,
      train: { examples: train.length, tokens: sum(train.lengths) },
      evaluation,
      parameters: count(parameters),
      trainable: count(parameters.filter(({ trainable }) => trainable)),
      headParameters: count(parameters.filter(({ head }) => head)),
      memory: { program, peak: process.resourceUsage().maxRSS * 1024 },
      bytesPerSecond: await timeDisk(folder),
    };
  } finally {
    await engine.dispose();
  }
}

/** The first steps of the run itself, warm-up left out; a run that is shorter begins again. */
async function timeSteps(engine: TrainingEngine, batches: TrainingBatches, { args }: TrainingJob) {
  const steps: { tokens: number; seconds: number }[] = [];
  let longest = 0;
  const { maxSteps, schedule } = batches.plan;
  for (let taken = 0; taken < WARM_UP + TIMED; taken++) {
    const step = taken % maxSteps;
    const start = performance.now();
    const { microBatches, tokens } = await batches.ofStep(step);
    const microSteps = microBatches.length;
    for (const [microStep, examples] of microBatches.entries()) {
      await engine.forwardBackward(examples, { step, microStep, microSteps });
      for (const { inputIds } of examples) longest = Math.max(longest, inputIds.length);
    }
    const norm = await engine.gradientNorm();
    const learningRate = learningRateAt(step, args.learning_rate, schedule);
    const scale = gradientScale(norm, args.max_grad_norm);
    await engine.update({ step, learningRate, headLearningRate: learningRate, gradientScale: scale });
    if (taken >= WARM_UP) steps.push({ tokens, seconds: (performance.now() - start) / 1000 });
  }
  return { steps, longest };
}

async function timeEvaluation(
  engine: TrainingEngine,
  { validation, head }: PreparedData,
  { args }: TrainingJob,
  masking: Masking | null,
): Promise<Probe['evaluation']> {
  if (validation === null) return null;
  const { source } = validation;
  const count = Math.min(args.per_device_eval_batch_size, source.length);
  const examples = await source.read(Array.from({ length: count }, (_, i) => i));
  const start = performance.now();
  await engine.evaluate(masking?.(examples, null) ?? examples);
  const seconds = (performance.now() - start) / 1000;
  const tokens = examples.reduce((count, { inputIds }) => count + inputIds.length, 0);
  const baseline = head.task === 'fill-mask' ? null : await baselineOf(source, head);
  return { examples: source.length, tokens: sum(source.lengths), timed: { tokens, seconds }, baseline };
}

/** What the simplest answer scores on the evaluation split, counted as an evaluation counts it. */
async function baselineOf(source: ExampleSource, head: PreparedData['head']): Promise<Baseline | null> {
  const counter = metricsFor(head);
  const examples = await source.read(Array.from(source.lengths, (_, i) => i));
  const items = (label: EncodedExample['label']) =>
    label instanceof Int32Array ? label.filter((id) => id !== IGNORE_INDEX).length : 1;
  const count = examples.reduce((total, { label }) => total + items(label), 0);
  counter.add(examples, { loss: 0, count, logits: new Float32Array(count * head.labels.length) });
  return counter.report().baseline;
}

/** Bytes a second, written and flushed. */
async function timeDisk(folder: string): Promise<number> {
  const path = join(folder, `.probe-${process.pid}`);
  const start = performance.now();
  const file = await open(path, 'w');
  try {
    await file.writeFile(Buffer.alloc(WRITTEN, 1));
    await file.sync();
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  return WRITTEN / ((performance.now() - start) / 1000);
}
