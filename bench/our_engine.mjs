// Where BERT Studio plugs into the benchmark: everything else in this folder knows only these functions.
// What is loaded here counts as imports in the memory figures.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BertTokenizer } from '../dist/app/tokenization/bert-tokenizer.js';
import { onnxRuntime } from '../dist/main/runtime/onnx-runtime.js';
import { TfjsDevice } from '../dist/main/runtime/tfjs/tfjs-device.js';
import { openModel } from '../dist/main/storage/models.js';
import { openTrainingEngine } from '../dist/main/workers/engines.js';
import { Predictor } from '../dist/main/workers/predictor.js';
import { numberedClasses, trainingSetup } from './training_setup.mjs';

await onnxRuntime();

/**
 * Opens a sequence-classification model for training on the CPU with dropout on, weight decay 0.01,
 * and resolves with its TrainingEngine (app/training/engine.ts).
 * `setup`: { model: folder under resources/models, labels: number of classes, threads, seed }.
 */
export function openEngine(setup) {
  return openOn('cpu', setup);
}

/** The same, computed by TensorFlow.js's operations on the backend that `tf` has. */
export function openEngineOn(tf, setup) {
  return openOn('tfjs', setup, async () => new TfjsDevice(tf, 'tfjs-cpu'));
}

async function openOn(device, { model, labels, threads, seed }, ...openDevice) {
  const setup = trainingSetup(numberedClasses(labels), { seed, device, threads });
  return (await openTrainingEngine(await openModel(model), setup, ...openDevice)).engine;
}

/**
 * Opens a model folder's tokenizer and resolves with a function from rows (one or two texts each, truncated to
 * 128 tokens) to the number of tokens it encoded, special tokens included.
 */
export async function openTokenizer(model) {
  const json = (name) => {
    const file = join(model, name);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  };
  const tokenizer = new BertTokenizer({
    tokenizerJson: json('tokenizer.json'),
    tokenizerConfig: json('tokenizer_config.json'),
  });
  return (rows) => {
    const inputs = rows.map((texts) => (texts.length === 2 ? texts : texts[0]));
    const encodings = tokenizer.encodeBatch(inputs, { truncation: 'longest_first', maxLength: 128 });
    return encodings.reduce((sum, { inputIds }) => sum + inputIds.length, 0);
  };
}

/** Opens a fine-tuned model and resolves with a function that answers texts as `predict` does. */
export async function openPredictor({ model, precision, threads }) {
  const predictor = await Predictor.open(await openModel(model), { device: 'cpu', precision, threads });
  return (texts) => predictor.predict(texts.map((text) => ({ text, textPair: null, words: null })));
}
