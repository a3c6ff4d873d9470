import { StudioError } from '../../../app/errors.ts';
import { listDatasets } from '../../storage/datasets.ts';
import { listModels } from '../../storage/models.ts';
import { findRuns } from '../../storage/runs.ts';

const MODEL_OF_RUN = /^run:[^./\\][^/\\]*(?:\/(?:checkpoint-\d+|untrained))?$/;

/**
 * A window names models and datasets, never paths: whatever a request calls `model` or `dataset` must be one that the
 * studio lists, or that a run of its own was made with.
 *
 * @throws StudioError `unknown_model`, `unknown_dataset`.
 */
export async function checkNames(params: object, runsFolder: string): Promise<void> {
  const { model, dataset } = params as { readonly model?: unknown; readonly dataset?: unknown };
  const recorded = async () =>
    (await findRuns(runsFolder)).flatMap((found) => ('run' in found ? [found.run.record] : []));
  if (typeof model === 'string' && !MODEL_OF_RUN.test(model)) {
    const names = (await listModels()).map(({ name }) => name);
    if (!names.includes(model) && !(await recorded()).some((record) => record.model === model))
      throw unknown('model', model, names);
  }
  if (typeof dataset === 'string') {
    const names = (await listDatasets()).map(({ name }) => name);
    if (!names.includes(dataset) && !(await recorded()).some((record) => record.dataset.name === dataset))
      throw unknown('dataset', dataset, names);
  }
}

function unknown(kind: 'model' | 'dataset', name: string, names: readonly string[]): StudioError {
  const message = `There is no ${kind} named "${name}". There are: ${names.join(', ')}.`;
  return new StudioError(`unknown_${kind}`, message);
}
