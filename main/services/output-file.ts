import { stat } from 'node:fs/promises';
import { StudioError } from '../../app/errors.ts';

/**
 * Checks before long work that a file may be written at the end of it.
 *
 * @throws StudioError `already_exists` where something is there that may not be replaced, `unwritable` for a folder.
 */
export async function checkOutputFile(path: string, overwrite: boolean): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory()) {
    throw new StudioError('unwritable', `${path} is a folder. Give the name of a file to write.`, {
      details: { file: path },
    });
  }
  if (found === null || overwrite) return;
  throw new StudioError(
    'already_exists',
    `${path} already exists. Give another name, or --overwrite to replace it.`,
    { details: { file: path } },
  );
}
