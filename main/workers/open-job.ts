import { maskTokens } from '../../app/data/masking.ts';
import { StudioError } from '../../app/errors.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { TrainingArguments } from '../../app/training/arguments.ts';
import { bestMetricOf, metricValue } from '../../app/training/best-model.ts';
import { resolveClassWeights } from '../../app/training/class-weights.ts';
import { freezingOf } from '../../app/training/memory.ts';
import { metricsFor } from '../../app/training/metrics/for-head.ts';
import { checkTrainingArguments, invalidArguments } from '../../app/training/parse-arguments.ts';
import type { Masking } from '../../app/training/trainer-options.ts';
import { type ModelFolder, openModel } from '../storage/models.ts';
import type { TrainingSetup } from './engines.ts';
import { type PreparedData, type Preparing, prepareData } from './training-data.ts';
import type { TrainingJob } from './training-job.ts';

/** The model and the data of a job, checked against its arguments. */
export async function openJob(
  job: TrainingJob,
  preparing?: Preparing,
): Promise<{ model: ModelFolder; data: PreparedData }> {
  const model = await openModel(job.model);
  checkLength(job.args, model);
  const data = await prepareData(job, model, preparing);
  checkForHead(job.args, data.head, model);
  return { model, data };
}

/** What the arguments and the data ask of an engine. */
export function setupOf(
  args: TrainingArguments,
  { head, labelCounts }: Pick<PreparedData, 'head' | 'labelCounts'>,
): TrainingSetup {
  return {
    head,
    freezing: freezingOf(args),
    loss: {
      classWeights: resolveClassWeights(args.class_weights, labelCounts),
      labelSmoothing: args.label_smoothing_factor,
    },
    adamw: {
      beta1: args.adam_beta1,
      beta2: args.adam_beta2,
      epsilon: args.adam_epsilon,
      weightDecay: args.weight_decay,
    },
    seed: args.seed,
    checkpointing: args.gradient_checkpointing ?? false,
    // Runs of before devices could be chosen say nothing.
    device: args.device ?? 'cpu',
    threads: args.threads,
  };
}

function checkLength({ max_seq_length }: TrainingArguments, { config, name }: ModelFolder): void {
  if (max_seq_length <= config.max_position_embeddings) return;
  throw new StudioError(
    'invalid_arguments',
    `max_seq_length is ${max_seq_length}, but ${name} has positions for ${config.max_position_embeddings} tokens. Use at most that.`,
  );
}

/** What only the data tells: how many classes there are to weigh, and which metrics the evaluation will give. */
function checkForHead(args: TrainingArguments, head: HeadSpec, { config }: ModelFolder): void {
  const context = {
    head,
    maxPositions: config.max_position_embeddings,
    layers: config.num_hidden_layers,
  };
  const problems = checkTrainingArguments(args, context);
  if (problems.length > 0) throw invalidArguments(problems);
  const best = bestMetricOf(args);
  if (best) metricValue(best, { loss: 0, ...metricsFor(head).report().metrics });
}

/** What masked language modelling asks for, the same again for the same arguments. */
export function maskingFor(args: TrainingArguments, { config, tokenizer }: ModelFolder): Masking {
  const options = {
    probability: args.mlm_probability,
    maskId: tokenizer.specialIds.mask,
    vocabSize: config.vocab_size,
    specialIds: new Set(Object.values(tokenizer.specialIds)),
    seed: args.seed,
  };
  return (examples, epoch) => examples.map((example) => maskTokens(example, epoch, options));
}
