import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { commandWord } from '../../app/command-word.ts';
import { StudioError } from '../../app/errors.ts';
import { openRun } from '../storage/runs.ts';

/**
 * A run's folder stands for its best checkpoint, or its last where none was chosen; every other name or path stands
 * for itself.
 */
export async function resolveCheckpoint(nameOrPath: string): Promise<string> {
  if (!existsSync(join(nameOrPath, 'run.json'))) return nameOrPath;
  const { record, checkpointsFolder } = await openRun(nameOrPath);
  const checkpoint = record.best_model_checkpoint ?? record.last_checkpoint;
  if (checkpoint) return join(checkpointsFolder, checkpoint);
  throw new StudioError(
    'no_checkpoint',
    `The run in ${nameOrPath} has no checkpoint yet. Wait for its first, or go on with it: npm start -- runs resume ${commandWord(nameOrPath)}`,
    { details: { folder: nameOrPath } },
  );
}
