import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { DeviceMeasurement } from '../../app/device-measurements.ts';
import { writeFileAtomic } from './atomic.ts';
import { userFolder } from './paths.ts';

interface MeasurementsFile {
  readonly format: 1;
  /** Another computer's figures say nothing of this one, should the folder have moved. */
  readonly computer: string;
  readonly measurements: readonly DeviceMeasurement[];
}

/** What was measured on this computer; nothing where the file is missing or not to be read: it can be measured again. */
export async function readMeasurements(): Promise<readonly DeviceMeasurement[]> {
  try {
    const file = JSON.parse(await readFile(path(), 'utf8')) as MeasurementsFile;
    return file.format === 1 && file.computer === computer() ? file.measurements : [];
  } catch {
    return [];
  }
}

/** Takes the place of what was measured of the same kind of device. */
export async function keepMeasurement(measured: DeviceMeasurement): Promise<void> {
  const others = (await readMeasurements()).filter(({ kind }) => kind !== measured.kind);
  const file: MeasurementsFile = { format: 1, computer: computer(), measurements: [...others, measured] };
  await writeFileAtomic(path(), `${JSON.stringify(file, null, 2)}\n`);
}

function path(): string {
  return join(userFolder(), 'devices.json');
}

function computer(): string {
  return `${cpus()[0]?.model.trim()} ${cpus().length}`;
}
