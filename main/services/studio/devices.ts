import type { deviceRequests } from '../../../app/contract/devices.ts';
import type { Handlers } from '../../../app/contract/request.ts';
import { StudioError } from '../../../app/errors.ts';
import { Devices } from '../devices.ts';
import type { StudioContext } from './context.ts';

/** @param isTraining while that is so a measurement would tell nothing, and slow the run down. */
export function deviceHandlers(
  { spawn }: StudioContext,
  isTraining: () => boolean,
): Handlers<typeof deviceRequests> {
  const devices = new Devices(spawn);
  return {
    'devices.list': ({ again }) => devices.list(again),
    'devices.measure': async ({ kind }) => {
      if (isTraining()) {
        throw new StudioError('run_in_use', 'A run is going. Measure when it has ended.');
      }
      await devices.measure(kind);
      return devices.list();
    },
  };
}
