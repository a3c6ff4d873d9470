import { StudioError } from '../../app/errors.ts';
import type { TrainOutput } from '../../app/training/callbacks.ts';
import type { openTensorDevice } from './open-device.ts';
import { runTraining, type TrainingHooks, type TrainingJob } from './training-run.ts';

/**
 * Trains from start to end. Where the device is lost in mid-run, the run goes on from its last checkpoint on the CPU,
 * with a warning that says so.
 *
 * @throws StudioError whatever `runTraining` throws; `device_lost` only where the run was to stop anyway.
 */
export async function trainToTheEnd(
  job: TrainingJob,
  hooks: TrainingHooks,
  openDevice?: typeof openTensorDevice,
): Promise<TrainOutput> {
  try {
    return await runTraining(job, hooks, openDevice);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'device_lost' || hooks.control.stopping)
      throw error;
    const { checkpoint } = error.details;
    const from =
      checkpoint === null ? 'begins again, for nothing was saved yet,' : `goes on from ${checkpoint}`;
    const reason = (error.cause as Error).message.replace(/\.?$/, '.');
    hooks.log('warning', `${reason} The run ${from} on the CPU.`);
    return runTraining({ ...job, resume: 'last', args: { ...job.args, device: 'cpu' } }, hooks);
  }
}

/** What a device that fails in mid-run leaves, and how to go on; other errors are left as they are. */
export function withWayOn(error: unknown, folder: string, checkpoints: readonly string[]): unknown {
  if (!(error instanceof StudioError) || error.code !== 'device_failed') return error;
  const checkpoint = checkpoints.at(-1) ?? null;
  const way =
    checkpoint === null
      ? 'Nothing was saved yet: start the run again on another device, e.g. with --device cpu.'
      : `The run is kept at ${checkpoint}. Go on from there with \`runs resume ${folder} --device cpu\`, or without --device on the same device. A smaller batch with gradient_accumulation_steps needs less of its memory.`;
  const details = { folder, checkpoint };
  return new StudioError('device_lost', `${error.message}\n${way}`, { cause: error, details });
}
