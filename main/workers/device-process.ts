// A process that tries or measures one device, and ends: a driver that fails may take its process with it.
import type { DeviceMeasurement } from '../../app/device-measurements.ts';
import type { DeviceKind } from '../../app/devices.ts';
import { answerOnce } from './answering.ts';
import { type Trial, tryDevice } from './device-trial.ts';
import { measureDevice } from './measure-device.ts';

export interface DeviceQuestion {
  readonly kind: DeviceKind;
  readonly task: 'try' | 'measure';
}

answerOnce(
  async ({ kind, task }: DeviceQuestion): Promise<Trial | DeviceMeasurement> =>
    task === 'try' ? tryDevice(kind) : measureDevice(kind),
);
