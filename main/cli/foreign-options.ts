/** What people give who come from Hugging Face's scripts: the option there, and what does its work here. */
const FOREIGN: Readonly<Record<string, string>> = {
  model_name_or_path: 'Give the model with --model.',
  tokenizer_name: 'A tokenizer belongs to its model here; give both with --model.',
  dataset_name: 'Give the data with --data; `datasets import` fetches it from the Hub.',
  dataset_config_name:
    'Give the data with --data; `datasets import ID CONFIGURATION` fetches it from the Hub.',
  task_name: 'Give the data with --data: the task follows from it.',
  train_file: 'Give one file, or a folder with train and validation files, with --data.',
  validation_file: 'Give a folder with train and validation files with --data.',
  test_file:
    'Give a folder with train and test files with --data; `evaluate --split test` opens the test split.',
  max_train_samples: 'Use --max_steps for a short run.',
  text_column_name: 'It is --text-column here.',
  text_column_names: 'They are --text-column and --text-pair-column here.',
  label_column_name: 'It is --label-column here.',
  problem_type: 'It is --problem-type here.',
  do_regression: 'It is --problem-type regression here.',
  do_train: 'Leave it out: `train` trains, and evaluates as --eval_strategy says.',
  do_eval: 'Leave it out: --eval_strategy says when `train` evaluates; `evaluate` does it again.',
  do_predict: 'Leave it out: `predict` does that.',
  resume_from_checkpoint: 'Use `runs resume FOLDER`, with --checkpoint NAME for another than the last.',
  overwrite_output_dir: 'A run is never written over: give another --output_dir, or delete the old folder.',
  fp16: 'Leave it out: training is in float32.',
  bf16: 'Leave it out: training is in float32.',
  tf32: 'Leave it out: training is in float32.',
  optim: 'Leave it out: the optimizer is AdamW, as with adamw_torch.',
  report_to: 'Leave it out: every step is in metrics.jsonl, and the studio draws it.',
  logging_dir: 'Leave it out: every step is in metrics.jsonl of --output_dir.',
  push_to_hub: 'Leave it out: `export` writes a folder that huggingface_hub uploads.',
  use_cpu: 'It is --device cpu here.',
  no_cuda: 'It is --device cpu here.',
  pad_to_max_length: 'Leave it out: what is padding is not computed.',
  remove_unused_columns: 'Leave it out: columns without a meaning are not read.',
  dataloader_num_workers: 'Leave it out: rows are tokenized before training.',
};

/**
 * Adds to commander's message for an unknown option what the same is called here.
 *
 * @param message e.g. `error: unknown option '--bf16'`.
 */
export function withForeignHint(message: string): string {
  const name = /unknown option '--([\w-]+)/.exec(message)?.[1]?.replaceAll('-', '_');
  const hint = name === undefined || !Object.hasOwn(FOREIGN, name) ? undefined : FOREIGN[name];
  return hint === undefined ? message : `${message.trimEnd()}\n${hint}\n`;
}
