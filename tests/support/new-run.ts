import type { NewRun } from '../../app/runs/record.ts';
import { DEFAULT_TRAINING_ARGUMENTS } from '../../app/training/arguments.ts';

/** What a record of a run is made of, where a test looks at nothing in it. */
export const NEW_RUN: NewRun = {
  id: 'a',
  name: 'a',
  head: { task: 'text-classification', problemType: 'single_label_classification', labels: ['no', 'yes'] },
  model: 'all-MiniLM-L6-v2',
  dataset: { name: 'paraphrase', train_examples: 8, eval_examples: 2, options: {} },
  args: DEFAULT_TRAINING_ARGUMENTS,
  device: 'cpu',
  threads: 1,
};
