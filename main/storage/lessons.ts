import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { LessonFiles } from '../../app/contract/workspace.ts';
import { StudioError } from '../../app/errors.ts';
import { tooMuchFor } from '../../app/lessons/page-limits.ts';
import { readJsonFile } from './json-file.ts';
import { namesIn } from './names-in.ts';
import { resourcesFolder } from './paths.ts';

const MANIFEST = 'lesson.json';
/** Checked by app/lessons where it is shown; here as far as a list needs it. */
const MANIFEST_FORMAT = { holds: 'a lesson', version: 1, schema: z.looseObject({ title: z.string() }) };
const QUIZ_FORMAT = { holds: 'the quiz of a lesson', version: 2, schema: z.json() };

const lessonsFolder = () => join(resourcesFolder(), 'lessons');

/** Folders that hold a lesson; whatever else lies among them, as systems leave it there, is left alone. */
export async function lessonIds(root = lessonsFolder()): Promise<string[]> {
  const names = (await namesIn(root)).sort();
  const isLesson = await Promise.all(
    names.map(async (name) => (await namesIn(join(root, name))).includes(MANIFEST)),
  );
  return names.filter((_, i) => isLesson[i]);
}

/** The lessons that can be read. */
export async function listLessons(
  root = lessonsFolder(),
): Promise<readonly { readonly id: string; readonly title: string }[]> {
  const listed = (await lessonIds(root)).map(async (id) => {
    const manifest = await readJsonFile(join(root, id, MANIFEST), MANIFEST_FORMAT).catch((error: unknown) => {
      if (error instanceof StudioError) return null;
      throw error;
    });
    return manifest ? [{ id, title: manifest.title }] : [];
  });
  return (await Promise.all(listed)).flat();
}

/** The files of a lesson. @throws StudioError `no_such_lesson`, `damaged_file`, `newer_format`, `bad_page`. */
export async function readLesson(id: string, root = lessonsFolder()): Promise<LessonFiles> {
  const folder = join(root, id);
  const manifest = await readJsonFile(join(folder, MANIFEST), MANIFEST_FORMAT);
  if (manifest === null) throw new StudioError('no_such_lesson', `There is no lesson "${id}" in ${folder}.`);
  const pages = (await namesIn(folder)).filter((name) => name.endsWith('.md'));
  const read = async (name: string) => {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8');
    const problem = tooMuchFor(text);
    if (problem === null) return [name, text] as const;
    throw new StudioError('bad_page', `${path} ${problem}, which no page of a lesson needs. Shorten it.`, {
      details: { file: path },
    });
  };
  return {
    id,
    manifest,
    pages: Object.fromEntries(await Promise.all(pages.map(read))),
    quiz: await readJsonFile(join(folder, 'quiz.json'), QUIZ_FORMAT),
  };
}
