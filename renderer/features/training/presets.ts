import type { TrainingArguments } from '../../../app/training/arguments.ts';

interface Preset {
  readonly title: string;
  readonly args: Partial<TrainingArguments>;
}

const BASE = {
  per_device_train_batch_size: 16,
  per_device_eval_batch_size: 64,
  weight_decay: 0.01,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
  eval_on_start: true,
  save_total_limit: 2,
  logging_strategy: 'epoch',
} as const;

/** The learning rate is left to the model's card unless a preset is about it. */
export const PRESETS = {
  quick: {
    title: 'Quick look',
    args: { ...BASE, num_train_epochs: 1 },
  },
  lesson: {
    title: 'Lesson',
    args: { ...BASE, num_train_epochs: 3 },
  },
  thorough: {
    title: 'Thorough',
    args: { ...BASE, num_train_epochs: 6, load_best_model_at_end: true, early_stopping_patience: 2 },
  },
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as PresetName[];
