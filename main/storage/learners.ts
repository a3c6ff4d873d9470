import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../app/errors.ts';
import {
  LARGEST_RESULT_FILE,
  learnerId,
  parseResultFile,
  type ResultFile,
  readResult,
} from '../../app/results/result-file.ts';
import { makeFolder, writeFileAtomic } from './atomic.ts';
import { readJsonFile, setAside } from './json-file.ts';
import { userFolder } from './paths.ts';

/** Results of a learner as the host keeps them. */
export interface KeptLearner {
  /** What the host calls them; null for what the file says. */
  readonly name: string | null;
  /** What the file was called. */
  readonly file: string;
  readonly result: ResultFile;
}

const FORMAT = {
  holds: 'the results of a learner',
  version: 1,
  schema: z.object({
    format: z.literal(1),
    name: z.string().nullable(),
    file: z.string(),
    /** As the learner saved it; checked when it is read. */
    result: z.json(),
  }),
};
const ENDING = '.json';

/** Folder of the results that a host has gathered. */
const learnersFolder = () => join(userFolder(), 'learners');
const fileOf = (id: string) => join(learnersFolder(), `${id}${ENDING}`);
const trashOf = (id: string) => join(learnersFolder(), '.trash', `${id}${ENDING}`);

/**
 * The results in a file, however it is called.
 *
 * @throws StudioError `not_results`, `newer_format`, `damaged_file`, `file_too_large`.
 */
export async function readResultFile(path: string): Promise<ResultFile> {
  const name = basename(path);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new StudioError('missing_file', `There is no file ${path}.`, { details: { file: path } });
  }
  if (found.size > LARGEST_RESULT_FILE) {
    const most = LARGEST_RESULT_FILE / 2 ** 20;
    throw new StudioError(
      'file_too_large',
      `${name} is larger than results are, which have ${most} MB at most.`,
      {
        details: { file: name },
      },
    );
  }
  return parseResultFile(name, await readFile(path, 'utf8'));
}

/** Ids of the learners whose results are kept. */
export async function listLearners(): Promise<string[]> {
  const names = await readdir(learnersFolder()).catch((): string[] => []);
  return names
    .filter((name) => name.endsWith(ENDING))
    .map((name) => name.slice(0, -ENDING.length))
    .filter((id) => learnerId.safeParse(id).success)
    .sort();
}

/** @throws StudioError `no_such_learner`, `damaged_file`, `newer_format`. */
export async function readLearner(id: string): Promise<KeptLearner> {
  const kept = await readJsonFile(fileOf(id), FORMAT);
  if (kept === null)
    throw new StudioError('no_such_learner', `There are no results of a learner ${id} here.`);
  return { name: kept.name, file: kept.file, result: readResult(kept.file, kept.result) };
}

/** @throws StudioError `disk_full`, `unwritable`. */
export async function writeLearner({ name, file, result }: KeptLearner): Promise<void> {
  await writeFileAtomic(fileOf(result.learner.id), `${JSON.stringify({ format: 1, name, file, result })}\n`);
}

/**
 * Keeps what a learner saved; the newest file of each counts, in whatever order they come.
 *
 * @returns false where a newer one is here. @throws StudioError `disk_full`, `unwritable`.
 */
export async function keepLearner(file: string, result: ResultFile): Promise<boolean> {
  const { id } = result.learner;
  const before = await readLearner(id).catch(async (error: unknown) => {
    if (!(error instanceof StudioError)) throw error;
    if (error.code !== 'no_such_learner') await setAside(fileOf(id));
    return null;
  });
  if (before && before.result.exported_at > result.exported_at) return false;
  await writeLearner({ name: before?.name ?? null, file, result });
  return true;
}

/** To the trash; what is not there is left out. */
export async function removeLearners(ids: readonly string[]): Promise<void> {
  await makeFolder(join(learnersFolder(), '.trash'));
  await moveAll(ids, fileOf, trashOf);
}

export async function restoreLearners(ids: readonly string[]): Promise<void> {
  await moveAll(ids, trashOf, fileOf);
}

async function moveAll(
  ids: readonly string[],
  from: (id: string) => string,
  to: (id: string) => string,
): Promise<void> {
  for (const id of ids) {
    await rename(from(id), to(id)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
