// Who takes part: how each side is started, and what it is called in tables.
import { join } from 'node:path';
import { classifier } from './classifier.mjs';
import { benchFolder, plainModel, python, root, tensorflowJs, transformersJs } from './environment.mjs';
import { Side } from './side.mjs';

/** `script` speaks the protocol of side.mjs; `model` says what kind of folder it opens. */
const SIDES = {
  fp32: { name: 'PyTorch Trainer, fp32', script: 'torch_side.py', model: 'plain' },
  bf16: { name: 'PyTorch Trainer, bf16=True', script: 'torch_side.py', model: 'plain' },
  tokenizers: { name: 'Rust tokenizers', script: 'tokenizer_side.py', model: 'embedded' },
  ours: { name: 'BERT Studio', script: 'our_side.mjs', model: 'embedded' },
  'tfjs-cpu': { name: 'TensorFlow.js, plain JavaScript', script: 'tfjs_side.mjs', model: 'embedded' },
  'tfjs-wasm': { name: 'TensorFlow.js, WebAssembly', script: 'tfjs_side.mjs', model: 'embedded' },
  'transformers.js': { name: 'transformers.js', script: 'transformers_js_side.mjs', model: 'classifier' },
  pipeline: { name: 'PyTorch pipeline', script: 'pipeline_side.py', model: 'classifier' },
  'pipeline-sorted': {
    name: 'PyTorch pipeline, sorted by length',
    script: 'pipeline_side.py',
    model: 'classifier',
  },
  int8: { name: 'BERT Studio, int8', script: 'our_predictions.mjs', model: 'classifier' },
};

/** Ours answers with another script where a row asks a fine-tuned model. */
const OUR_PREDICTIONS = { name: 'BERT Studio', script: 'our_predictions.mjs', model: 'classifier' };

const sideOf = (id, row) => (id === 'ours' && row.asks ? OUR_PREDICTIONS : SIDES[id]);

export const nameOf = (id) => SIDES[id].name;

function folderOf(kind, model) {
  if (kind === 'plain') return plainModel(model);
  if (kind === 'classifier') return classifier(model);
  return join(root, 'resources', 'models', model);
}

/** Of other projects: where a script finds what is installed for it on first use. */
const LIBRARIES = {
  'transformers_js_side.mjs': () => ({ TRANSFORMERS_JS: transformersJs() }),
  'tfjs_side.mjs': () => ({ TFJS: tensorflowJs() }),
};

/** Starts a side and sets it up for a row. Resolves with it and what it says of its versions. */
export async function openSide(id, row, workload, threads) {
  const { script, model } = sideOf(id, row);
  const path = join(benchFolder, script);
  const folder = await folderOf(model, row.model);
  const side = script.endsWith('.py')
    ? new Side(id, python(), [path], { OMP_NUM_THREADS: String(threads) })
    : new Side(id, process.execPath, [path], LIBRARIES[script]?.());
  const setup = {
    cmd: 'setup',
    model: folder,
    workload,
    kind: id,
    threads,
    asks: row.asks,
  };
  try {
    return { side, versions: await side.exchange(setup) };
  } catch (error) {
    await side.close();
    throw error;
  }
}
