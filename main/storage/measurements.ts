import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measurement, measurement } from '../../app/lessons/experiment.ts';
import { writeFileAtomic } from './atomic.ts';
import { readOrSetAside } from './json-file.ts';
import { userFolder } from './paths.ts';

const FORMAT = { holds: 'what an experiment gave', version: 1, schema: measurement };

/**
 * Where an experiment of a lesson's quiz keeps its runs and what it measured: apart from the runs a person started,
 * which are the only ones that Runs lists.
 */
function experimentFolder(lesson: string, experiment: string): string {
  return join(userFolder(), 'experiments', lesson, experiment);
}

/** What was last measured; null where nothing was. What cannot be read is set aside: it can be measured again. */
export function readMeasurement(lesson: string, experiment: string): Promise<Measurement | null> {
  return readOrSetAside(fileOf(lesson, experiment), FORMAT);
}

/** @throws StudioError `disk_full`, `unwritable`. */
export async function writeMeasurement(lesson: string, measured: Measurement): Promise<void> {
  // What cannot be read by now is not to be written over.
  await readMeasurement(lesson, measured.experiment);
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
