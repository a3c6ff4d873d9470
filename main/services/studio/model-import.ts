import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ImportedModel } from '../../../app/contract/models.ts';
import { matchWeights } from '../../../app/models/bert/match-weights.ts';
import { bertParameters, encoderParameters } from '../../../app/models/bert/parameters.ts';
import { CheckpointWeights } from '../../storage/checkpoint-weights.ts';
import { importModel, openModel } from '../../storage/models.ts';
import { inTemporaryFolder } from '../../storage/temporary-folder.ts';
import { headIn } from '../../workers/trained-head.ts';
import type { Intake } from './intake.ts';

/**
 * Puts files that were handed over into one folder and imports it as a model.
 *
 * @returns what its weights lack and what of them is not used: `missing` is made new when the model is trained.
 * @throws StudioError of `importModel`; nothing is kept then.
 */
export async function importHandedOver(
  name: string,
  handles: readonly string[],
  intake: Intake,
): Promise<ImportedModel['report']> {
  return inTemporaryFolder('import', async (folder) => {
    for (const handle of handles) {
      const path = intake.pathOf(handle);
      await copyFile(path, join(folder, basename(path)));
    }
    await importModel(folder, name);
    return loadReport(name);
  });
}

async function loadReport(name: string): Promise<ImportedModel['report']> {
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
