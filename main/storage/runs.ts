import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { commandWord } from '../../app/command-word.ts';
import { StudioError } from '../../app/errors.ts';
import type { NewRun, RunRecord } from '../../app/runs/record.ts';
import { newRunRecord, runRecordSchema } from '../../app/runs/record.ts';
import { makeFolder, writeFileAtomic } from './atomic.ts';
import { recoverCheckpoints } from './checkpoints.ts';
import { readJsonFile } from './json-file.ts';
import { MetricsFile } from './metrics-file.ts';
import { namesIn } from './names-in.ts';
import { readAbout } from './run-about.ts';
import { holderOf, lockRun } from './run-lock.ts';

const RECORD = 'run.json';
const FORMAT = { holds: 'the record of a run', version: 1, schema: runRecordSchema };

/** A run on disk: `run.json`, `metrics.jsonl` and `checkpoints/`. Readable at any moment, also after a kill. */
export class RunFolder {
  readonly folder: string;
  readonly metrics: MetricsFile;
  #record: RunRecord;
  #unlock: (() => Promise<void>) | null;

  constructor(folder: string, record: RunRecord, unlock: (() => Promise<void>) | null) {
    this.folder = folder;
    this.metrics = new MetricsFile(join(folder, 'metrics.jsonl'));
    this.#record = record;
    this.#unlock = unlock;
  }

  get record(): RunRecord {
    return this.#record;
  }

  get checkpointsFolder(): string {
    return checkpointsFolderOf(this.folder);
  }

  /** Changes fields of `run.json`. */
  async update(changes: Partial<RunRecord>): Promise<void> {
    this.#record = { ...this.#record, ...changes, updated_at: new Date().toISOString() };
    await writeRecord(this.folder, this.#record);
  }

  /** Lets other processes train the run. */
  async close(): Promise<void> {
    await this.#unlock?.();
    this.#unlock = null;
  }
}

/** Where the checkpoints of the run in a folder are. */
export function checkpointsFolderOf(folder: string): string {
  return join(folder, 'checkpoints');
}

/**
 * Whether a folder can become that of a new run, told before long work.
 * @throws StudioError `output_dir_in_use` when it holds a run, `output_dir_not_empty`.
 */
export async function checkFreeForRun(folder: string): Promise<void> {
  const path = resolve(folder);
  const existing = (await namesIn(path)).filter((name) => !name.startsWith('.'));
  if (existing.includes(RECORD)) throw await folderOfAnotherRun(path);
  if (existing.length > 0) {
    throw new StudioError(
      'output_dir_not_empty',
      `${path} is not empty (${existing.slice(0, 3).join(', ')}...). Give an output_dir of its own to every run.`,
      { details: { folder: path } },
    );
  }
}

/**
 * Makes the folder of a new run and holds it for training.
 * @throws StudioError as `checkFreeForRun`, `unwritable`, `disk_full`.
 */
export async function createRun(folder: string, run: NewRun): Promise<RunFolder> {
  const path = resolve(folder);
  const made = await makeFolder(path);
  await checkFreeForRun(path);
  let unlock: RunFolder['close'] | null = null;
  try {
    unlock = await lockRun(path);
    const record = newRunRecord(run, new Date().toISOString());
    await writeRecord(path, record);
    return new RunFolder(path, record, unlock);
  } catch (error) {
    await unlock?.();
    if (made !== null) await rm(made, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Opens a run to look at. A run that says it is running, while no process trains it, reads `interrupted`.
 * @throws StudioError `no_such_run`, `damaged_file`, `newer_format`.
 */
export async function openRun(folder: string): Promise<RunFolder> {
  const path = resolve(folder);
  const record = await readRecord(path);
  const active = record.status === 'running' || record.status === 'paused';
  const dead = active && (await holderOf(path)) === null;
  const name = (await readAbout(path)).name ?? record.name;
  return new RunFolder(path, { ...record, name, status: dead ? 'interrupted' : record.status }, null);
}

/**
 * Opens a run to go on training it, and tidies up what a killed process left.
 * @throws StudioError `no_such_run`, `damaged_file`, `newer_format`, `run_in_use`, `unwritable`.
 */
export async function reopenRun(folder: string): Promise<RunFolder> {
  const path = resolve(folder);
  await readRecord(path);
  const unlock = await lockRun(path);
  try {
    const run = new RunFolder(path, await readRecord(path), unlock);
    await run.metrics.repair();
    await recoverCheckpoints(run.checkpointsFolder);
    return run;
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A run found on disk, or why what is there cannot be read as one. */
type FoundRun =
  | { readonly folder: string; readonly run: RunFolder }
  | { readonly folder: string; readonly problem: string };

/** Every run in the folders directly below `root`, newest first; unreadable ones last. */
export async function findRuns(root: string): Promise<FoundRun[]> {
  const folders = (await namesIn(root)).map((name) => join(root, name));
  const found = await Promise.all(
    folders.map(async (folder): Promise<FoundRun | null> => {
      try {
        if (!(await namesIn(folder)).includes(RECORD)) return null;
        return { folder, run: await openRun(folder) };
      } catch (error) {
        const { message } = error as Error;
        const isTold = error instanceof StudioError;
        return { folder, problem: isTold ? message : `${folder} cannot be looked into: ${message}.` };
      }
    }),
  );
  const createdAt = (item: FoundRun): string => ('run' in item ? item.run.record.created_at : '');
  return found.filter((item) => item !== null).sort((a, b) => (createdAt(a) < createdAt(b) ? 1 : -1));
}

async function writeRecord(folder: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(join(folder, RECORD), `${JSON.stringify(record, null, 2)}\n`);
}

async function readRecord(folder: string): Promise<RunRecord> {
  const record = await readJsonFile(join(folder, RECORD), FORMAT);
  if (record !== null) return record;
  const message = `There is no run in ${folder} (no ${RECORD}). \`npm start -- runs list\` shows the runs there are.`;
  throw new StudioError('no_such_run', message, { details: { folder } });
}

async function folderOfAnotherRun(path: string): Promise<StudioError> {
  const status = await openRun(path).then(
    ({ record }) => ` "${record.name}" (${record.status})`,
    () => '',
  );
  return new StudioError(
    'output_dir_in_use',
    `${path} already holds a run${status}. Give another output_dir, or go on with that run: ` +
      `\`npm start -- runs resume ${commandWord(path)}\`.`,
    { details: { folder: path } },
  );
}
