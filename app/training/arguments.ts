import { TRAINING_DEVICE_CHOICES } from '../devices.ts';
import type { Argument } from './argument-kinds.ts';
import { boolean, choice, classWeights, integer, number, steps, text } from './argument-kinds.ts';

const SEED_BOUNDS = { min: 0, max: 2 ** 32 - 1 };

/**
 * Every training argument: its name, type, default, bounds and help, from which come the type, command-line
 * flags, validation and forms. Names and defaults are those of Hugging Face's TrainingArguments, except where
 * a comment says otherwise.
 */
export const TRAINING_ARGUMENTS = {
  // Hugging Face falls back to `trainer_output`; here null lets the caller make a new folder for every run.
  output_dir: text({
    default: null,
    group: 'run',
    help: 'Folder of the run: its record, metrics and checkpoints.',
  }),

  num_train_epochs: number({
    default: 3,
    bounds: { above: 0 },
    group: 'duration',
    help: 'Passes over the training data; may be fractional.',
    aliases: ['epochs'],
  }),
  max_steps: integer({
    default: -1,
    bounds: { min: -1 },
    group: 'duration',
    help: 'Optimizer steps to train for; when positive it overrides num_train_epochs.',
  }),

  per_device_train_batch_size: integer({
    default: 8,
    bounds: { min: 1 },
    group: 'batches',
    help: 'Examples in a training batch.',
    aliases: ['batch_size', 'train_batch_size'],
  }),
  per_device_eval_batch_size: integer({
    default: 8,
    bounds: { min: 1 },
    group: 'batches',
    help: 'Examples in an evaluation batch; has no effect on the results.',
    aliases: ['eval_batch_size'],
  }),
  gradient_accumulation_steps: integer({
    default: 1,
    bounds: { min: 1 },
    group: 'batches',
    help: 'Batches whose gradients are averaged for one optimizer step.',
  }),
  gradient_checkpointing: boolean({
    default: false,
    group: 'batches',
    help: 'Compute every layer again in the backward pass instead of keeping it: less memory, about a third more time.',
  }),
  // run_glue.py's default; TrainingArguments has no such field.
  max_seq_length: integer({
    default: 128,
    bounds: { min: 3 },
    group: 'batches',
    help: 'Longest input in tokens, special tokens included; longer ones are truncated.',
    aliases: ['max_length'],
  }),
  group_by_length: boolean({
    default: false,
    group: 'batches',
    help: 'Put examples of similar length in the same batch, to waste less on padding.',
  }),
  train_sampling_strategy: choice(['random', 'sequential', 'group_by_length'], {
    default: 'random',
    group: 'batches',
    help: 'Order of the training examples; group_by_length may also be given as a flag of its own.',
  }),
  dataloader_drop_last: boolean({
    default: false,
    group: 'batches',
    help: 'Leave out the last batch of an epoch when it is not full.',
  }),
  // DataCollatorForLanguageModeling's default.
  mlm_probability: number({
    default: 0.15,
    bounds: { above: 0, max: 1 },
    group: 'batches',
    help: 'Share of tokens to predict in masked language modelling.',
  }),

  learning_rate: number({
    default: 5e-5,
    bounds: { min: 0 },
    group: 'optimizer',
    help: 'Highest learning rate, reached after the warm-up.',
    aliases: ['lr'],
  }),
  // Not in Hugging Face; null gives the head the same rate as the encoder, as there.
  head_learning_rate: number({
    default: null,
    bounds: { min: 0 },
    group: 'optimizer',
    help: 'Learning rate of the new head; the same schedule applies to it.',
  }),
  weight_decay: number({
    default: 0,
    bounds: { min: 0 },
    group: 'optimizer',
    help: 'Decoupled weight decay (AdamW); biases and LayerNorm are left out.',
  }),
  adam_beta1: number({
    default: 0.9,
    bounds: { min: 0, below: 1 },
    group: 'optimizer',
    help: 'Decay of the running mean of the gradients.',
  }),
  adam_beta2: number({
    default: 0.999,
    bounds: { min: 0, below: 1 },
    group: 'optimizer',
    help: 'Decay of the running mean of the squared gradients.',
  }),
  adam_epsilon: number({
    default: 1e-8,
    bounds: { above: 0 },
    group: 'optimizer',
    help: 'Keeps the division by the root of the second moment stable.',
  }),
  max_grad_norm: number({
    default: 1,
    bounds: { min: 0 },
    group: 'optimizer',
    help: 'Gradients with a larger norm are scaled down to it; 0 switches clipping off.',
  }),

  lr_scheduler_type: choice(['linear', 'cosine', 'polynomial', 'constant', 'constant_with_warmup'], {
    default: 'linear',
    group: 'schedule',
    help: 'How the learning rate changes after the warm-up.',
  }),
  warmup_steps: number({
    default: 0,
    bounds: { min: 0 },
    group: 'schedule',
    help: 'Steps over which the learning rate rises from 0; below 1, a share of the run.',
  }),
  warmup_ratio: number({
    default: 0,
    bounds: { min: 0, max: 1 },
    group: 'schedule',
    help: 'The warm-up as a share of the run, instead of warmup_steps.',
  }),

  label_smoothing_factor: number({
    default: 0,
    bounds: { min: 0, below: 1 },
    group: 'regularization',
    help: 'Share of every target spread evenly over all classes.',
    aliases: ['label_smoothing'],
  }),
  // Not in Hugging Face, like the three freezing arguments below.
  class_weights: classWeights({
    group: 'regularization',
    help: 'Weight of each class in the loss: `balanced` (inverse frequency), a list in label order, or none.',
  }),

  freeze_embeddings: boolean({ default: false, group: 'model', help: 'Keep the embeddings as they are.' }),
  freeze_layers: integer({
    default: 0,
    bounds: { min: 0 },
    group: 'model',
    help: 'Keep the first N encoder layers as they are.',
  }),
  freeze_encoder: boolean({ default: false, group: 'model', help: 'Train nothing but the head.' }),

  eval_strategy: choice(['no', 'steps', 'epoch'], {
    default: 'no',
    group: 'evaluation',
    help: 'When to evaluate.',
    aliases: ['evaluation_strategy'],
  }),
  eval_steps: steps({
    default: null,
    group: 'evaluation',
    help: 'Steps between evaluations, or a share of the run; logging_steps when not given.',
  }),
  eval_on_start: boolean({
    default: false,
    group: 'evaluation',
    help: 'Also evaluate before the first step.',
  }),
  metric_for_best_model: text({
    default: null,
    group: 'evaluation',
    help: 'Metric that decides which checkpoint is best, e.g. f1; loss when one is needed and none is given.',
  }),
  greater_is_better: boolean({
    default: null,
    group: 'evaluation',
    help: 'Whether a larger value of that metric is better; when not given, true unless its name ends in loss (so give false for mse and perplexity).',
  }),
  // EarlyStoppingCallback's arguments; null: no early stopping.
  early_stopping_patience: integer({
    default: null,
    bounds: { min: 1 },
    group: 'evaluation',
    help: 'Stop after this many evaluations in a row without improvement.',
  }),
  early_stopping_threshold: number({
    default: 0,
    bounds: { min: 0 },
    group: 'evaluation',
    help: 'How much better the metric has to be to count as an improvement.',
  }),

  save_strategy: choice(['no', 'steps', 'epoch', 'best'], {
    default: 'steps',
    group: 'saving',
    help: 'When to save a checkpoint.',
  }),
  save_steps: steps({
    default: 500,
    group: 'saving',
    help: 'Steps between checkpoints, or a share of the run.',
  }),
  save_total_limit: integer({
    default: null,
    bounds: { min: 1 },
    group: 'saving',
    help: 'Checkpoints to keep; the latest is kept, and with load_best_model_at_end the best.',
  }),
  load_best_model_at_end: boolean({
    default: false,
    group: 'saving',
    help: 'End with the weights of the best checkpoint.',
  }),

  logging_strategy: choice(['no', 'steps', 'epoch'], {
    default: 'steps',
    group: 'logging',
    help: 'When to print a log entry; every step is recorded whatever is chosen.',
  }),
  logging_steps: steps({
    default: 500,
    group: 'logging',
    help: 'Steps between log entries, or a share of the run.',
  }),
  logging_first_step: boolean({ default: false, group: 'logging', help: 'Also log the first step.' }),

  seed: integer({
    default: 42,
    bounds: SEED_BOUNDS,
    group: 'reproducibility',
    help: 'Seed of the new head, dropout and masking.',
  }),
  data_seed: integer({
    default: null,
    bounds: SEED_BOUNDS,
    group: 'reproducibility',
    help: 'Seed of the data order; seed when not given.',
  }),
  // Instead of Hugging Face's use_cpu. CUDA is for inference: an NVIDIA GPU trains as webgpu.
  device: choice(TRAINING_DEVICE_CHOICES, {
    default: 'auto',
    group: 'reproducibility',
    help: 'Where to train: cpu, webgpu (any GPU), tfjs (where installed), or auto, the fastest that `devices --measure` found.',
  }),
  // Not in Hugging Face (torch.set_num_threads); null leaves it to the engine.
  threads: integer({
    default: null,
    bounds: { min: 1, max: 256 },
    group: 'reproducibility',
    help: 'CPU threads; with another number the last bits of the results differ.',
  }),
} as const;

export type TrainingArgumentName = keyof typeof TRAINING_ARGUMENTS;

type ValueOf<Row> = Row extends Argument<infer Value> ? Value : never;

export type TrainingArguments = {
  readonly [Name in TrainingArgumentName]: ValueOf<(typeof TRAINING_ARGUMENTS)[Name]>;
};

export const TRAINING_ARGUMENT_NAMES = Object.keys(TRAINING_ARGUMENTS) as TrainingArgumentName[];

export const DEFAULT_TRAINING_ARGUMENTS = Object.fromEntries(
  TRAINING_ARGUMENT_NAMES.map((name) => [name, TRAINING_ARGUMENTS[name].default]),
) as unknown as TrainingArguments;
