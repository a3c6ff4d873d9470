import { readdir, readFile, rename } from 'node:fs/promises';
import { availableParallelism, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../../app/contract/request.ts';
import {
  type LessonFiles,
  type Settings,
  type StudioInfo,
  settingsSchema,
  type workspaceRequests,
} from '../../../app/contract/workspace.ts';
import { StudioError } from '../../../app/errors.ts';
import { writeFileAtomic } from '../../storage/atomic.ts';
import { projectRoot, resourcesFolder, userFolder } from '../../storage/paths.ts';
import type { StudioContext } from './context.ts';

/** Settings, lessons, and what is kept for a person. */
export function workspaceHandlers(context: StudioContext): Handlers<typeof workspaceRequests> {
  return {
    'studio.info': () => info(context),
    'settings.get': readSettings,
    'settings.set': async (changes) => {
      const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
      const settings = settingsSchema.parse({ ...(await readSettings()), ...defined });
      await writeKept('settings', settings);
      context.emit('workspace.changed', { key: 'settings' });
      return settings;
    },
    'lessons.list': listLessons,
    'lessons.get': ({ id }) => readLesson(id),
    'kept.get': ({ key }) => readKept(key),
    'kept.set': async ({ key, value }) => {
      await writeKept(key, value);
      context.emit('workspace.changed', { key });
      return null;
    },
  };
}

async function info({ shell, runsFolder }: StudioContext): Promise<StudioInfo> {
  const { version } = JSON.parse(await readFile(join(projectRoot(), 'package.json'), 'utf8'));
  return {
    version,
    shell,
    platform: platform(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    folders: { user: userFolder(), runs: runsFolder, resources: resourcesFolder() },
  };
}

export async function readSettings(): Promise<Settings> {
  const parsed = settingsSchema.safeParse((await readKept('settings')) ?? {});
  return parsed.success ? parsed.data : settingsSchema.parse({});
}

function keptFile(key: string): string {
  return join(userFolder(), 'kept', `${key}.json`);
}

/** Null where nothing is kept yet. A file that cannot be read is set aside as `.broken`, never overwritten. */
async function readKept(key: string): Promise<unknown> {
  const path = keptFile(key);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return (JSON.parse(text) as { value: unknown }).value;
  } catch {
    await rename(path, `${path}.broken`);
    return null;
  }
}

async function writeKept(key: string, value: unknown): Promise<void> {
  await writeFileAtomic(keptFile(key), `${JSON.stringify({ format: 1, value })}\n`);
}

function lessonsFolder(): string {
  return join(resourcesFolder(), 'lessons');
}

async function listLessons() {
  const names = await readdir(lessonsFolder()).catch((): string[] => []);
  return Promise.all(
    names.map(async (id) => {
      const manifest = JSON.parse(await readFile(join(lessonsFolder(), id, 'lesson.json'), 'utf8'));
      return { id, title: String(manifest.title) };
    }),
  );
}

async function readLesson(id: string): Promise<LessonFiles> {
  const folder = join(lessonsFolder(), id);
  const names = await readdir(folder).catch((): string[] => []);
  if (!names.includes('lesson.json')) {
    throw new StudioError('no_such_lesson', `There is no lesson "${id}" in ${lessonsFolder()}.`);
  }
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const pages = names.filter((name) => name.endsWith('.md'));
  return {
    id,
    manifest: JSON.parse(await read('lesson.json')),
    pages: Object.fromEntries(
      await Promise.all(pages.map(async (name) => [name, await read(name)] as const)),
    ),
    quiz: names.includes('quiz.json') ? JSON.parse(await read('quiz.json')) : null,
  };
}
