import { join, resolve } from 'node:path';
import { StudioError } from '../../../app/errors.ts';
import { removeAbandoned } from '../../storage/atomic.ts';
import { userFolder } from '../../storage/paths.ts';
import { lockStudio } from '../../storage/studio-lock.ts';
import type { SpawnWorker } from '../../workers/spawn.ts';
import type { StudioContext } from './context.ts';
import type { FolderDialogs } from './folders.ts';
import { createStudio, type Studio } from './studio.ts';

/** In the person's folder: where things are written that may be large, or often. */
const WRITTEN_IN = ['', 'models', 'datasets', 'exports', 'kept', 'cache'];

/**
 * The studio of the person's folder, which is no other's until it is closed.
 *
 * @throws StudioError `studio_in_use` where another studio has the folder, `folder_gone` where the chosen one is not there.
 */
export async function openStudio(
  shell: StudioContext['shell'],
  spawn: SpawnWorker,
  folderDialogs: FolderDialogs | null = null,
): Promise<Studio> {
  const folderIsGiven = Boolean(process.env.BERT_STUDIO_HOME);
  // For all processes of this studio, also once another folder is chosen for the next.
  process.env.BERT_STUDIO_HOME = userFolder();
  const unlock = await lockStudio(resolve(userFolder())).catch((error: unknown) => {
    // A full or read-only disk is told where something is to be kept; lessons and runs can be looked at all the same.
    if (error instanceof StudioError && error.code !== 'studio_in_use') return async () => {};
    throw error;
  });
  await Promise.all(WRITTEN_IN.map((name) => removeAbandoned(join(userFolder(), name))));
  return createStudio(shell, spawn, unlock, { folderDialogs, folderIsGiven });
}
