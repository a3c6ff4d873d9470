import { copyFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportedModel } from '../../../app/contract/models.ts';
import { matchWeights } from '../../../app/models/bert/match-weights.ts';
import { bertParameters, encoderParameters } from '../../../app/models/bert/parameters.ts';
import { CheckpointWeights } from '../../storage/checkpoint-weights.ts';
import { importModel } from '../../storage/import-model.ts';
import { openModel } from '../../storage/models.ts';
import { inTemporaryFolder } from '../../storage/temporary-folder.ts';
import { headIn } from '../../workers/trained-head.ts';
import { importModelFrom, isArchive, modelFolderIn } from '../import-sources.ts';
import { withNames } from '../named-errors.ts';
import type { Intake } from './intake.ts';

/**
 * Imports files that were handed over as a model: those of a folder, the folder itself, or a zip file of one.
 *
 * @throws StudioError of `importModelFrom`; nothing is kept then.
 */
export async function importHandedOver(
  name: string,
  handles: readonly string[],
  intake: Intake,
): Promise<void> {
  const paths = handles.map((handle) => intake.pathOf(handle));
  const [only, ...others] = paths;
  if (others.length === 0 && isArchive(only!)) {
    await importModelFrom(only!, { name }).catch((error) => {
      throw withNames(error, [[only!, basename(only!)]]);
    });
    return;
  }
  if (others.length === 0 && (await stat(only!)).isDirectory()) {
    await importModel((await modelFolderIn(only!)) ?? only!, name);
    return;
  }
  await inTemporaryFolder('import', async (folder) => {
    for (const path of paths) await copyFile(path, join(folder, basename(path)));
    await importModel(folder, name);
  });
}

/**
 * What the weights of a model lack and what of them is not used, as Hugging Face says it: `missing` is made new when the
 * model is trained.
 */
export async function loadReport(name: string): Promise<ImportedModel['report']> {
  const model = await openModel(name);
  const head = headIn(model);
  const parameters = head ? bertParameters(model.config, head) : encoderParameters(model.config);
  const weights = await CheckpointWeights.open(model.folder);
  try {
    const { missing, unexpected } = matchWeights(parameters, weights.shapes).report;
    return { missing, unexpected };
  } finally {
    await weights.close();
  }
}
