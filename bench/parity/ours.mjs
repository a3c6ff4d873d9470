// Where BERT Studio plugs into `npm run parity`: everything else there knows only these functions.

const notConnected = (what) =>
  new Error(`${what} is not connected to the comparison yet (bench/parity/ours.mjs)`);

/**
 * Trains `task` for a few steps from the embedded small model and exports it: a Hugging Face folder, with
 * model.onnx (float32), model.fp16.onnx and model.int8.onnx in it.
 * `task`: 'paraphrase' | 'reviews' | 'entities' (embedded sets) or 'fill-mask' (no training).
 */
export async function exportModel(_task, _folder) {
  throw notConnected('export');
}

/** Our logits for rows of one or two texts (at most 128 tokens): per row `[labels]` or `[real tokens, labels]`. */
export async function logits(_folder, _texts) {
  throw notConnected('inference');
}

/**
 * Trains without dropout and with the rows in file order, from the classifier `head` ({ file, prefix }, bias 0).
 * `data` is MRPC's folder; `args` are TrainingArguments. Resolves with one { loss, grad_norm, learning_rate } a step.
 */
export async function trainMrpc(_options) {
  throw notConnected('training');
}
