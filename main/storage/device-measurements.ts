import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { DeviceMeasurement } from '../../app/device-measurements.ts';
import { DEVICE_KINDS } from '../../app/devices.ts';
import { StudioError } from '../../app/errors.ts';
import { writeFileAtomic } from './atomic.ts';
import { readJsonFile, setAside } from './json-file.ts';
import { userFolder } from './paths.ts';

const FORMAT = {
  holds: 'how fast devices are',
  version: 1,
  schema: z.object({
    format: z.literal(1),
    /** Another computer's figures say nothing of this one, should the folder have moved. */
    computer: z.string(),
    measurements: z.array(
      z.object({
        kind: z.enum(DEVICE_KINDS),
        device: z.string(),
        at: z.string(),
        trainTokensPerSecond: z.number().nullable(),
        inferTokensPerSecond: z.number(),
      }),
    ),
  }),
};

/** What was measured on this computer; nothing where the file is missing or not to be read: it can be measured again. */
export async function readMeasurements(): Promise<readonly DeviceMeasurement[]> {
  return checkMeasurements().catch((error: unknown) => {
    if (error instanceof StudioError) return [];
    throw error;
  });
}

/** The same. @throws StudioError `damaged_file`, `newer_format`. */
export async function checkMeasurements(): Promise<readonly DeviceMeasurement[]> {
  const file = await readJsonFile(path(), FORMAT);
  return file?.computer === computer() ? file.measurements : [];
}

/** Takes the place of what was measured of the same kind of device; what cannot be read is set aside. */
export async function keepMeasurement(measured: DeviceMeasurement): Promise<void> {
  const before = await checkMeasurements().catch(async (error: unknown) => {
    if (!(error instanceof StudioError)) throw error;
    await setAside(path());
    return [];
  });
  const measurements = [...before.filter(({ kind }) => kind !== measured.kind), measured];
  await writeFileAtomic(
    path(),
    `${JSON.stringify({ format: 1, computer: computer(), measurements }, null, 2)}\n`,
  );
}

function path(): string {
  return join(userFolder(), 'devices.json');
}

function computer(): string {
  return `${cpus()[0]?.model.trim()} ${cpus().length}`;
}
