import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { StudioError } from '../../app/errors.ts';
import type { NewRun } from '../../app/runs/record.ts';
import type { TrainerCallback } from '../../app/training/callbacks.ts';
import type { TrainerControl } from '../../app/training/control.ts';
import { parseTrainingArguments } from '../../app/training/parse-arguments.ts';
import { Trainer } from '../../app/training/trainer.ts';
import { FolderCheckpoints, type ModelFiles } from '../../main/storage/checkpoints.ts';
import { RunRecorder } from '../../main/storage/run-recorder.ts';
import { createRun, type RunFolder, reopenRun } from '../../main/storage/runs.ts';
import { HEAD, sourceOf, toyEngine, toyExamples } from './training.ts';

const ARGS = parseTrainingArguments({
  learning_rate: 0.05,
  num_train_epochs: 2,
  per_device_train_batch_size: 4,
  gradient_accumulation_steps: 2,
  group_by_length: true,
  eval_strategy: 'epoch',
  save_strategy: 'epoch',
});

export const TOY_RUN: NewRun = {
  id: 'first',
  name: 'first',
  head: HEAD,
  model: 'toy',
  dataset: { name: 'toy', train_examples: 50, eval_examples: 30, options: {} },
  args: ARGS,
  device: 'cpu',
  threads: 1,
};

/** Run folders of a test's own, closed and deleted after it. */
export function runFolders() {
  let root = '';
  const opened: RunFolder[] = [];
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'runs-'));
  });
  afterEach(async () => {
    for (const run of opened.splice(0)) await run.close();
    await rm(root, { recursive: true, force: true });
  });
  const keep = async (opening: Promise<RunFolder>) => {
    const run = await opening;
    opened.push(run);
    return run;
  };
  return {
    /** A path in the folder where the runs are. */
    path: (...names: string[]) => join(root, ...names),
    create: (name = 'run') => keep(createRun(join(root, name), TOY_RUN)),
    reopen: (name = 'run') => keep(reopenRun(join(root, name))),
  };
}

const examples = toyExamples(80);

/** A Trainer of the toy task that records into a run folder. */
export function trainerOf(
  run: RunFolder,
  more: { modelFiles?: ModelFiles; control?: TrainerControl; callbacks?: TrainerCallback[] } = {},
) {
  const engine = toyEngine();
  const checkpoints = new FolderCheckpoints(run.checkpointsFolder, more.modelFiles);
  const recorder = new RunRecorder(run);
  const trainer = new Trainer({
    engine,
    args: ARGS,
    head: HEAD,
    train: sourceOf(examples.slice(0, 50)),
    evaluation: sourceOf(examples.slice(50)),
    checkpoints,
    callbacks: [recorder, ...(more.callbacks ?? [])],
    ...(more.control === undefined ? {} : { control: more.control }),
  });
  return { engine, checkpoints, recorder, trainer };
}

/** The code of the StudioError that a promise rejects with. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StudioError);
  return (error as StudioError).code;
}
