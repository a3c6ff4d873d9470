import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import type { Precision } from '../../app/onnx/stored-weights.ts';
import { writeFolderAtomic } from '../storage/atomic.ts';
import { openModel } from '../storage/models.ts';
import { exportOnnx } from '../storage/onnx-export.ts';
import { writeSafetensors } from '../storage/safetensors.ts';
import { openWeights } from '../workers/engines.ts';
import { filesOf } from '../workers/training-run.ts';
import { headOf } from './ask.ts';
import { resolveCheckpoint } from './checkpoints.ts';

/**
 * Writes a fine-tuned model for other programs.
 *
 * @param source a run's folder, a checkpoint or a model.
 * @throws StudioError `already_exists`, `unwritable`, `disk_full`; nothing half-written stays.
 */
export async function exportModel(
  source: string,
  target: string,
  format: 'huggingface' | 'onnx',
  precision: Precision,
): Promise<void> {
  const model = await openModel(await resolveCheckpoint(source));
  const head = headOf(model);
  const { weights } = await openWeights(model, head);
  if (format === 'onnx') return exportOnnx(target, model.config, head, weights, precision);
  if (precision === 'int8') {
    throw new StudioError(
      'invalid_arguments',
      'A Hugging Face folder is written as float32 or float16; int8 is for --format onnx.',
    );
  }
  const files = await filesOf(model, head);
  await writeFolderAtomic(target, async (folder) => {
    await writeSafetensors(
      join(folder, 'model.safetensors'),
      weights,
      precision === 'float16' ? 'F16' : 'F32',
    );
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  });
}
