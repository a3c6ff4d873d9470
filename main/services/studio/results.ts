import { basename, join } from 'node:path';
import type { Handlers } from '../../../app/contract/request.ts';
import type { MadeResults, OpenedLearners, resultRequests } from '../../../app/contract/results.ts';
import type { StudioProblem } from '../../../app/contract/workspace.ts';
import { StudioError } from '../../../app/errors.ts';
import { learnerName } from '../../../app/results/learner-name.ts';
import { writeFileAtomic } from '../../storage/atomic.ts';
import {
  type KeptLearner,
  keepLearner,
  listLearners,
  readLearner,
  readResultFile,
  removeLearners,
  restoreLearners,
  writeLearner,
} from '../../storage/learners.ts';
import { userFolder } from '../../storage/paths.ts';
import type { StudioContext } from './context.ts';
import { gatherResults } from './gather-results.ts';
import type { Intake } from './intake.ts';
import type { Outgoing } from './outgoing.ts';

/** A learner's own results, to be saved, and those of a room, to be looked at together. */
export function resultHandlers(
  { runsFolder, emit }: StudioContext,
  intake: Intake,
  outgoing: Outgoing,
): Handlers<typeof resultRequests> {
  const changed = () => emit('learners.changed', null);
  return {
    'results.make': ({ name }) => makeResults(name ?? null, runsFolder, outgoing),
    'learners.list': async () => {
      const problems: StudioProblem[] = [];
      const found = await Promise.all(
        (await listLearners()).map(async (id) => {
          const kept = await readLearner(id).catch(noteIn(problems, `${id}.json`));
          if (!kept) return [];
          const { file, result } = kept;
          return [{ id, name: nameOf(kept), file, exportedAt: result.exported_at }];
        }),
      );
      const learners = found.flat().sort((a, b) => (a.file < b.file ? -1 : 1));
      return { learners, problems };
    },
    'learners.get': async ({ id }) => {
      const kept = await readLearner(id);
      return { id, name: nameOf(kept), result: kept.result };
    },
    'learners.open': async ({ handles }) => {
      const opened = await openFiles(handles.map((handle) => intake.pathOf(handle)));
      if (opened.opened > 0) changed();
      return opened;
    },
    'learners.rename': async ({ id, name }) => {
      await writeLearner({ ...(await readLearner(id)), name });
      changed();
      return null;
    },
    'learners.remove': async ({ ids }) => {
      await removeLearners(ids);
      changed();
      return null;
    },
    'learners.restore': async ({ ids }) => {
      await restoreLearners(ids);
      changed();
      return null;
    },
  };
}

const nameOf = ({ name, file, result }: KeptLearner) => name ?? learnerName(file, result);

/** Notes what a file's error says; anything else is no fault of a file. */
function noteIn(problems: StudioProblem[], file: string): (error: unknown) => null {
  return (error) => {
    if (!(error instanceof StudioError)) throw error;
    problems.push({ file: String(error.details.file ?? file), message: error.message });
    return null;
  };
}

async function makeResults(
  name: string | null,
  runsFolder: string,
  outgoing: Outgoing,
): Promise<MadeResults> {
  const { text, file, result, problems } = await gatherResults(name, [runsFolder]);
  const path = join(userFolder(), 'exports', file);
  await writeFileAtomic(path, text);
  const { runs, runs_left_out, lesson, quiz, learner } = result;
  const guesses = [...(lesson?.cells ?? []), ...runs].filter(({ guess }) => guess !== null);
  return {
    ...(await outgoing.offer(path)),
    bytes: Buffer.byteLength(text),
    learner: learner.id,
    runs: runs.length,
    runsLeftOut: runs_left_out,
    questions: quiz?.questions.length ?? 0,
    guesses: guesses.length,
    problems,
  };
}

/** Takes in what can be read. */
async function openFiles(paths: readonly string[]): Promise<OpenedLearners> {
  const problems: StudioProblem[] = [];
  let opened = 0;
  for (const path of paths) {
    const file = basename(path);
    const result = await readResultFile(path).catch(noteIn(problems, file));
    if (result === null) continue;
    if (await keepLearner(file, result)) opened++;
    else {
      const message = `${file} is older than what is here of the same learner, so it was left out.`;
      problems.push({ file, message });
    }
  }
  return { opened, problems };
}
