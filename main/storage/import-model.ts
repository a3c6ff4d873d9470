import { existsSync } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { StudioError } from '../../app/errors.ts';
import { sizeOf } from '../../app/graph/ndarray.ts';
import { matchWeights } from '../../app/models/bert/match-weights.ts';
import { encoderParameters } from '../../app/models/bert/parameters.ts';
import { writeFolderAtomic } from './atomic.ts';
import { CheckpointWeights } from './checkpoint-weights.ts';
import { missingFromEncoder, otherShape } from './load-weights.ts';
import {
  importsFolder,
  type ListedModel,
  listModels,
  type ModelFolder,
  readModelFolder,
  TOKENIZER_FILES,
  withTokenizer,
} from './models.ts';

/** What else is worth keeping of a model folder, besides its weights. */
const DOCUMENTS = ['README.md', 'LICENSE', 'LICENSE.txt', 'NOTICE'];

/**
 * Checks everything about a model folder, every value of its weights included, then copies what is needed of it among
 * the person's models under `name`. Either the whole model is there afterwards, or nothing.
 *
 * @throws StudioError `invalid_name`, `already_exists`, `disk_full`, `unwritable`, and whatever is wrong with its files.
 */
export async function importModel(folder: string, name = basename(resolve(folder))): Promise<ListedModel> {
  await checkModelName(name);
  const model = await withTokenizer(await readModelFolder(resolve(folder), name, null));
  const weightFiles = await checkWeights(model);
  await writeFolderAtomic(join(importsFolder(), name), async (temporary) => {
    for (const file of ['config.json', ...weightFiles, ...TOKENIZER_FILES, ...DOCUMENTS]) {
      const source = join(model.folder, file);
      if (!existsSync(source)) continue;
      await copyFile(source, join(temporary, file));
      // A copy of a read-only file would be read-only too, and could not be flushed or deleted.
      await chmod(join(temporary, file), 0o644);
    }
  });
  return (await listModels()).find((listed) => listed.name === name)!;
}

/** Whether a model can be taken in under a name. @throws StudioError `invalid_name`, `already_exists`. */
export async function checkModelName(name: string): Promise<void> {
  if (!/^[\w.-]+$/.test(name) || name.startsWith('.')) {
    throw new StudioError(
      'invalid_name',
      `"${name}" cannot be a model's name. Use letters, digits, dots, dashes and underscores.`,
    );
  }
  if ((await listModels()).some((model) => model.name === name)) {
    throw new StudioError('already_exists', `There is already a model named "${name}". Give another name.`);
  }
}

/**
 * Every encoder weight must be there in its shape and every value a finite number; what a head lacks is made new when
 * it is needed.
 *
 * @returns the names of the weights' files.
 */
async function checkWeights({ folder, config }: ModelFolder): Promise<readonly string[]> {
  const weights = await CheckpointWeights.open(folder);
  try {
    const { shapes } = weights;
    const { sources, report } = matchWeights(encoderParameters(config), shapes);
    const { missing, mismatched } = report;
    if (mismatched[0]) throw otherShape(folder, mismatched[0]);
    if (missing.length > 0) throw missingFromEncoder(folder, missing);
    for (const name of sources.values()) {
      const values = new Float32Array(sizeOf(shapes.get(name)!));
      await weights.readInto(name, values);
      if (values.every(Number.isFinite)) continue;
      const message = `${folder}: "${name}" holds values that are no numbers (NaN or infinity). The file is damaged; get it again.`;
      throw new StudioError('invalid_weights', message, { details: { folder, name } });
    }
    return weights.fileNames;
  } finally {
    await weights.close();
  }
}
