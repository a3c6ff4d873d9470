import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import type { TrainingDeviceChoice } from '../../app/devices.ts';
import { StudioError } from '../../app/errors.ts';
import type { RunRecord } from '../../app/runs/record.ts';
import { openRun, type RunFolder } from '../storage/runs.ts';
import type { TrainingJob } from '../workers/training-job.ts';

/** The run whose folder or checkpoint a source is; null for every other model. */
export async function runOf(source: string): Promise<RunFolder | null> {
  const isRun = (folder: string) => existsSync(join(folder, 'run.json'));
  if (isRun(source)) return openRun(source);
  // RUN/checkpoints/checkpoint-N
  const above = dirname(dirname(resolve(source)));
  return existsSync(source) && isRun(above) ? openRun(above) : null;
}

/**
 * @param why what needs a run, for the message.
 * @throws StudioError `not_a_run` where the source is a model without one.
 */
export async function requireRun(source: string, why: string): Promise<RunFolder> {
  const run = await runOf(source);
  if (run) return run;
  throw new StudioError(
    'not_a_run',
    `${source} is not the folder of a run, and ${why}. Give a run's folder.`,
    {
      details: { source },
    },
  );
}

/**
 * What to say where a run's model is asked about something else than it learned from: one text and not two, or the other
 * way round. Null where it is asked as it learned, and for models that do not tell.
 *
 * @param asksPairs whether it is asked about pairs.
 */
export async function remarkOnPairs(source: string, asksPairs: boolean): Promise<string | null> {
  const learnedPairs = (await runOf(source))?.record.dataset.pairs;
  if (learnedPairs === undefined || learnedPairs === asksPairs) return null;
  return learnedPairs
    ? 'This model learned from pairs of texts and is asked about one, which it has never seen: do not rely on the answer.'
    : 'This model learned from single texts and is asked about a pair, which it has never seen: do not rely on the answer.';
}

/** How a run reads its data: what was said about the columns, and the share set apart for evaluation. */
export function dataOptionsOf({ dataset }: RunRecord): {
  readonly columns: ColumnOverrides;
  readonly validationShare: number;
} {
  const { validation_share, ...columns } = dataset.options;
  return {
    columns: { ...columns, labelNames: dataset.label_names ?? null },
    validationShare: Number(validation_share),
  };
}

/**
 * What a run trains.
 *
 * @param device where it is to go on; by default where it was, so that `auto` does not change the numbers in mid-run.
 */
export function jobOf(
  { folder, record }: RunFolder,
  resume: string | null,
  device: TrainingDeviceChoice = kindOf(record.device),
): TrainingJob {
  return {
    name: record.name,
    folder,
    model: record.model,
    dataset: record.dataset.name,
    ...dataOptionsOf(record),
    args: resume === null ? record.args : { ...record.args, device },
    resume,
  };
}

/** `webgpu:0` is a device of the kind `webgpu`; TensorFlow.js's are named after what it computes on. */
function kindOf(device: string): TrainingDeviceChoice {
  if (device.startsWith('webgpu')) return 'webgpu';
  return device === 'cpu' ? 'cpu' : 'tfjs';
}
