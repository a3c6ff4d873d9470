import type { StudioProblem } from '../../../app/contract/workspace.ts';
import { StudioError } from '../../../app/errors.ts';
import { progressSchema } from '../../../app/lessons/progress.ts';
import { parseResults } from '../../../app/lessons/quiz-results.ts';
import { listDatasets } from '../../storage/datasets.ts';
import { checkEmbeddedCards } from '../../storage/embedded-cards.ts';
import { readKept, readKeptAs } from '../../storage/kept.ts';
import { readLabelEdits } from '../../storage/label-edits.ts';
import { lessonIds, readLesson } from '../../storage/lessons.ts';
import { describeModel, listModels, openModel } from '../../storage/models.ts';
import { listOwnDatasets } from '../../storage/own-datasets.ts';
import { checkAbout } from '../../storage/run-about.ts';
import { findRuns } from '../../storage/runs.ts';
import { listSetAside } from '../../storage/set-aside.ts';
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
  for (const kind of ['models', 'datasets'] as const) await attempt(kind, checkEmbeddedCards(kind));
  await listOwnDatasets(note);
  for (const found of await findRuns(runsFolder)) {
    if ('run' in found) await attempt(found.folder, checkAbout(found.folder));
    if ('problem' in found) problems.push({ file: found.folder, message: found.problem });
    else if (found.run.record.last_checkpoint)
      await attempt(found.folder, resolveCheckpoint(found.folder).then(describeModel));
  }
  for (const { name, folder, origin } of await listModels()) {
    if (origin === 'imported') await attempt(name, openModel(name).catch(withFolder(folder)));
  }
  for (const { name } of await listDatasets()) await attempt(name, readLabelEdits(name));
  await attempt('lesson-progress', readKeptAs('lesson-progress', progressSchema));
  await attempt('quiz-results', readKept('quiz-results').then(parseResults));
  for (const file of await listSetAside(runsFolder)) {
    const message = `${file} could not be read and was set aside; the studio goes on without it. Delete it, or put right what is wrong and give it its name back.`;
    problems.push({ file, message });
  }
  for (const id of await lessonIds()) await attempt(id, readLesson(id));
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
