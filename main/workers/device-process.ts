// A process that tries or measures one device, and ends: a driver that fails may take its process with it.
import type { DeviceKind } from '../../app/devices.ts';
import { transferError } from '../../app/transferred-error.ts';
import { tryDevice } from './device-trial.ts';
import { measureDevice } from './measure-device.ts';
import { parent } from './parent.ts';

export interface DeviceQuestion {
  readonly kind: DeviceKind;
  readonly task: 'try' | 'measure';
}

parent.onMessage(async ({ kind, task }: DeviceQuestion) => {
  try {
    parent.send({ ok: true, value: task === 'try' ? await tryDevice(kind) : await measureDevice(kind) });
  } catch (error) {
    parent.send({ ok: false, error: transferError(error) });
  }
  parent.leave();
});
process.on('SIGINT', () => {});
parent.onGone(() => process.exit());
