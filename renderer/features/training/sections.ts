import { TRAINING_ARGUMENT_NAMES, type TrainingArgumentName } from '../../../app/training/arguments.ts';

/** Where a run lies is the studio's business. */
const HIDDEN: ReadonlySet<TrainingArgumentName> = new Set(['output_dir']);

/** The arguments people change, as a form groups them. */
export const SECTIONS: readonly {
  readonly title: string;
  readonly names: readonly TrainingArgumentName[];
}[] = [
  { title: 'Length', names: ['num_train_epochs', 'max_steps'] },
  { title: 'Rate', names: ['learning_rate', 'lr_scheduler_type', 'warmup_steps'] },
  {
    title: 'Batch',
    names: [
      'per_device_train_batch_size',
      'per_device_eval_batch_size',
      'gradient_accumulation_steps',
      'max_seq_length',
    ],
  },
  { title: 'Restraint', names: ['weight_decay', 'max_grad_norm', 'class_weights'] },
  {
    title: 'Judging',
    names: [
      'eval_strategy',
      'save_strategy',
      'load_best_model_at_end',
      'metric_for_best_model',
      'early_stopping_patience',
    ],
  },
  { title: 'Chance', names: ['seed'] },
];

export const FORM_ARGUMENTS = TRAINING_ARGUMENT_NAMES.filter((name) => !HIDDEN.has(name));

/** Every other argument of the table; a new one is in the form at once. */
export const THE_REST = FORM_ARGUMENTS.filter((name) => !SECTIONS.some(({ names }) => names.includes(name)));
