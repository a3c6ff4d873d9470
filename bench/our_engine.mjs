// Where BERT Studio plugs into the benchmark: everything else in this folder knows only these two functions.

/**
 * Opens a sequence-classification model for training on the CPU with dropout on, weight decay 0.01,
 * and resolves with its TrainingEngine (app/training/engine.ts).
 * `setup`: { model: folder under resources/models, labels: number of classes, threads, seed }.
 */
export async function openEngine(_setup) {
  throw new Error('the training engine is not connected to the benchmark yet (bench/our_engine.mjs)');
}

/**
 * Opens a model folder's tokenizer and resolves with a function from rows (one or two texts each, truncated to
 * 128 tokens) to the number of tokens it encoded, special tokens included.
 */
export async function openTokenizer(_model) {
  throw new Error('the tokenizer is not connected to the benchmark yet (bench/our_engine.mjs)');
}
