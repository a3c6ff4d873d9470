import type { StudioProblem } from '../../../app/contract/workspace.ts';
import { KEPT } from '../../../app/contract/workspace.ts';
import { StudioError } from '../../../app/errors.ts';
import { listDatasets } from '../../storage/datasets.ts';
import { readKept } from '../../storage/kept.ts';
import { readLabelEdits } from '../../storage/label-edits.ts';
import { describeModel, listModels, openModel } from '../../storage/models.ts';
import { listOwnDatasets } from '../../storage/own-datasets.ts';
import { findRuns } from '../../storage/runs.ts';
import { resolveCheckpoint } from '../checkpoints.ts';

/** Everything of the person's that is damaged or of a newer version, each with what to do; the rest opens without it. */
export async function findProblems(runsFolder: string): Promise<StudioProblem[]> {
  const problems: StudioProblem[] = [];
  const note = (file: string, { message }: Error) => problems.push({ file, message });
  const attempt = (name: string, work: Promise<unknown>) =>
    work.catch((error: unknown) => {
      if (!(error instanceof StudioError)) throw error;
      note(String(error.details.file ?? error.details.folder ?? name), error);
    });
  await listOwnDatasets(note);
  for (const found of await findRuns(runsFolder)) {
    if ('problem' in found) problems.push({ file: found.folder, message: found.problem });
    else if (found.run.record.last_checkpoint)
      await attempt(found.folder, resolveCheckpoint(found.folder).then(describeModel));
  }
  for (const { name, folder, origin } of await listModels()) {
    if (origin === 'imported') await attempt(name, openModel(name).catch(withFolder(folder)));
  }
  for (const { name } of await listDatasets()) await attempt(name, readLabelEdits(name));
  for (const key of KEPT) await attempt(key, readKept(key));
  return problems;
}

function withFolder(folder: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof StudioError) || error.message.includes(folder)) throw error;
    throw new StudioError(error.code, `${folder}: ${error.message}`, {
      cause: error,
      details: error.details,
    });
  };
}
