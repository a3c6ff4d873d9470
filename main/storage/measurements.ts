import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Measurement, measurement } from '../../app/lessons/experiment.ts';
import { writeFileAtomic } from './atomic.ts';
import { readJsonFileIfWhole, setAside } from './json-file.ts';
import { userFolder } from './paths.ts';

const FORMAT = { holds: 'what an experiment gave', version: 1, schema: measurement };

/**
 * Where an experiment of a lesson's quiz keeps its runs and what it measured: apart from the runs a person started,
 * which are the only ones that Runs lists.
 */
function experimentFolder(lesson: string, experiment: string): string {
  return join(userFolder(), 'experiments', lesson, experiment);
}

/** What was last measured; null where nothing was, or what cannot be read, as of another version: it can be measured again. */
export async function readMeasurement(lesson: string, experiment: string): Promise<Measurement | null> {
  return (await readJsonFileIfWhole(fileOf(lesson, experiment), FORMAT)) ?? null;
}

/** What cannot be read is set aside, not overwritten. */
export async function writeMeasurement(lesson: string, measured: Measurement): Promise<void> {
  const path = fileOf(lesson, measured.experiment);
  if ((await readJsonFileIfWhole(path, FORMAT)) === undefined) await setAside(path);
  await writeFileAtomic(path, `${JSON.stringify(measured, null, 2)}\n`);
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
