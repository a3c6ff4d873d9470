// Where BERT Studio plugs into the benchmark: everything else in this folder knows only these two functions.
// What is imported here counts as imports in the memory figures, so import statically.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BertTokenizer } from '../dist/app/tokenization/bert-tokenizer.js';

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
