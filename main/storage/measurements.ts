import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measurement, measurement } from '../../app/lessons/experiment.ts';
import { writeFileAtomic } from './atomic.ts';
import { userFolder } from './paths.ts';

/**
 * Where an experiment of a lesson's quiz keeps its runs and what it measured: apart from the runs a person started,
 * which are the only ones that Runs lists.
 */
function experimentFolder(lesson: string, experiment: string): string {
  return join(userFolder(), 'experiments', lesson, experiment);
}

/** What was last measured; null where nothing was, or by a version whose results this one does not read. */
export async function readMeasurement(lesson: string, experiment: string): Promise<Measurement | null> {
  let text: string;
  try {
    text = await readFile(fileOf(lesson, experiment), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return measurement.safeParse(parsed(text)).data ?? null;
}

export async function writeMeasurement(lesson: string, measured: Measurement): Promise<void> {
  await writeFileAtomic(fileOf(lesson, measured.experiment), `${JSON.stringify(measured, null, 2)}\n`);
}

/** An empty place for what an arm of an experiment writes; what was there before is gone. */
export async function freshArmFolder(lesson: string, experiment: string, arm: string): Promise<string> {
  const folder = join(experimentFolder(lesson, experiment), arm);
  await rm(folder, { recursive: true, force: true });
  return folder;
}

function fileOf(lesson: string, experiment: string): string {
  return join(experimentFolder(lesson, experiment), 'measurement.json');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
