import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { DeviceMeasurement } from '../../app/device-measurements.ts';
import { DEVICE_KINDS } from '../../app/devices.ts';
import { writeFileAtomic } from './atomic.ts';
import { readOrSetAside } from './json-file.ts';
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

/** What was measured on this computer. What cannot be read is set aside: it can be measured again. */
export async function readMeasurements(): Promise<readonly DeviceMeasurement[]> {
  const file = await readOrSetAside(path(), FORMAT);
  return file?.computer === computer() ? file.measurements : [];
}

/** Takes the place of what was measured of the same kind of device. @throws StudioError `disk_full`, `unwritable`. */
export async function keepMeasurement(measured: DeviceMeasurement): Promise<void> {
  const others = (await readMeasurements()).filter(({ kind }) => kind !== measured.kind);
  const measurements = [...others, measured];
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
