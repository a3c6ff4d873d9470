import { commandWord } from '../../app/command-word.ts';
import { StudioError } from '../../app/errors.ts';

/** What a device that fails in mid-run leaves, and how to go on; other errors are left as they are. */
export function withWayOn(error: unknown, folder: string, checkpoints: readonly string[]): unknown {
  if (!(error instanceof StudioError) || error.code !== 'device_failed') return error;
  const checkpoint = checkpoints.at(-1) ?? null;
  const way =
    checkpoint === null
      ? 'Nothing was saved yet: start the run again on another device, e.g. with --device cpu.'
      : `The run is kept at ${checkpoint}. Go on from there with \`runs resume ${commandWord(folder)} --device cpu\`, or without --device on the same device. A smaller batch with gradient_accumulation_steps needs less of its memory.`;
  const details = { folder, checkpoint };
  return new StudioError('device_lost', `${error.message}\n${way}`, { cause: error, details });
}
