import { randomInt } from 'node:crypto';
import { arch, availableParallelism, cpus, platform, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { StudioError } from '../../../app/errors.ts';
import { parseProgress } from '../../../app/lessons/progress.ts';
import { parseQuiz } from '../../../app/lessons/quiz.ts';
import { parseResults } from '../../../app/lessons/quiz-results.ts';
import {
  formatResultFile,
  learnerId,
  MOST_RUNS,
  parseResultFile,
  type ResultFile,
  type ResultFileParts,
} from '../../../app/results/result-file.ts';
import { resultLessonOf } from '../../../app/results/result-lesson.ts';
import { resultQuizOf } from '../../../app/results/result-quiz.ts';
import { resultRunOf } from '../../../app/results/write-run.ts';
import { courseOf } from '../../../app/runs/points.ts';
import { keptAnew, readKept } from '../../storage/kept.ts';
import { listLessons, readLesson } from '../../storage/lessons.ts';
import { programVersion } from '../../storage/paths.ts';
import { readAbout } from '../../storage/run-about.ts';
import { findRuns, type RunFolder } from '../../storage/runs.ts';
import { modelId } from './models.ts';

interface LearnerResults {
  /** Of the file. */
  readonly text: string;
  /** What it is best called. */
  readonly file: string;
  /** The text as it will be read. */
  readonly result: ResultFile;
  /** What could not be read, and so is not in it. */
  readonly problems: readonly string[];
}

/**
 * Everything a learner hands on, gathered from their own folder: runs with curves, answers, predictions. No texts.
 *
 * @param name null for anonymous.
 * @param runsFolders where their runs are.
 */
export async function gatherResults(
  name: string | null,
  runsFolders: readonly string[],
): Promise<LearnerResults> {
  const problems: string[] = [];
  const found = await runsIn(runsFolders, problems);
  const newest = found.slice(0, MOST_RUNS);
  const id = await ownId();
  const parts: ResultFileParts = {
    exported_at: new Date().toISOString(),
    studio: programVersion(),
    learner: { id, name },
    computer: {
      system: `${platform()}-${arch()}`,
      processor: cpus()[0]?.model.trim() ?? 'unknown',
      threads: availableParallelism(),
      memory_gb: Number((totalmem() / 2 ** 30).toFixed(1)),
    },
    runs: await Promise.all(newest.map(runPart)),
    ...(await lessonParts(problems)),
  };
  const called = name?.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || id;
  const file = `bert-studio-results-${called}.json`;
  const text = formatResultFile(parts, found.length - newest.length);
  return { text, file, result: parseResultFile(file, text), problems };
}

/** Newest first; those that cannot be read are named. */
async function runsIn(folders: readonly string[], problems: string[]): Promise<RunFolder[]> {
  const found = (await Promise.all(folders.map(findRuns))).flat();
  for (const item of found) if ('problem' in item) problems.push(item.problem);
  return found
    .flatMap((item) => ('run' in item ? [item.run] : []))
    .sort((a, b) => (a.record.created_at < b.record.created_at ? 1 : -1));
}

async function runPart({ record, folder, metrics }: RunFolder) {
  const { guess } = await readAbout(folder);
  const model = await modelId(record.model, dirname(folder));
  return resultRunOf({ record, guess, model, points: courseOf(await metrics.read()) });
}

/** The lesson that was answered in, or else begun; the first there is otherwise. */
async function lessonParts(problems: string[]): Promise<Pick<ResultFileParts, 'lesson' | 'quiz'>> {
  const read = async <Value>(key: string, parse: (value: unknown) => Value): Promise<Value> => {
    try {
      return parse(await readKept(key));
    } catch (error) {
      if (!(error instanceof StudioError)) throw error;
      problems.push(error.message);
      return parse(null);
    }
  };
  const results = await read('quiz-results', parseResults);
  const progress = await read('lesson-progress', parseProgress);
  const lessons = (await listLessons()).map(({ id }) => id);
  const id =
    lessons.find((lesson) => results.events.some((event) => event.lesson === lesson)) ??
    lessons.find((lesson) => progress.lessons[lesson]) ??
    lessons[0];
  if (id === undefined) return { lesson: null, quiz: null };
  const { quiz } = await readLesson(id);
  return {
    lesson: resultLessonOf(id, progress.lessons[id]),
    quiz: quiz === null ? null : resultQuizOf(parseQuiz(quiz), id, results),
  };
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

const keptId = keptAnew('learner', learnerId);

/** Drawn at random once, so that a later file of the same learner is known as theirs. */
async function ownId(): Promise<string> {
  return (await keptId.read()) ?? keptId.change((id) => id ?? madeByChance());
}

function madeByChance(): string {
  return Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
}
