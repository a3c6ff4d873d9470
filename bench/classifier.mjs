// A fine-tuned model as every side of a prediction row opens it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { outFolder } from './environment.mjs';

/**
 * The embedded `model` after a few steps on the embedded reviews, exported: a Hugging Face folder with the ONNX file
 * where transformers.js looks for it. Made on first use; what it has learned does not matter here.
 */
export async function classifier(model) {
  const folder = join(outFolder, 'models', `${model}-reviews`);
  const plain = join(folder, 'float32');
  const onnx = join(plain, 'onnx', 'model.onnx');
  if (existsSync(onnx)) return plain;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { exportModel } = await import('./parity/ours.mjs');
  await exportModel('reviews', folder);
  mkdirSync(join(plain, 'onnx'));
  renameSync(join(folder, 'model.onnx'), onnx);
  return plain;
}
