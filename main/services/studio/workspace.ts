import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Handlers } from '../../../app/contract/request.ts';
import {
  type Settings,
  type StudioInfo,
  settingsSchema,
  type workspaceRequests,
} from '../../../app/contract/workspace.ts';
import { mergeProgress, parseProgress, progressSchema } from '../../../app/lessons/progress.ts';
import { folderOfNextStart } from '../../storage/chosen-folder.ts';
import { changeKept, checkKept, keptAnew, readKept, setAsideKept, writeKept } from '../../storage/kept.ts';
import { listLessons, readLesson } from '../../storage/lessons.ts';
import {
  programVersion,
  projectRoot,
  resourcesFolder,
  userFolder,
  usualFolder,
} from '../../storage/paths.ts';
import type { StudioContext } from './context.ts';
import { findProblems } from './problems.ts';

/** Settings, lessons, and what is kept for a person. */
export function workspaceHandlers(context: StudioContext): Handlers<typeof workspaceRequests> {
  /** Changes of settings in the order they were asked for: each builds on what the one before kept. */
  let lastChange: Promise<unknown> = Promise.resolve();
  const changeSettings = async (changes: object) => {
    const defined = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const settings = settingsSchema.parse({ ...(await readSettings()), ...defined });
    await writeKept('settings', settings);
    context.emit('workspace.changed', { key: 'settings' });
    return settings;
  };
  return {
    'studio.info': () => info(context),
    'studio.problems': () => findProblems(context.runsFolder),
    'studio.licences': async () => ({
      licence: await readFile(join(projectRoot(), 'LICENSE'), 'utf8'),
      notice: await readFile(join(projectRoot(), 'NOTICE'), 'utf8'),
    }),
    'settings.get': readSettings,
    'settings.set': (changes) => {
      const change = lastChange.then(() => changeSettings(changes));
      lastChange = change.catch(() => {});
      return change;
    },
    'lessons.list': () => listLessons(),
    'lessons.get': ({ id }) => readLesson(id),
    'lessons.keepProgress': async ({ value, was }) => {
      const key = 'lesson-progress';
      const progress = await changeKept(key, (kept) =>
        mergeProgress(was, value, checkKept(key, kept, progressSchema) ?? parseProgress(null)),
      );
      context.emit('workspace.changed', { key });
      return progress;
    },
    'kept.get': ({ key }) => readKept(key),
    'kept.set': async ({ key, value, was }) => {
      await writeKept(key, value, was);
      context.emit('workspace.changed', { key });
      return null;
    },
    'kept.setAside': async ({ key }) => {
      const file = await setAsideKept(key);
      context.emit('workspace.changed', { key });
      return { file };
    },
  };
}

/** What the studio is and runs on. */
export async function info({ shell, runsFolder, folderIsGiven }: StudioContext): Promise<StudioInfo> {
  const [user, next] = [userFolder(), folderOfNextStart()];
  return {
    version: programVersion(),
    shell,
    platform: platform(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    threads: availableParallelism(),
    memoryBytes: totalmem(),
    folders: {
      user,
      runs: runsFolder,
      resources: resourcesFolder(),
      given: folderIsGiven,
      next: folderIsGiven || next === user ? null : next,
      usual: usualFolder(),
    },
  };
}

/** None of the settings is worth not starting for. */
const keptSettings = keptAnew('settings', settingsSchema);

export async function readSettings(): Promise<Settings> {
  return (await keptSettings.read()) ?? settingsSchema.parse({});
}
