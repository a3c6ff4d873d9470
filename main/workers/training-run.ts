import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LiveBatch } from '../../app/contract/training.ts';
import type { ColumnOverrides } from '../../app/data/columns.ts';
import { StudioError } from '../../app/errors.ts';
import { formatLoadReport } from '../../app/models/bert/load-report.ts';
import { pretrainedConfig } from '../../app/models/bert/pretrained-config.ts';
import type { HeadSpec } from '../../app/models/task.ts';
import type { TrainerCallback, TrainOutput } from '../../app/training/callbacks.ts';
import type { TrainerControl } from '../../app/training/control.ts';
import { Trainer } from '../../app/training/trainer.ts';
import { FolderCheckpoints, type ModelFiles } from '../storage/checkpoints.ts';
import { type ModelFolder, TOKENIZER_FILES } from '../storage/models.ts';
import { RunRecorder } from '../storage/run-recorder.ts';
import {
  checkFreeForRun,
  checkpointsFolderOf,
  createRun,
  type RunFolder,
  reopenRun,
} from '../storage/runs.ts';
import { batchTeller } from './batch-teller.ts';
import { openTrainingEngine } from './engines.ts';
import { withWayOn } from './lost-device.ts';
import type { openTensorDevice } from './open-device.ts';
import { maskingFor, openJob, setupOf } from './open-job.ts';
import { type PreparedData, type Preparing, reportData } from './training-data.ts';
import type { TrainingJob } from './training-job.ts';

interface TrainingHooks {
  readonly callbacks: readonly TrainerCallback[];
  readonly control: TrainerControl;
  /** Lets messages in between steps. */
  readonly breathe: () => Promise<void>;
  readonly log: (level: 'info' | 'warning', message: string) => void;
  /** Told from time to time what is being learnt from. */
  readonly onBatch: (batch: LiveBatch) => void;
  readonly preparing?: Preparing;
}

/**
 * Trains in this process, recording everything in the run's folder. Where the device is lost in mid-run, the run goes on
 * from its last checkpoint on the CPU, with a warning that says so.
 *
 * @param openDevice as `openTrainingEngine`.
 * @throws StudioError `device_lost` only where the run was to stop anyway.
 */
export async function runTraining(
  job: TrainingJob,
  hooks: TrainingHooks,
  openDevice?: typeof openTensorDevice,
): Promise<TrainOutput> {
  try {
    return await train(job, hooks, openDevice);
  } catch (error) {
    if (!(error instanceof StudioError) || error.code !== 'device_lost' || hooks.control.stopping)
      throw error;
    const { checkpoint } = error.details;
    const from =
      checkpoint === null ? 'begins again, for nothing was saved yet,' : `goes on from ${checkpoint}`;
    const reason = (error.cause as Error).message.replace(/\.?$/, '.');
    hooks.log('warning', `${reason} The run ${from} on the CPU.`);
    return train({ ...job, resume: 'last', args: { ...job.args, device: 'cpu' } }, hooks);
  }
}

/** @throws StudioError `device_lost` where its device fails in mid-run; the run is at its last checkpoint then. */
async function train(
  job: TrainingJob,
  hooks: TrainingHooks,
  openDevice?: typeof openTensorDevice,
): Promise<TrainOutput> {
  const { args } = job;
  if (job.resume === null) await checkFreeForRun(job.folder);
  const { model, data } = await openJob(job, hooks.preparing);
  reportData(data, hooks.log);
  const { engine, report } = await openTrainingEngine(model, setupOf(args, data), openDevice);

  // All that can be refused is refused before a folder is made, or a finished run's record touched.
  const callbacks: TrainerCallback[] = [];
  const checkpoints = new FolderCheckpoints(checkpointsFolderOf(job.folder), await filesOf(model, data.head));
  const masking = data.head.task === 'fill-mask' ? maskingFor(args, model) : null;
  const trainer = new Trainer({
    engine,
    args,
    head: data.head,
    train: data.train.source,
    evaluation: data.validation?.source ?? null,
    lostWords: (row) => data.validation?.lostWords.get(row) ?? [],
    watchedRows: new Set(data.watched.map(({ row }) => row)),
    ...(masking ? { masking } : {}),
    checkpoints,
    control: hooks.control,
    callbacks,
    breathe: hooks.breathe,
    // Not the time of day, which is set back and forth.
    now: () => performance.now(),
  });
  const run = job.resume === null ? await newRun(job, data, engine) : await reopenRun(job.folder);
  try {
    const resumeFrom =
      job.resume === null ? null : await checkpointToResume(job.resume, checkpoints, hooks.log);
    // A checkpoint has all that the model itself lacks.
    const loaded = resumeFrom === null ? formatLoadReport(report, model.name) : '';
    if (loaded) hooks.log('info', loaded);
    const recorder = new RunRecorder(run, data.watched);
    callbacks.push(recorder, ...hooks.callbacks, batchTeller(model.tokenizer, data.head, hooks.onBatch));
    try {
      return await trainer.train(resumeFrom);
    } catch (error) {
      const told = withWayOn(error, job.folder, await checkpoints.list());
      await recorder.failed(told);
      throw told;
    }
  } finally {
    await run.close();
    // What a lost device says now hides nothing of what became of the run.
    await engine
      .dispose()
      .catch(({ message }: Error) => hooks.log('warning', `${engine.device} was not given back: ${message}`));
  }
}

async function newRun(
  job: TrainingJob,
  { dataset, head, train, validation, leftOut, edited }: PreparedData,
  engine: { device: string; threads: number },
): Promise<RunFolder> {
  return createRun(job.folder, {
    id: job.name,
    name: job.name,
    head,
    model: job.model,
    dataset: {
      name: job.dataset,
      train_examples: train.source.length,
      eval_examples: validation?.source.length ?? 0,
      left_out: leftOut,
      edited_labels: edited,
      label_names: dataset.columns.labelNames,
      pairs: dataset.columns.textPair !== null,
      options: { ...optionsOf(job.columns), validation_share: job.validationShare },
    },
    args: job.args,
    device: engine.device,
    threads: engine.threads,
  });
}

function optionsOf({ labelNames: _, ...columns }: ColumnOverrides) {
  return columns;
}

/** Null where the run ended before its first checkpoint: it then begins again, to the same weights. */
function checkpointToResume(wanted: string, checkpoints: FolderCheckpoints, log: TrainingHooks['log']) {
  if (wanted !== 'last') return checkpoints.load(wanted);
  return checkpoints.newestWhole(({ message }, aside) =>
    log(
      'warning',
      `${message} The checkpoint was set aside as ${aside}; the run goes on from the one before.`,
    ),
  );
}

/** config.json and tokenizer, so that Hugging Face opens every checkpoint. */
async function filesOf(model: ModelFolder, head: HeadSpec): Promise<ModelFiles> {
  const files: Record<string, string> = {
    'config.json': `${JSON.stringify(pretrainedConfig(model.config, model.rawConfig, head), null, 2)}\n`,
  };
  for (const name of TOKENIZER_FILES) {
    const path = join(model.folder, name);
    if (existsSync(path)) files[name] = await readFile(path, 'utf8');
  }
  return files;
}
